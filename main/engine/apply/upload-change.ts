/** Uploads what stands at a path now: in its lane, and from a snapshot when it is written all the time. */
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { KooError } from '../../model/errors.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { parentOf } from '../../model/relative-path.ts';
import type { AccountContext } from '../contexts.ts';
import { partSizeFor } from '../plan/part-size.ts';
import { provenFrom } from '../plan/write-back.ts';
import { waitForOthers, whileArriving, type ApplyContext } from './apply-context.ts';
import { knownFolderId } from './remote-folders.ts';
import { lookAgain, type Executed, type PathOutcome } from './path-outcome.ts';
import type { SyncPathRequest, SyncPathRun, UploadResult } from './path-outcome.ts';
import { uploadFile } from './upload-file.ts';
import type { UploadFileRequest } from './upload-types.ts';
import { below } from '../../model/local-path.ts';

/**
 * Waits for its turn with nothing held, so that a folder above may be renamed meanwhile. `neverQuiet`: it was not quiet within
 * the longest wait; `supersedes`: paths of known files that this file was before a program saved through them. Throws what
 * `uploadFile` throws.
 */
export function uploadChange(
  context: ApplyContext,
  request: SyncPathRun,
  stat: FileStat,
  neverQuiet: boolean,
  supersedes: readonly string[],
): Promise<Executed> {
  const { baseline, lanes } = context;
  const { pair, path, signal, priority } = request;
  const halted = () => priority !== 'urgent' && context.paused(pair.id);
  const decidedOn = baseline.find(pair.id, path);
  const judgedAt = context.clock.elapsed();
  const setBackTo = () => context.clock.setBackSince(judgedAt);
  return lanes.run<Executed>(stat.size, priority, signal, () => {
    // it waited for its turn
    if (halted()) throw new KooError('CANCELLED', 'paused');
    if (!isAsDecided(decidedOn, baseline.find(pair.id, path))) return Promise.resolve(lookAgain);
    // nobody waits for a folder with a turn in hand: a file that is to take the folder's place may wait for that turn
    const parentId = knownFolderId(context, pair.id, parentOf(path) ?? '');
    if (parentId === undefined) return Promise.resolve(lookAgain);
    const decided = { stat, neverQuiet, setBackTo, supersedes, halted, parentId };
    return uploadNow(context, request, decided);
  });
}

/** What was known when an upload was decided on is what is known now: nothing took its place, and it was not gone. */
const isAsDecided = (then: BaselineEntry | undefined, now: BaselineEntry | undefined): boolean =>
  then?.kind === now?.kind &&
  then?.remote.fileId === now?.remote.fileId &&
  then?.missingSince === now?.missingSince;

type Decided = {
  readonly stat: FileStat;
  readonly neverQuiet: boolean;
  readonly supersedes: readonly string[];
  /** of the remote folder that it goes to */
  readonly parentId: string;
  setBackTo(): number | undefined;
  halted(): boolean;
};

async function uploadNow(
  context: ApplyContext,
  request: SyncPathRun,
  { stat, neverQuiet, setBackTo, supersedes, halted, parentId }: Decided,
): Promise<PathOutcome> {
  const { baseline, renames } = context;
  const { account, pair, path, signal } = request;
  // what is known is read and claimed in one go: no rename can take it away from here on
  if (renames.touching(pair.id, path).length > 0) return waitForOthers(context, request);
  const base = baseline.find(pair.id, path);
  const at = below(pair.folder, path);
  const upload = { pair, path, at, stat, neverQuiet, setBackTo, base, parentId, signal, halted };
  return whileArriving(context, request, parentId, async () => {
    const [begunAt, begun] = [context.clock.now(), context.clock.elapsed()];
    const result = await sendFileOrSnapshot(context, account, upload, request.progress);
    // it may have been renamed or replaced after it was read, and before the watcher listened
    const isSame = (await context.disk.stat(at).catch(() => undefined))?.fingerprint === stat.fingerprint;
    const lookAgain = neverQuiet || !isSame;
    // a clock that was ahead when it began, and was set back meanwhile, says nothing of how old the stamp was
    const provenFrom = provenBy(result, stat, context.clock.setBackSince(begun) ?? begunAt);
    return { kind: 'uploaded', result, lookAgain, provenFrom, supersedes };
  });
}

/** From when on (epoch ms) a reading proves what went up by this attempt, which began at `begunAt`; undefined: it did itself. */
export const provenBy = (
  { readFrom }: Pick<UploadResult, 'readFrom'>,
  { quietSince }: Pick<FileStat, 'quietSince'>,
  begunAt: number,
): number | undefined =>
  // parts that were sent before were read before
  provenFrom(quietSince, readFrom ?? begunAt);

async function sendFileOrSnapshot(
  context: ApplyContext,
  { koodrive, limit, modes }: AccountContext,
  request: Omit<UploadFileRequest, 'progress'>,
  progress: SyncPathRequest['progress'],
): Promise<UploadResult> {
  const { snapshots, chunking, uploads, contents, baseline, commit } = context;
  const { pair, path, at, stat, neverQuiet, signal } = request;
  const deps = {
    ...context,
    koodrive,
    limit,
    modes,
    holdsContent: (sha256: string) => baseline.holdsContent(sha256) || contents.has(sha256),
    remoteForgotten: (pairId: number, gone: string) => commit.remoteForgotten(pairId, gone),
  };
  const upload = (from: Pick<UploadFileRequest, 'at' | 'stat'>) =>
    uploadFile(deps, { ...request, ...from, progress: (sent) => progress(sent, from.stat.size) });
  // it would be written again before it is sent
  const wantsSnapshot = neverQuiet && partSizeFor(stat.size, chunking, limit.bytes) < stat.size;
  const snapshot = wantsSnapshot ? await snapshots?.take(at, signal) : undefined;
  try {
    // another file took its place: what was decided was not about that one
    if (!snapshot || snapshot.source.localId !== stat.localId) return await upload(request);
    // parts of another copy are never taken for parts of this one, however coarse the stamps are
    uploads.end(pair.id, path);
    const { localId, quietSince, coarse } = snapshot.source;
    const copy: FileStat = { ...snapshot.stat, localId, quietSince, coarse };
    return await upload({ at: snapshot.at, stat: copy });
  } finally {
    await snapshot?.release();
  }
}
