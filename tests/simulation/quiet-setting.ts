/** For programs that are written and not drawn: a good disk, a good watcher and a near server, with nothing in the way. */
import type { Setting } from './program.ts';

export const quietSetting: Setting = {
  settleMs: 1000,
  maxWaitMs: 10_000,
  versionIntervalMs: 0,
  deleteGraceMs: 0,
  holdDeletionsCount: 100,
  concurrency: 3,
  stampUs: 1,
  reuseInodes: true,
  birthTimes: true,
  renameStamps: true,
  slowestDiskUs: 200,
  slowestServerMs: 200,
  watcher: 'good',
  watcherReadyMs: 20,
  calm: true,
};
