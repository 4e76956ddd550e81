/**
 * Reading and hashing of large files on a thread of their own, so that neither the window nor the watcher waits for a
 * disk. The thread runs the very code of content.ts; here is only the wire. Small files are read on the calling
 * thread, where handing them over would cost more than it saves.
 */
import type { Worker } from 'node:worker_threads';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { KooError, type ErrorDetail } from '../model/errors.ts';
import type { Content, ContentEnd, ContentPart, Digest, FreeBuffer, PartsAsked } from './read-content.ts';
import type { LocalPath } from '../model/local-path.ts';

/** What is asked of the thread; `id` tells one reading from another. */
export type Ask =
  | { readonly id: number; readonly ask: 'digest'; readonly at: LocalPath; readonly fingerprint: string }
  | {
      readonly id: number;
      readonly ask: 'parts';
      readonly at: LocalPath;
      readonly fingerprint: string;
      readonly parts: PartsAsked;
    }
  /** `free`: memory of a part that is done with; it changes hands */
  | { readonly id: number; readonly ask: 'next'; readonly free: FreeBuffer }
  | { readonly id: number; readonly ask: 'stop' };

export type Answer =
  | { readonly id: number; readonly answer: 'digest'; readonly digest: Digest }
  | { readonly id: number; readonly answer: 'part'; readonly part: ContentPart }
  | { readonly id: number; readonly answer: 'end'; readonly end: ContentEnd }
  | {
      readonly id: number;
      readonly answer: 'error';
      readonly code: ErrorCode;
      readonly message: string;
      readonly detail: ErrorDetail;
    };

type Waiting = { resolve(answer: Answer): void; reject(error: KooError): void };

/** `start` makes the thread (bundled: read-content.worker.js beside the bundle). It is made on first use and ended by close. */
export function createWorkerContent(
  inline: Content,
  start: () => Worker,
): Content & { close(): Promise<void> } {
  let worker: Worker | undefined;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  const failAll = (cause: unknown) => {
    for (const one of waiting.values())
      one.reject(new KooError('UNEXPECTED', 'the reading thread ended', { cause }));
    waiting.clear();
    worker = undefined;
  };
  const thread = (): Worker => {
    if (worker) return worker;
    const made = start();
    made.unref();
    made.on('message', (answer: Answer) => {
      const one = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.answer === 'error')
        one?.reject(new KooError(answer.code, answer.message, { detail: answer.detail }));
      else one?.resolve(answer);
    });
    made.on('error', failAll);
    made.on('exit', (code) => failAll(new Error(`exit ${code}`)));
    worker = made;
    return made;
  };
  const ask = (message: Ask, signal: AbortSignal | undefined): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      if (signal?.aborted) return reject(new KooError('CANCELLED', 'cancelled'));
      const onAbort = () => {
        waiting.delete(message.id);
        thread().postMessage({ id: message.id, ask: 'stop' } satisfies Ask);
        reject(new KooError('CANCELLED', 'cancelled'));
      };
      const off = () => signal?.removeEventListener('abort', onAbort);
      signal?.addEventListener('abort', onAbort, { once: true });
      waiting.set(message.id, {
        resolve: (answer) => (off(), resolve(answer)),
        reject: (error) => (off(), reject(error)),
      });
      const free = message.ask === 'next' ? message.free?.buffer : undefined;
      thread().postMessage(message, free instanceof ArrayBuffer ? [free] : []);
    });

  return {
    whole: inline.whole,
    head: inline.head,
    slice: inline.slice,
    async digest(at, fingerprint, signal) {
      const answer = await ask({ id: ++lastId, ask: 'digest', at, fingerprint }, signal);
      if (answer.answer !== 'digest')
        throw new KooError('UNEXPECTED', `the reading thread said ${answer.answer}`);
      return answer.digest;
    },
    async *parts(at, fingerprint, parts, signal) {
      const id = ++lastId;
      try {
        let answer = await ask({ id, ask: 'parts', at, fingerprint, parts }, signal);
        while (answer.answer === 'part') {
          const free: FreeBuffer = yield answer.part;
          answer = await ask({ id, ask: 'next', free }, signal);
        }
        if (answer.answer !== 'end')
          throw new KooError('UNEXPECTED', `the reading thread said ${answer.answer}`);
        return answer.end;
      } finally {
        worker?.postMessage({ id, ask: 'stop' } satisfies Ask);
      }
    },
    async close() {
      const ending = worker;
      worker = undefined;
      await ending?.terminate();
    },
  };
}
