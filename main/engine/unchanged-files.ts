/**
 * Many due changes at once, of files that are known: which of them hold what they held, and have other times alone? Those
 * are written down together; all others go the usual way (sync-path.ts), as does whatever is in doubt. A file that was only
 * touched comes to nothing there, too, and costs several times as much: of a tree with 100,000 such files that is minutes.
 *
 * The decision is the same (plan/decide.ts). Nothing is asked of the server, and nothing is held while the disk is looked
 * at: what was known is looked up once more when the answer is there, in one go with writing down what came of it.
 * Attacked by: unchanged-files.test.ts, tests/scenarios/real-life.test.ts, and by runs of tests/simulation with `bulkFrom`.
 */
import type { Content, Reread } from '../disk/read-content.ts';
import { allEnded } from '../lib/all-ended.ts';
import type { Clock } from '../lib/clock.ts';
import { isPresent, type BaselineEntry, type LocalState } from '../model/baseline-entry.ts';
import { below } from '../model/local-path.ts';
import { nameOf, parentOf } from '../model/relative-path.ts';
import type { Baseline } from './baseline/baseline.ts';
import type { RemoteDifferences } from './baseline/remote-differences.ts';
import type { Commit } from './commit.ts';
import type { PairContext, PairContexts } from './contexts.ts';
import type { PendingChange } from './pending/pending-change.ts';
import type { PendingChanges } from './pending/pending-changes.ts';
import { decide } from './plan/decide.ts';
import type { Chunking } from './plan/part-size.ts';
import type { Timing } from './plan/settling.ts';
import { isRootAway } from './root-guard.ts';
import type { FolderMonitors } from './watch/folder-monitors.ts';
import { keyOf, type PathLocks } from './apply/path-locks.ts';
import type { PathOutcome } from './apply/path-outcome.ts';
import type { RenameIntents } from './apply/rename-intents.ts';
import { begunBeside } from './apply/stat-as-named.ts';
import { provenBy } from './apply/upload-change.ts';
import type { UploadIntents } from './apply/upload-intents.ts';

export type UnchangedFilesDeps = {
  readonly contexts: Pick<PairContexts, 'find'>;
  readonly pending: Pick<PendingChanges, 'find'>;
  readonly baseline: Pick<Baseline, 'find' | 'isHeld' | 'likeNamed'>;
  readonly differences: Pick<RemoteDifferences, 'of'>;
  readonly uploads: Pick<UploadIntents, 'find' | 'ofUnknownOutcome'>;
  readonly renames: Pick<RenameIntents, 'touching'>;
  readonly locks: Pick<PathLocks, 'running' | 'isRenamed' | 'isRecycled'>;
  readonly monitors: Pick<FolderMonitors, 'leftOut' | 'allSeenFrom'>;
  readonly commit: Pick<Commit, 'outcome'>;
  readonly content: Pick<Content, 'reread'>;
  readonly chunking: Pick<Chunking, 'tinyUpTo'>;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  timing(): Timing;
};

/** What came of a change that needs no other way, by `keyOf`. */
export type Settled = ReadonlyMap<string, 'uploaded' | 'in-sync'>;

/** A file that the disk holds, as far as is known. */
type KnownEntry = BaselineEntry & { readonly local: LocalState };
type Candidate = { readonly change: PendingChange; readonly known: KnownEntry };
/** Candidates of one folder, with one name each. */
type OfFolder = { readonly context: PairContext; readonly folder: string; readonly files: Candidate[] };

/** So many folders are read at once: one is read while what was found in another is written down. */
const foldersAtOnce = 2;
/** What was not looked at within this time goes the usual way, ms: saves wait meanwhile. */
const longestMs = 250;

/** What could not be looked at, or written down, goes the usual way, which tells why. Throws what the database throws. */
export async function settleUnchanged(
  deps: UnchangedFilesDeps,
  changes: readonly PendingChange[],
): Promise<Settled> {
  const settled = new Map<string, 'uploaded' | 'in-sync'>();
  const begun = deps.clock.elapsed();
  const folders = byFolder(deps, changes);
  while (folders.length > 0 && deps.clock.elapsed() - begun < longestMs)
    await Promise.allSettled(
      folders.splice(0, foldersAtOnce).map((folder) => settleFolder(deps, folder, settled)),
    );
  return settled;
}

function byFolder(deps: UnchangedFilesDeps, changes: readonly PendingChange[]): OfFolder[] {
  const folders = new Map<string, OfFolder | undefined>();
  for (const change of changes) {
    const { pairId, path } = change;
    const folder = parentOf(path);
    const known = folder === undefined ? undefined : knownAt(deps, change);
    if (folder === undefined || !known) continue;
    const key = keyOf(pairId, folder);
    if (!folders.has(key)) folders.set(key, openFolder(deps, pairId, folder));
    folders.get(key)?.files.push({ change, known });
  }
  return [...folders.values()].filter((one) => one !== undefined);
}

