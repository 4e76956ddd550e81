/**
 * Settings that change while the engine works. Most are asked for at each use (wiring.ts) and need nothing else; what was
 * reckoned with the values before is reckoned anew here.
 */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import type { EngineDeps, EngineSettings } from './api.ts';
import type { UploadLanes } from './apply/upload-lanes.ts';
import type { DeletionQueue } from './deletions/deletion-queue.ts';
import type { PendingChanges } from './pending/pending-changes.ts';

export type FollowSettingsDeps = Pick<EngineDeps, 'settings' | 'onSettings'> & {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly lanes: Pick<UploadLanes, 'setConcurrency'>;
  readonly pending: Pick<PendingChanges, 'recheckWaiting'>;
  readonly deletions: Pick<DeletionQueue, 'setGrace'>;
  readonly scheduler: { wake(): void };
  changed(): void;
  notice(error: KooError): void;
};

const waits = [
  'settleMs',
  'maxWaitMs',
  'versionIntervalMs',
  'missingGraceMs',
] as const satisfies (keyof EngineSettings)[];

/** Follows them until the function that it gives is called. */
export function followSettings(deps: FollowSettingsDeps): () => void {
  const { settings, onSettings, log, notice } = deps;
  let known = settings();
  // they may have changed while the engine was stopped
  deps.lanes.setConcurrency(known.concurrency);
  const follow = () => {
    const before = known;
    known = settings();
    apply(deps, before, known);
  };
  return (
    onSettings?.({
      changed: () => {
        try {
          follow();
        } catch (thrown) {
          const error = toKooError(thrown);
          log.error({ tag: 'settings', err: error }, 'what waits was not reckoned anew');
          notice(error);
        }
      },
      broken: (error) => {
        log.warn({ tag: 'settings', err: error }, 'the settings cannot be read, those before stay in force');
        notice(error);
      },
    }) ?? (() => undefined)
  );
}

function apply(deps: FollowSettingsDeps, before: EngineSettings, now: EngineSettings): void {
  const { lanes, pending, deletions, scheduler, clock, changed } = deps;
  if (now.concurrency !== before.concurrency) lanes.setConcurrency(now.concurrency);
  if (now.deleteGraceMs !== before.deleteGraceMs) deletions.setGrace(now.deleteGraceMs);
  if (waits.some((key) => now[key] !== before[key])) {
    pending.recheckWaiting(clock.now());
    scheduler.wake();
  }
  changed();
}
