/** Brings one path now, for somebody who waits for it: a restore that must not lose the present content. */
import type { EngineDeps } from './api.ts';
import { KooError } from '../model/errors.ts';
import type { LocatedFile } from '../model/located-file.ts';
import type { Scheduler } from './scheduler.ts';
import type { Components } from './wiring.ts';

export type SyncNowDeps = {
  readonly engine: EngineDeps;
  readonly components: Components;
  readonly scheduler: Scheduler;
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
export async function syncNow(
  parts: SyncNowDeps,
  path: string,
  file: LocatedFile,
  signal: AbortSignal,
): Promise<void> {
  const { scheduler } = parts;
  const { clock } = parts.engine;
  const { pending, notes, disk, store, timing } = parts.components;
  const { pair, relativePath } = file;
  if (!(await disk.stat(path))) return;
  pending.enqueue(pair.id, relativePath, 'urgent', clock.now());
  scheduler.wake();
  // without the lock another process is at work, and finds the hint in the journal
  const release = parts.working() ? undefined : store.takeLock();
  try {
    for (let waited = 0; ; waited += lookEveryMs) {
      const entry = pending.find(pair.id, relativePath);
      if (!entry) return;
      if (entry.failure && entry.attempts > 0)
        throw new KooError(entry.failure.code, 'the present content could not be brought', {
          detail: { path, values: entry.failure.values },
        });
      const gate = scheduler.gate();
      if (gate) throw gate.error;
      if (signal.aborted) throw new KooError('CANCELLED', 'cancelled');
      if (waited > atMostMs + timing.maxWaitMs)
        throw new KooError('TIMED_OUT', 'the content was not brought in time', { detail: { path } });
      // a pump that is paused starts nothing, but a person who restores means this one file
      const ours = release !== undefined || (parts.working() && notes.flag('paused'));
      if (ours && entry.dueAt <= clock.now()) await scheduler.one(entry, signal);
      else await clock.sleep(lookEveryMs, signal);
    }
  } finally {
    release?.();
  }
}