/** undefined: what lies in it goes the usual way. */
function openFolder(deps: UnchangedFilesDeps, pairId: number, folder: string): OfFolder | undefined {
  const { contexts, pending, baseline } = deps;
  const context = contexts.find(pairId);
  if (!context || isRootAway(pending.find(pairId, '')?.failure?.code)) return undefined;
  // where capitals do not count it may be another one's name by now (stat-as-named.ts)
  const isItself = folder === '' || (baseline.isHeld(pairId, folder) && isAlone(deps, context.pair, folder));
  return isItself ? { context, folder, files: [] } : undefined;
}

/** Is nothing known, or begun, whose name cannot stand beside this one? */
const isAlone = (
  { baseline, uploads }: Pick<UnchangedFilesDeps, 'baseline' | 'uploads'>,
  pair: PairContext['pair'],
  path: string,
): boolean =>
  baseline.likeNamed(pair.id, path).length === 0 && begunBeside({ uploads }, pair, path).length === 0;

function knownAt({ baseline, chunking }: UnchangedFilesDeps, change: PendingChange): KnownEntry | undefined {
  if (change.failure) return undefined;
  const known = baseline.find(change.pairId, change.path);
  if (!isPresent(known) || known.kind !== 'file' || known.superseded) return undefined;
  return known.remote.sha256 !== undefined && known.local.size <= chunking.tinyUpTo ? known : undefined;
}

async function settleFolder(
  deps: UnchangedFilesDeps,
  { context, folder, files }: OfFolder,
  settled: Map<string, 'uploaded' | 'in-sync'>,
): Promise<void> {
  const begunAt = deps.clock.now();
  const asked = files.map(({ change, known: { local } }) => ({ name: nameOf(change.path), ...local }));
  const found = await deps.content.reread(below(context.pair.folder, folder), asked);
  await allEnded(
    files.map(async (file, i) => {
      const reread = found[i];
      const outcome = reread && (await outcomeOf(deps, file, reread, begunAt));
      if (!outcome || !isAsKnown(deps, context, file)) return;
      const { pairId, path, version, observed } = file.change;
      await deps.commit.outcome({ pairId, path, version, observed, requested: true }, outcome);
      settled.set(keyOf(pairId, path), outcome.kind);
    }),
  );
}

/** undefined: more is to be done for it than writing down that it did not change. */
async function outcomeOf(
  deps: UnchangedFilesDeps,
  { change, known }: Candidate,
  { stat, sha256 }: Reread,
  begunAt: number,
): Promise<Extract<PathOutcome, { kind: 'uploaded' | 'in-sync' }> | undefined> {
  const { pairId, path, noticedAt, observed, priority } = change;
  const { remote } = known;
  const decision = decide({
    path,
    stat,
    base: known,
    noticedAt,
    observed,
    now: deps.clock.now(),
    timing: deps.timing(),
    allSeenFrom: deps.monitors.allSeenFrom(pairId),
    urgent: priority === 'urgent',
    // nothing failed, and the file that was known is the one that is there
    unquietFrom: 0,
    writers: 'untold',
    movedFrom: undefined,
    left: undefined,
    inBin: undefined,
    leftOver: false,
    mayGoBack: false,
    supersedes: [],
    clash: undefined,
  });
  const isSame = decision.do === 'nothing';
  const isTouched = decision.do === 'upload' && !decision.neverQuiet && sha256 === remote.sha256;
  if (!isSame && !isTouched) return undefined;
  if (await deps.monitors.leftOut(pairId, path, stat)) return undefined;
  if (isSame) return { kind: 'in-sync' };
  const { fingerprint, localId, size, mode } = stat;
  const local = { fingerprint, localId, size, mode };
  return {
    kind: 'uploaded',
    result: { kind: 'unchanged', local, remote, concurrentEdit: false },
    lookAgain: false,
    provenFrom: provenBy({}, stat, begunAt),
    supersedes: [],
  };
}

/** Is all that was known of it so still, and does nobody else work on it? */
function isAsKnown(deps: UnchangedFilesDeps, { pair }: PairContext, { change, known }: Candidate): boolean {
  const { contexts, baseline, differences, uploads, renames, locks } = deps;
  const { pairId, path } = change;
  const key = keyOf(pairId, path);
  if (!contexts.find(pairId) || locks.running('sync').has(key)) return false;
  if (locks.isRenamed(key) || locks.isRecycled(key)) return false;
  const now = baseline.find(pairId, path);
  if (now?.local?.fingerprint !== known.local.fingerprint || now.missingSince !== undefined) return false;
  if (now.remote.fileId !== known.remote.fileId || now.remote.sha256 !== known.remote.sha256) return false;
  if (differences.of(pairId, now) || uploads.find(pairId, path)) return false;
  return renames.touching(pairId, path).length === 0 && isAlone(deps, pair, path);
}
