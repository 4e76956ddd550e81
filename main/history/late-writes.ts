/**
 * What a program goes on writing into a file that a restore has replaced. On Linux and macOS a program that had the file
 * open keeps the one that was there: what it writes has no name any more, and would be gone when it closes the file. So the
 * replaced file is held open for a while; when it is written to, what it holds then is kept beside the restored one, and
 * told. Windows lets no open file be replaced.
 */
import { basename, dirname, join } from 'node:path';
import type { HeldFile, Writer, WriterStat } from '../disk/writer.ts';
import { recoveredName } from '../engine/plan/remote-names.ts';
import { KooError, toKooError } from '../model/errors.ts';
import type { Log } from '../lib/logger.ts';
import { withTemp, type Replaced, type RestoreParts } from './restore.ts';

export type LateWritesParts = Pick<RestoreParts, 'random' | 'claimTemp' | 'written' | 'sleep'> & {
  readonly disk: Writer;
  readonly log: Log;
  /** LATE_WRITES: the user is told where it lies */
  readonly tell: (error: KooError) => void;
};

export type LateWrites = {
  /** `kept`: what the file is known to hold. undefined: it cannot be held, or has another name, under which it lives on. */
  hold(path: string, kept: WriterStat): Promise<Replaced | undefined>;
  /** Looks once more at all that is held, and lets go of it. */
  close(): Promise<void>;
};

/** Longer would keep drives from being ejected, and the room of large files from being free. */
const watchedMs = 60_000;
const lookEveryMs = 2000;
const mostNames = 1000;

export function createLateWrites(parts: LateWritesParts): LateWrites {
  const watching = new Set<Promise<void>>();
  const ending = new AbortController();
  return {
    async hold(path, kept) {
      let held: HeldFile;
      try {
        held = await parts.disk.hold(path);
      } catch {
        // not to hold it keeps nobody from restoring
        return undefined;
      }
      const found = await held.stat().catch(() => undefined);
      if (!found || found.ino !== kept.ino || found.links > 1) {
        await held.close();
        return undefined;
      }
      return {
        watch() {
          const work = watch(parts, held, path, kept, ending.signal).finally(() => watching.delete(work));
          watching.add(work);
        },
        letGo: () => held.close(),
      };
    },
    async close() {
      ending.abort();
      await Promise.all(watching);
    },
  };
}

type Written = Pick<WriterStat, 'size' | 'mtimeNs'>;
const isAs = (one: Written, other: Written): boolean =>
  one.size === other.size && one.mtimeNs === other.mtimeNs;

async function watch(
  parts: LateWritesParts,
  held: HeldFile,
  path: string,
  known: Written,
  ending: AbortSignal,
): Promise<void> {
  let kept = known;
  let last = known;
  try {
    for (let waited = 0; ; waited += lookEveryMs) {
      if (!ending.aborted) await parts.sleep(lookEveryMs, ending);
      const isLast = ending.aborted || waited >= watchedMs;
      const now = await held.stat();
      // half of what is being written is kept only where there is no other time
      if (!isAs(now, kept) && (isLast || isAs(now, last))) {
        await keep(parts, held, path);
        kept = now;
      }
      last = now;
      if (isLast) return;
    }
  } catch (thrown) {
    const cause = toKooError(thrown);
    parts.log.error({ tag: 'restore', path, err: cause }, 'what was written after a restore is not kept');
    const values = { say: 'sentence.lateWritesLost', file: path } as const;
    parts.tell(new KooError('LATE_WRITES', 'late writes are lost', { cause, detail: { path, values } }));
  } finally {
    await held.close().catch(() => undefined);
  }
}

/** What the held file holds, as a file beside the restored one. */
async function keep(parts: LateWritesParts, held: HeldFile, path: string): Promise<void> {
  const { disk } = parts;
  const { mode } = await held.stat();
  const copy = await withTemp(parts, path, async (temp) => {
    try {
      const file = await disk.createFile(temp, mode);
      try {
        for await (const bytes of held.read()) await file.write(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      return await nameCopy(disk, temp, path);
    } catch (thrown) {
      await disk.remove(temp).catch(() => undefined);
      throw thrown;
    }
  });
  await disk.syncFolder(dirname(path));
  await parts.written(copy).catch(() => undefined);
  parts.log.warn({ tag: 'restore', path, copy }, 'a program wrote to the file that was replaced');
  const values = { say: 'sentence.lateWritesKept', file: path, copy } as const;
  parts.tell(new KooError('LATE_WRITES', 'late writes are kept', { detail: { path, values } }));
}

/** The first name that is free. */
async function nameCopy(disk: Writer, temp: string, path: string): Promise<string> {
  for (let nth = 1; nth <= mostNames; nth += 1) {
    const copy = join(dirname(path), recoveredName(basename(path), 'file', nth));
    if ((await disk.lstat(copy)) !== undefined) continue;
    try {
      await disk.renameNew(temp, copy);
      return copy;
    } catch (thrown) {
      if ((await disk.lstat(copy)) === undefined) throw thrown;
    }
  }
  throw new KooError('NAME_TAKEN', 'no name is free', { detail: { path } });
}
