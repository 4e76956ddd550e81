/**
 * The words for closed values (shared/views.ts): one typed table each, so that no raw value reaches a screen, and every
 * key stands in the code as it is in the catalogue. Tables that one place alone needs are in that place.
 */
import type { FixableKey } from '../policy.ts';
import type { Deletion, FileEntry, HoldReason, RecentChange, Skipped } from '../views.ts';
import type { StringKey } from './key-types.ts';

/** A table over closed values; its own type stays exact, so that the blanks of its keys are known. */
type Words<Value extends string> = Readonly<Record<Value, StringKey>>;

export const deletionStateWords = {
  waiting: 'deletions.state.waiting',
  held: 'deletions.state.held',
  approved: 'deletions.state.approved',
  sent: 'deletions.state.sent',
  lost: 'deletions.state.lost',
} as const satisfies Words<Deletion['state']>;

export const deletionReasonWords = {
  'root-missing': 'deletions.reason.root-missing',
  'root-empty': 'deletions.reason.root-empty',
  'root-replaced': 'deletions.reason.root-replaced',
  'root-unknown': 'deletions.reason.root-unknown',
  'other-drive': 'deletions.reason.other-drive',
  'too-many': 'deletions.reason.too-many',
  'changed-remotely': 'deletions.reason.changed-remotely',
  'moved-remotely': 'deletions.reason.moved-remotely',
  'holds-others': 'deletions.reason.holds-others',
  refused: 'deletions.reason.refused',
  'not-back-yet': 'deletions.reason.not-back-yet',
} as const satisfies Words<HoldReason>;

export const recentKindWords = {
  'new-file': 'status.kind.new-file',
  revision: 'status.kind.revision',
  restored: 'status.kind.restored',
  renamed: 'status.kind.renamed',
  deleted: 'status.kind.deleted',
  recycled: 'status.kind.recycled',
  'concurrent-edit': 'status.kind.concurrent-edit',
  'history-apart': 'status.kind.history-apart',
  'renamed-remotely': 'status.kind.renamed-remotely',
  'newer-remotely': 'status.kind.newer-remotely',
} as const satisfies Words<RecentChange['kind']>;

export const skippedReasonWords = {
  symlink: 'skipped.symlink',
  special: 'skipped.special',
  litter: 'skipped.litter',
} as const satisfies Words<Skipped['reason']>;

/** A file that is synced has nothing to say. */
export const fileStateWords = {
  pending: 'files.state.pending',
  problem: 'files.state.problem',
  deleted: 'files.state.deleted',
} as const satisfies Words<Exclude<FileEntry['state'], 'synced'>>;

export const policyKeyWords = {
  server: 'policy.key.server',
  ignoreRules: 'policy.key.ignoreRules',
  language: 'policy.key.language',
  theme: 'policy.key.theme',
  launchAtLogin: 'policy.key.launchAtLogin',
  offerFileManagers: 'policy.key.offerFileManagers',
  emblems: 'policy.key.emblems',
  settleMs: 'policy.key.settleMs',
  maxWaitMs: 'policy.key.maxWaitMs',
  versionIntervalMs: 'policy.key.versionIntervalMs',
  missingGraceMs: 'policy.key.missingGraceMs',
  deleteGraceMs: 'policy.key.deleteGraceMs',
  holdDeletionsCount: 'policy.key.holdDeletionsCount',
  holdDeletionsShare: 'policy.key.holdDeletionsShare',
  compareWithKooDrive: 'policy.key.compareWithKooDrive',
  concurrency: 'policy.key.concurrency',
  updates: 'policy.key.updates',
  updateChannel: 'policy.key.updateChannel',
  proxy: 'policy.key.proxy',
  noProxy: 'policy.key.noProxy',
} as const satisfies Words<FixableKey>;
