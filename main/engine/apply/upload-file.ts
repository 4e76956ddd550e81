/**
 * One file's content to the server: a new file, or a revision of a known one.
 *
 * Invariant 3 (no second revision of a content): what the server holds is looked at before a revision is made; an
 * upload whose outcome is not known (a task marked decisive) is settled before, in unknown-outcomes.ts. Invariant 4: the task
 * is written before the server is told anything, and marked decisive, flushed to the disk, before the one call that
 * can make the revision; the ledger is written by `Brought.record`, in one transaction with the journal.
 * Attacked by: upload-file.test.ts, tests/scenarios/killed.test.ts, and after every seed by check 3 of
 * tests/simulation/check.ts.
 */
import type {
  KooDrive,
  ListedRevision,
  PartRequest,
  UploadRequest,
  UploadTicket,
} from '../../koodrive/api.ts';
import type { Clock } from '../../lib/clock.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { remoteNameOf } from '../../model/relative-path.ts';
import type { FileStat } from '../../model/file-stat.ts';
import { partSizeFor, type Chunking } from '../plan/part-size.ts';
import type { Content } from '../../disk/read-content.ts';
import { NEEDS_REREAD, type BaselineUpdate, type BaselineForApply } from '../baseline/baseline-types.ts';
import { findEntry, newestRevisions } from './unknown-outcomes.ts';
import { uploadParts } from './upload-parts.ts';
import type { UploadIntent, UploadIntents } from './upload-intents.ts';

export type UploadFileRequest = {
  readonly pair: { readonly id: number; readonly containerId: string };
  readonly path: string;
  /** absolute path on disk */
  readonly absolute: string;
  readonly stat: FileStat;
  /** it was written a moment ago and may be again within the same time stamp: the fingerprint alone proves nothing */
  readonly neverQuiet: boolean;
  readonly baseline: BaselineEntry | undefined;
  /** id of the remote folder that holds it */
  readonly parentId: string;
  readonly signal: AbortSignal;
  readonly progress: (sent: number) => void;
};

/** `base` is the newest revision that was there before. */
export type MadeRevision = {
  readonly fileId: string;
  readonly sha256: string;
  readonly base: string | undefined;
};

export type UploadResult = {
  readonly kind: 'new-file' | 'revision' | 'unchanged' | 'adopted';
  /** someone else made a revision since we last looked; theirs is kept below ours */
  readonly concurrentEdit: boolean;
  /** a revision was made whose id, and what lies below it, is not known for certain yet (confirm-revisions.ts asks) */
  readonly made?: MadeRevision;
  /** Writes down what the server now holds. Run it with the settling of the journal entry in one transaction. */
  record(): void;
};

export type UploadFileDeps = {
  readonly koodrive: KooDrive;
  readonly content: Content;
  readonly intents: UploadIntents;
  readonly baseline: BaselineForApply;
  readonly clock: Clock;
  readonly chunking: Chunking;
};

/** Throws KooError; FILE_CHANGED when the file did not hold still, then nothing was completed. */
export async function uploadFile(parts: UploadFileDeps, job: UploadFileRequest): Promise<UploadResult> {
  const { baseline: known } = job;
  try {
    return await uploadContent(parts, job, known);
  } catch (thrown) {
    const error = toKooError(thrown);
    if (error.code === 'NAME_TAKEN' && !known) {
      const there = await findByName(parts, job);
      if (there) return uploadContent(parts, job, there);
    }
    // the file is no longer where we knew it: it is a new file then, and its old history stays where it is
    if (known && (error.code === 'NOT_FOUND' || error.code === 'REMOTE_RECYCLED')) {
      parts.intents.end(job.pair.id, job.path);
      parts.baseline.forget(job.pair.id, job.path);
      return uploadContent(parts, job, undefined);
    }
    throw error;
  }
}

