/**
 * The wire to the thread that reads for us (read-content.worker.ts). It is made on first use, and ended by close and when
 * nothing was asked of it for a while: an idle thread holds some MB of memory.
 */
import type { Worker } from 'node:worker_threads';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { KooError, type ErrorDetail } from '../model/errors.ts';
import type { LocalPath } from '../model/local-path.ts';
import type { Look } from './look-at-many.ts';
import type {
  ContentEnd,
  ContentPart,
  Digest,
  FreeBuffer,
  KnownFile,
  PartsAsked,
  Reread,
} from './read-content.ts';

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
  | { readonly id: number; readonly ask: 'stop' }
  | {
      readonly id: number;
      readonly ask: 'looks';
      readonly folder: string;
      readonly names: readonly string[];
    }
  | {
      readonly id: number;
      readonly ask: 'reread';
      readonly at: LocalPath;
      readonly files: readonly KnownFile[];
    }
  | { readonly id: number; readonly ask: 'writers'; readonly at: LocalPath; readonly inode: string };

export type Answer =
  | { readonly id: number; readonly answer: 'digest'; readonly digest: Digest }
  | { readonly id: number; readonly answer: 'part'; readonly part: ContentPart }
  | { readonly id: number; readonly answer: 'end'; readonly end: ContentEnd }
  | { readonly id: number; readonly answer: 'looks'; readonly looks: readonly Look[] }
  | { readonly id: number; readonly answer: 'reread'; readonly files: readonly (Reread | undefined)[] }
  | { readonly id: number; readonly answer: 'writers'; readonly isOpen: boolean | undefined }
  | {
      readonly id: number;
      readonly answer: 'error';
      readonly code: ErrorCode;
      readonly message: string;
      readonly detail: ErrorDetail;
    };

type Waiting = { resolve(answer: Answer): void; reject(error: KooError): void };

const idleMs = 10_000;

export class ReadingThread {
  readonly #start: () => Worker;
  readonly #waiting = new Map<number, Waiting>();
  /** contents of which parts are read */
  readonly #readings = new Set<number>();
  /** those that we ended, with nobody waiting for them */
  readonly #idle = new WeakSet<Worker>();
  #worker: Worker | undefined;
  #lastId = 0;
  #usedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /** For one that is asked anew; tells one reading from another. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** Rejects with what the thread says, CANCELLED, and UNEXPECTED where it ended. */
  ask(message: Ask, signal?: AbortSignal): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (signal?.aborted) return reject(new KooError('CANCELLED', 'cancelled'));
      const onAbort = () => {
        this.#waiting.delete(message.id);
        this.stop(message.id);
        reject(new KooError('CANCELLED', 'cancelled'));
      };
      const off = () => signal?.removeEventListener('abort', onAbort);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(message.id, {
        resolve: (answer) => (off(), resolve(answer)),
        reject: (error) => (off(), reject(error)),
      });
      if (message.ask === 'parts') this.#readings.add(message.id);
      const free = message.ask === 'next' ? message.free?.buffer : undefined;
      this.#used();
      this.#thread().postMessage(message, free instanceof ArrayBuffer ? [free] : []);
    });
  }

  /** Nothing more is wanted of this reading. */
  stop(id: number): void {
    this.#readings.delete(id);
    this.#worker?.postMessage({ id, ask: 'stop' } satisfies Ask);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const ending = this.#worker;
    this.#worker = undefined;
    await ending?.terminate();
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker;
    const made = this.#start();
    made.unref();
    made.on('message', (answer: Answer) => {
      const one = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.answer === 'error')
        one?.reject(new KooError(answer.code, answer.message, { detail: answer.detail }));
      else one?.resolve(answer);
    });
    made.on('error', (thrown) => this.#ended(made, thrown));
    made.on('exit', (code) => this.#ended(made, new Error(`exit ${code}`)));
    this.#worker = made;
    return made;
  }

  #ended(one: Worker, cause: unknown): void {
    if (this.#idle.has(one)) return;
    for (const each of this.#waiting.values())
      each.reject(new KooError('UNEXPECTED', 'the reading thread ended', { cause }));
    this.#waiting.clear();
    this.#readings.clear();
    if (this.#worker === one) this.#worker = undefined;
  }

  #used(): void {
    this.#usedAt = performance.now();
    this.#timer ??= setTimeout(() => this.#look(), idleMs).unref();
  }

  #look(): void {
    this.#timer = undefined;
    if (!this.#worker) return;
    const isIdle = this.#waiting.size === 0 && this.#readings.size === 0;
    const left = idleMs - (performance.now() - this.#usedAt);
    if (!isIdle || left > 0) {
      this.#timer = setTimeout(() => this.#look(), Math.max(left, idleMs / 10)).unref();
      return;
    }
    this.#idle.add(this.#worker);
    void this.#worker.terminate();
    this.#worker = undefined;
  }
}
