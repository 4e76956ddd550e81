/** What users are shown of the engine, read from its tables: the same from a running engine or beside one. */
import { codesOfTheWay, errorCodes, type ErrorCode } from '../../shared/error-codes.ts';
import type {
  Deletion,
  EngineState,
  EngineStatus,
  FileEntry,
  PairStatus,
  Problem,
  Skipped,
} from '../../shared/views.ts';
import type { Pair } from '../model/pair.ts';
import type { DeletionQueue } from './deletions/deletion-queue.ts';
import { hasFailed, isProblem, type FailedChange, type Failure } from './pending/pending-change.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import type { Transfers } from './transfers.ts';
import { inFolder } from '../disk/in-folder.ts';
import { KooError } from '../model/errors.ts';
import type { Blocker } from '../model/blocker.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { Notes, Skip } from '../storage/notes.ts';
import { defaultRules } from './watch/default-rules.ts';

export type StatusParts = {
  readonly pending: PendingChanges;
  readonly baseline: Baseline;
  readonly notes: Notes;
  readonly deletions: DeletionQueue;
  readonly sentence: (error: KooError) => string;
};

/** What only a running engine knows. */
export type Live = {
  /** what stands in the way, as told by this engine or by the one of another process */
  readonly blockers: readonly Blocker[];
  /** this engine works: who looks at it sees by its state that it is offline or wants a sign-in */
  readonly here: boolean;
  readonly scanning: ReadonlySet<number>;
  readonly transfers: Transfers;
};

/** Lists for users end somewhere; the counts beside them do not. */
const listedForPeople = 1000;

/** `listed`: how many problems and skipped files of a pair are named. */
export function engineStatus(
  parts: StatusParts,
  pairs: readonly Pair[],
  live: Live,
  listed = listedForPeople,
): EngineStatus {
  const statuses = pairs.map((pair) => pairStatus(parts, pair, live, listed));
  const folders = new Map(pairs.map((pair) => [pair.id, pair.folder]));
  return {
    state: engineState(parts, statuses, live),
    allPaused: parts.notes.flag('paused'),
    pairs: statuses,
    recent: parts.notes.recent(50).map((change) => ({ ...change, folder: folders.get(change.pairId) ?? '' })),
  };
}

/** Codes that say nothing of the path that failed by them: where many have one, the cause is told, and not each of them. */
const ofNoPath: readonly ErrorCode[] = [
  ...codesOfTheWay.filter((code) => code !== 'TRANSFER_CUT'),
  'QUOTA_FULL',
  'SPACE_UNAVAILABLE',
  'SERVER_FULL',
  'PAYMENT_NEEDED',
  'UPDATE_NEEDED',
  'REQUEST_BLOCKED',
];
/** Fewer are told by their names. */
const many = 4;

function pairStatus(parts: StatusParts, pair: Pair, live: Live, listed: number): PairStatus {
  const { pending, baseline, notes } = parts;
  const counts = pending.counts(pair.id);
  // asked some times a second, over all that is pending: mostly nothing has failed
  const problemCount = counts.failed > 0 ? pending.problemCount(pair.id) : 0;
  const alike = problemCount >= many ? pending.alike(pair.id, ofNoPath, many) : [];
  const waiting = problemCount > 0 ? pending.waitingBelow(pair.id, '') : 0;
  const { files, missing } = baseline.counts(pair.id);
  const held = parts.deletions.open(pair.id).filter((one) => one.state === 'held');
  const heldFiles = held.reduce((sum, one) => sum + one.files, 0);
  const problem = (path: string, { code, values, at }: Failure): Problem => {
    const error = new KooError(code, 'problem', { detail: { path: inFolder(pair.folder, path), values } });
    return { path, code, reason: parts.sentence(error), since: at };
  };
  const ofPath = ({ path, failure }: FailedChange): Problem => {
    const inIt = waiting > 0 ? pending.waitingBelow(pair.id, path) : 0;
    return { ...problem(path, failure), ...(inIt > 0 ? { waiting: inIt } : {}) };
  };
  const ofAll = [
    ...blockersToTell(live)
      .filter(({ pairId }) => pairId === undefined || pairId === pair.id)
      .map(({ code, values, since }) => problem('', { code, values, at: since })),
    ...(held.length > 0
      ? [problem('', { code: 'DELETIONS_HELD', values: { count: heldFiles }, at: held[0]?.noticedAt ?? 0 })]
      : []),
  ];
  const ofMany = alike
    // what stands in the way of all is told already
    .filter(({ code }) => !ofAll.some((one) => one.code === code))
    .map(({ code, count, at }) => ({ ...problem('', { code, values: {}, at }), waiting: count }));
  const inMany = alike.reduce((sum, { count }) => sum + count, 0);
  const codes = alike.map(({ code }) => code);
  return {
    id: pair.id,
    folder: pair.folder,
    remote: pair.remote,
    containerId: pair.containerId,
    files,
    // what waits for a folder is told with the problem of that folder
    pending: counts.pending + (counts.failed - problemCount) - waiting,
    scanning: live.scanning.has(pair.id),
    scanned: pair.isScanned === true,
    paused: pair.isPaused === true,
    transfers: live.transfers.of(pair.id),
    problemCount: ofAll.length + ofMany.length + problemCount - inMany,
    problems: [
      ...ofAll,
      ...ofMany,
      ...(problemCount > inMany ? pending.problems(pair.id, listed, codes) : []).map(ofPath),
    ],
    skipped: notes.skips(pair.id, listed).map(skippedOf),
    skippedCount: notes.skipCount(pair.id),
    deleted: missing,
    heldDeletions: held.length,
  };
}

