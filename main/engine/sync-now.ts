/** Brings one path now, for somebody who waits for it: a restore that must not lose the present content. */
import type { EngineParts, LocatedFile } from './api.ts';
import { KooError } from '../model/errors.ts';
import type { Pump } from './scheduler.ts';
import type { Rooms } from './wiring.ts';

export type BringParts = {
  readonly engine: EngineParts;
  readonly rooms: Rooms;
  readonly pump: Pump;
  /** is this process the one that works on the state folder? */
  working(): boolean;
};

/** Waited for beyond the bounded wait of a restless file. */
const atMostMs = 120_000;
const lookEveryMs = 50;

/**
 * Resolves when what is on disk at `path` (absolute) is a revision, or when nothing is there. Throws what stands in the
 * way; TIMED_OUT when the process that works on the state folder does not get to it.
 */
export async function bring(
  parts: BringParts,
  path: string,
  file: LocatedFile,
  signal: AbortSignal,
): Promise<void> {
  const { pump } = parts;
  const { clock } = parts.engine;
  const { journal, notes, disk, store, timing } = parts.rooms;
  const { pair, relativePath } = file;
  if (!(await disk.facts(path))) return;
  journal.hint(pair.id, relativePath, 'urgent', clock.now());
  pump.wake();
  // without the lock another process is at work, and finds the hint in the journal
  const release = parts.working() ? undefined : store.takeLock();
  try {
    for (let waited = 0; ; waited += lookEveryMs) {
      const entry = journal.find(pair.id, relativePath);
      if (!entry) return;
      if (entry.failure && entry.attempts > 0)
        throw new KooError(entry.failure.code, 'the present content could not be brought', {
          detail: { path, values: entry.failure.values },
        });
      const gate = pump.gate();
      if (gate) throw gate.error;
      if (signal.aborted) throw new KooError('CANCELLED', 'cancelled');
      if (waited > atMostMs + timing.maxWaitMs)
        throw new KooError('TIMED_OUT', 'the content was not brought in time', { detail: { path } });
      // a pump that is paused starts nothing, but a person who restores means this one file
      const ours = release !== undefined || (parts.working() && notes.flag('paused'));
      if (ours && entry.dueAt <= clock.now()) await pump.one(entry, signal);
      else await clock.sleep(lookEveryMs, signal);
    }
  } finally {
    release?.();
  }
}
