/** The thread behind read-content-in-worker.ts. */
import { parentPort } from 'node:worker_threads';
import { realDisk } from './disk.ts';
import { toKooError } from '../model/errors.ts';
import { lookAtMany } from './look-at-many.ts';
import { isOpenForWriting } from './open-writers.ts';
import { createContent, type ContentEnd, type ContentPart, type FreeBuffer } from './read-content.ts';
import type { Answer, Ask } from './reading-thread.ts';
import { rereadMany } from './reread-many.ts';
import { door } from './system-door.ts';

const content = createContent(realDisk);
const readings = new Map<number, AsyncGenerator<ContentPart, ContentEnd, FreeBuffer>>();
const stops = new Map<number, AbortController>();

const say = (answer: Answer, bytes?: Uint8Array) =>
  // the part's bytes change hands instead of being copied
  parentPort?.postMessage(answer, bytes && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : []);

async function next(id: number, free?: FreeBuffer): Promise<void> {
  const step = await readings.get(id)?.next(free);
  if (!step) return;
  if (!step.done) return say({ id, answer: 'part', part: step.value }, step.value.bytes);
  readings.delete(id);
  say({ id, answer: 'end', end: step.value });
}

async function serve(message: Ask): Promise<void> {
  const { id } = message;
  switch (message.ask) {
    case 'digest': {
      const stop = new AbortController();
      stops.set(id, stop);
      try {
        say({
          id,
          answer: 'digest',
          digest: await content.digest(message.at, message.fingerprint, stop.signal),
        });
      } finally {
        stops.delete(id);
      }
      return;
    }
    case 'parts':
      readings.set(id, content.parts(message.at, message.fingerprint, message.parts, undefined));
      return next(id);
    case 'next':
      return next(id, message.free);
    case 'looks':
      return say({ id, answer: 'looks', looks: lookAtMany(message.folder, message.names) });
    case 'reread': {
      const { at, files } = message;
      const read = await door.folder(at, (here) => Promise.resolve(rereadMany(here, files)));
      return say({ id, answer: 'reread', files: read });
    }
    case 'writers':
      return say({
        id,
        answer: 'writers',
        isOpen: await isOpenForWriting(door, message.at, message.inode),
      });
    case 'stop':
      stops.get(id)?.abort();
      await readings.get(id)?.return({ sha256: '' });
      readings.delete(id);
  }
}

parentPort?.on('message', (message: Ask) => {
  serve(message).catch((thrown: unknown) => {
    const { code, message: text, detail } = toKooError(thrown);
    readings.delete(message.id);
    say({ id: message.id, answer: 'error', code, message: text, detail });
  });
});