async function uploadContent(
  parts: UploadFileDeps,
  job: UploadFileRequest,
  known: BaselineEntry | undefined,
): Promise<UploadResult> {
  const { content, baseline } = parts;
  const { fingerprint, size } = job.stat;
  const small = size <= parts.chunking.singlePartUpTo;
  const whole = small ? await content.whole(job.absolute, fingerprint) : undefined;
  // a mix of two states is not read twice
  if (job.neverQuiet && whole && (await content.whole(job.absolute, fingerprint)).sha256 !== whole.sha256)
    throw new KooError('FILE_CHANGED', 'the file was written while it was read');
  // of another size it is another content for certain, and may be hashed while it is sent
  const digest =
    whole ??
    (job.neverQuiet || (known && (known.size ?? size) === size)
      ? await content.digest(job.absolute, fingerprint, job.signal)
      : undefined);

  if (known && digest && known.sha256 === digest.sha256) {
    return {
      kind: 'unchanged',
      concurrentEdit: false,
      record: () => {
        baseline.refresh(job.pair.id, job.path, factsToKeep(job));
        parts.intents.end(job.pair.id, job.path);
      },
    };
  }

  let concurrentEdit = false;
  let base: string | undefined;
  if (known) {
    const newest = (await newestRevisions(parts.koodrive, job, known.fileId))[0];
    base = newest?.revisionId;
    if (newest && digest && newest.sha256 === digest.sha256)
      return adopted(parts, job, known.fileId, digest.sha256, base);
    concurrentEdit = isConcurrentEdit(known, newest);
  }

  const preHash = digest?.preHash ?? (await content.head(job.absolute, fingerprint));
  const sent = await send(parts, job, { known, base, preHash, sha256: digest?.sha256, bytes: whole?.bytes });
  return {
    kind: known ? 'revision' : 'new-file',
    concurrentEdit,
    ...(known ? { made: { fileId: sent.fileId, sha256: sent.sha256, base } } : {}),
    record: () =>
      record(parts, job, { fileId: sent.fileId, sha256: sent.sha256, revisionId: sent.revisionId }),
  };
}

type Sending = {
  readonly known: BaselineEntry | undefined;
  readonly base: string | undefined;
  readonly preHash: string;
  /** undefined: hashed while it is sent */
  readonly sha256: string | undefined;
  /** undefined: read part by part */
  readonly bytes: Uint8Array | undefined;
};
type Sent = { readonly fileId: string; readonly sha256: string; readonly revisionId: string | undefined };

async function send(parts: UploadFileDeps, job: UploadFileRequest, sending: Sending): Promise<Sent> {
  const { intents, baseline, content } = parts;
  const { id: pairId } = job.pair;
  const { fingerprint, size } = job.stat;
  const partSize = partSizeFor(size, parts.chunking);
  let { sha256 } = sending;

  const resumable = resumableTask(intents.find(pairId, job.path), job, partSize, sending.known);
  if (resumable) {
    try {
      return await sendAndComplete(parts, job, sending, resumable.fileId, [], undefined);
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code !== 'UPLOAD_TASK_GONE') throw error;
      // the server has forgotten the task: start over
    }
  }

  intents.begin(
    {
      pairId,
      path: job.path,
      kind: sending.known ? 'revision' : 'file',
      fileId: sending.known?.fileId,
      baseRevisionId: sending.base,
      fingerprint,
      size,
      sha256,
      partSize,
    },
    parts.clock.now(),
  );
  const firstPart: PartRequest = { number: 1, size: Math.min(partSize, size), offset: 0, hashState: [] };
  const start = async (proof: string | undefined): Promise<UploadTicket> => {
    // a flash upload makes the revision with the very call that asks for it
    if (proof) intents.markOutcomeUnknown(pairId, job.path, proof);
    const request: UploadRequest = {
      containerId: job.pair.containerId,
      size,
      parts: [firstPart],
      preHash: sending.preHash,
      flash: proof
        ? {
            sha256: proof,
            slice: (from, to) =>
              sending.bytes
                ? Promise.resolve(sending.bytes.subarray(from, to))
                : content.slice(job.absolute, fingerprint, from, to),
          }
        : undefined,
      createdAt: job.stat.quietSince,
    };
    const options = { signal: job.signal };
    return sending.known
      ? parts.koodrive.createRevision({ ...request, fileId: sending.known.fileId }, options)
      : parts.koodrive.createFile(
          { ...request, parentId: job.parentId, name: remoteNameOf(job.path) },
          options,
        );
  };

  const seenBefore = sha256 !== undefined && size > 0 && baseline.holdsContent(sha256);
  let ticket = await start(seenBefore ? sha256 : undefined);
  if (!ticket.rapid && !seenBefore && ticket.matchedPreHash && size > 0) {
    sha256 ??= (await content.digest(job.absolute, fingerprint, job.signal)).sha256;
    ticket = await start(sha256);
  }
  if (!sending.known && ticket.name !== undefined && ticket.name.normalize('NFC') !== remoteNameOf(job.path))
    throw new KooError('BAD_ANSWER', 'the server gave the new file another name');
  if (ticket.rapid) {
    if (sha256 === undefined) throw new KooError('BAD_ANSWER', 'a flash upload nobody asked for');
    return { fileId: ticket.fileId, sha256, revisionId: ticket.revisionId };
  }
  intents.setFileId(pairId, job.path, ticket.fileId);
  return sendAndComplete(parts, job, { ...sending, sha256 }, ticket.fileId, ticket.links, ticket.revisionId);
}