const madeBy = new Map(defaultRules.map((rule) => [rule.pattern, rule.madeBy]));

const skippedOf = ({ path, reason, rule }: Skip): Skipped => ({
  path,
  reason,
  // a rule that is gone from the table since is named instead of its program
  ...(rule === undefined ? {} : { rule, madeBy: madeBy.get(rule) ?? rule }),
});

/** What stands in the way and is not said by the engine's state already. */
const blockersToTell = ({ blockers, here }: Live): readonly Blocker[] =>
  blockers.filter(({ code }) => !here || (code !== 'OFFLINE' && errorCodes[code].response !== 'sign-in'));

/** Does KooDrive itself not answer, so that nothing is to be done but wait? */
const isOutOfReach = ({ code, pairId }: Blocker): boolean =>
  pairId === undefined &&
  errorCodes[code].scope === 'host' &&
  errorCodes[code].response === 'retry' &&
  code !== 'STORAGE_UNREACHABLE';

/** How many of the pairs' problems are one that stands with others of them too. */
function repeatedProblems(blockers: readonly Blocker[], pairs: number): number {
  const ofAll = blockers.filter(({ pairId }) => pairId === undefined).length * Math.max(0, pairs - 1);
  const causes = blockers.flatMap(({ cause }) => (cause === undefined ? [] : [cause]));
  return ofAll + causes.length - new Set(causes).size;
}

function engineState(parts: StatusParts, pairs: readonly PairStatus[], live: Live): EngineState {
  const ofAll = live.blockers.filter(({ pairId }) => pairId === undefined);
  if (ofAll.some(({ code }) => errorCodes[code].response === 'sign-in')) return { kind: 'sign-in' };
  if (ofAll.some(isOutOfReach)) return { kind: 'offline' };
  if (parts.notes.flag('paused')) return { kind: 'paused' };
  const synced = pairs.filter((pair) => !pair.paused);
  if (pairs.length > 0 && synced.length === 0) return { kind: 'paused' };
  // what concerns several pairs stands with each of them, and is one thing
  const repeated = repeatedProblems(blockersToTell(live), pairs.length);
  const problems = pairs.reduce((sum, pair) => sum + pair.problemCount, 0) - repeated;
  if (problems > 0) return { kind: 'problem', count: problems };
  const pending = synced.reduce((sum, pair) => sum + pair.pending, 0);
  if (pending > 0 || synced.some((pair) => pair.scanning || !pair.scanned))
    return { kind: 'syncing', count: pending };
  return { kind: 'idle' };
}

/** Files of a pair for choosing one; those the disk has lost are among them, for their history is still there. */
export function fileEntries(parts: StatusParts, pair: Pair, query: string, limit: number): FileEntry[] {
  return parts.baseline.search(pair.id, query, limit).map((node): FileEntry => {
    const entry = parts.pending.find(pair.id, node.path);
    return {
      path: inFolder(pair.folder, node.path),
      relativePath: node.path,
      size: node.local?.size ?? 0,
      syncedAt: node.syncedAt,
      kind: node.kind,
      state:
        node.missingSince !== undefined
          ? 'deleted'
          : !entry
            ? 'synced'
            : hasFailed(entry) && isProblem(entry)
              ? 'problem'
              : 'pending',
    };
  });
}

/** Of all pairs, newest first. */
export function deletionViews(
  {
    deletions,
    baseline,
  }: { readonly deletions: DeletionQueue; readonly baseline: Pick<Baseline, 'withContent'> },
  pairs: readonly Pair[],
): Deletion[] {
  const folders = new Map(pairs.map((pair) => [pair.id, pair.folder]));
  const sameAs = (sha256: string | undefined): string | undefined => {
    const same = baseline.withContent(sha256);
    return same && inFolder(folders.get(same.pairId) ?? '', same.path);
  };
  return deletions
    .all(listedForPeople)
    .filter(({ superseded }) => !superseded)
    .map(({ id, pairId, path, kind, files, noticedAt, state, reason, sentAt, lostAt, sha256 }) => ({
      id,
      path: inFolder(folders.get(pairId) ?? '', path),
      kind,
      files,
      noticedAt,
      state: lostAt === undefined ? state : 'lost',
      reason: state === 'held' ? reason : undefined,
      ...(lostAt === undefined
        ? {}
        : { lost: { sentAt: sentAt ?? lostAt, foundAt: lostAt, same: sameAs(sha256) } }),
    }));
}
