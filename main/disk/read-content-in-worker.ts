/**
 * Reading and hashing of large files, looks at many files and readings of them, and who has a file open, on a thread of their
 * own, so that neither the window nor the watcher waits for a disk. The thread runs the very code of read-content.ts,
 * look-at-many.ts, reread-many.ts and open-writers.ts; here is only the wire. A small file that is to be sent is read on the
 * calling thread, where handing it over would cost more than it saves.
 */
import type { Worker } from 'node:worker_threads';
import { KooError } from '../model/errors.ts';
import type { DiskHelp } from './disk.ts';
import type { Content, FreeBuffer } from './read-content.ts';
import { ReadingThread } from './reading-thread.ts';

export type DiskThread = Content & DiskHelp & { close(): Promise<void> };

/** `start` makes the thread (bundled: read-content.worker.js beside the bundle). */
export function createDiskThread(inline: Content, start: () => Worker): DiskThread {
  const thread = new ReadingThread(start);
  return {
    whole: inline.whole,
    head: inline.head,
    slice: inline.slice,
    async lookAtMany(folder, names) {
      const answer = await thread.ask({ id: thread.nextId(), ask: 'looks', folder, names });
      if (answer.answer !== 'looks')
        throw new KooError('UNEXPECTED', `the reading thread said ${answer.answer}`);
      return answer.looks;
    },
    async isOpenForWriting(at, inode) {
      try {
        const answer = await thread.ask({ id: thread.nextId(), ask: 'writers', at, inode });
        return answer.answer === 'writers' ? answer.isOpen : undefined;
      } catch {
        // who asks for us has ended
        return undefined;
      }
    },
    async reread(at, files) {
      try {
        const answer = await thread.ask({ id: thread.nextId(), ask: 'reread', at, files });
        if (answer.answer === 'reread') return answer.files;
      } catch {
        // the folder went, or who reads did
      }
      return files.map(() => undefined);
    },
    async digest(at, fingerprint, signal) {
      const answer = await thread.ask({ id: thread.nextId(), ask: 'digest', at, fingerprint }, signal);
      if (answer.answer !== 'digest')
        throw new KooError('UNEXPECTED', `the reading thread said ${answer.answer}`);
      return answer.digest;
    },
    async *parts(at, fingerprint, parts, signal) {
      const id = thread.nextId();
      try {
        let answer = await thread.ask({ id, ask: 'parts', at, fingerprint, parts }, signal);
        while (answer.answer === 'part') {
          const free: FreeBuffer = yield answer.part;
          answer = await thread.ask({ id, ask: 'next', free }, signal);
        }
        if (answer.answer !== 'end')
          throw new KooError('UNEXPECTED', `the reading thread said ${answer.answer}`);
        return answer.end;
      } finally {
        thread.stop(id);
      }
    },
    close: () => thread.close(),
  };
}