async function sendAndComplete(
  parts: UploadFileDeps,
  job: UploadFileRequest,
  sending: Sending,
  fileId: string,
  links: UploadTicket['links'],
  revisionId: string | undefined,
): Promise<Sent> {
  const { koodrive, intents } = parts;
  const options = { signal: job.signal };
  try {
    const sha256 = await uploadParts(parts, job, {
      fileId,
      partSize: partSizeFor(job.stat.size, parts.chunking),
      links,
      bytes: sending.bytes,
      sha256: sending.sha256,
    });
    if (sending.sha256 !== undefined && sending.sha256 !== sha256)
      throw new KooError('FILE_CHANGED', 'what was sent is not what was read before');
    intents.markOutcomeUnknown(job.pair.id, job.path, sha256);
    if (sending.known) await koodrive.completeRevision(fileId, sha256, options);
    else await koodrive.completeFile(fileId, sha256, options);
    return { fileId, sha256, revisionId };
  } catch (thrown) {
    const error = toKooError(thrown);
    // the server said no, or nothing was completed yet: there is no outcome to look for, and no use in these parts
    if (['FILE_CHANGED', 'FILE_GONE', 'UPLOAD_TASK_GONE', 'CHECK_FAILED', 'NAME_TAKEN'].includes(error.code))
      intents.end(job.pair.id, job.path);
    throw error;
  }
}

function isConcurrentEdit(known: BaselineEntry, newest: ListedRevision | undefined): boolean {
  if (!newest) return false;
  if (known.revisionId !== undefined) return newest.revisionId !== known.revisionId;
  return known.sha256 !== undefined && newest.sha256 !== known.sha256;
}

/** A file of this name that the server holds and we did not know of. */
async function findByName(parts: UploadFileDeps, job: UploadFileRequest): Promise<BaselineEntry | undefined> {
  const entry = await findEntry(parts.koodrive, job, job.parentId);
  if (entry?.isFolder !== false) return undefined;
  parts.baseline.put(
    job.pair.id,
    job.path,
    { kind: 'file', fileId: entry.fileId, stat: undefined, sha256: entry.sha256 },
    parts.clock.now(),
  );
  return parts.baseline.find(job.pair.id, job.path);
}

function resumableTask(
  task: UploadIntent | undefined,
  job: UploadFileRequest,
  partSize: number,
  known: BaselineEntry | undefined,
): { fileId: string } | undefined {
  if (task?.fileId === undefined || partSize >= job.stat.size) return undefined;
  const same =
    task.fingerprint === job.stat.fingerprint && task.size === job.stat.size && task.partSize === partSize;
  return same &&
    task.fileId === (known?.fileId ?? task.fileId) &&
    (task.kind === 'revision') === (known !== undefined)
    ? { fileId: task.fileId }
    : undefined;
}

const factsToKeep = ({ stat, neverQuiet }: UploadFileRequest): FileStat =>
  neverQuiet ? { ...stat, fingerprint: NEEDS_REREAD } : stat;

function adopted(
  parts: UploadFileDeps,
  job: UploadFileRequest,
  fileId: string,
  sha256: string,
  revisionId: string | undefined,
): UploadResult {
  return {
    kind: 'adopted',
    concurrentEdit: false,
    record: () => record(parts, job, { fileId, sha256, revisionId }),
  };
}

function record(
  parts: UploadFileDeps,
  job: UploadFileRequest,
  sent: Sent | { fileId: string; sha256: string; revisionId: string | undefined },
  stat: BaselineUpdate['stat'] = factsToKeep(job),
): void {
  parts.baseline.put(job.pair.id, job.path, { kind: 'file', ...sent, stat }, parts.clock.now());
  parts.intents.end(job.pair.id, job.path);
}
