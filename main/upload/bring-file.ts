/**
 * One file's content to the server: a new file, or a revision of a known one.
 *
 * Invariant 3 (no second revision of a content): what the server holds is looked at before a revision is made, and
 * after an upload whose outcome is not known (a task marked decisive). Invariant 4: the task is written before the
 * server is told anything, and marked decisive, flushed to the disk, before the one call that can make the revision;
 * the ledger is written by `Brought.record`, which the caller runs in one transaction with the journal.
 * Attacked by: bring-file.test.ts, tests/scenarios/.
 */
import type { KooDrive, ListedRevision, PartRequest, UploadRequest, UploadTicket } from '../koodrive/api.ts';
import type { Clock } from '../lib/clock.ts';
import type { Facts } from '../lib/disk.ts';
import { KooError, toKooError } from '../lib/errors.ts';
import type { Known } from '../lib/known.ts';
import { remoteNameOf } from '../lib/relative-path.ts';
import { partSizeFor, type Cutting } from '../plan/parts.ts';
import type { Content } from './content.ts';
import type { Held, Ledger } from './ledger.ts';
import { sendParts } from './send-parts.ts';
import type { Task, Tasks } from './tasks.ts';

export type FileJob = {
  readonly pair: { readonly id: number; readonly containerId: string };
  readonly path: string;
  /** absolute path on disk */
  readonly absolute: string;
  readonly facts: Facts;
  /** it was written a moment ago and may be again within the same time stamp: the fingerprint alone proves nothing */
  readonly restless: boolean;
  readonly known: Known | undefined;
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

export type Brought = {
  readonly kind: 'new-file' | 'revision' | 'unchanged' | 'adopted';
  /** someone else made a revision since we last looked; theirs is kept below ours */
  readonly foreign: boolean;
  /** a revision was made whose id, and what lies below it, is not known for certain yet (learn.ts asks) */
  readonly made?: MadeRevision;
  /** Writes down what the server now holds. Run it with the settling of the journal entry in one transaction. */
  record(): void;
};

export type BringFileParts = {
  readonly koodrive: KooDrive;
  readonly content: Content;
  readonly tasks: Tasks;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly cutting: Cutting;
};

/** How far back the newest revisions are read to find our own among others'. */
const lookBack = 10;

/** Throws KooError; FILE_CHANGED when the file did not hold still, then nothing was completed. */
export async function bringFile(parts: BringFileParts, job: FileJob): Promise<Brought> {
  const known = await settleOutcome(parts, job);
  try {
    return await bringContent(parts, job, known);
  } catch (thrown) {
    const error = toKooError(thrown);
    if (error.code === 'NAME_TAKEN' && !known) {
      const there = await findByName(parts, job);
      if (there) return bringContent(parts, job, there);
    }
    // the file is no longer where we knew it: it is a new file then, and its old history stays where it is
    if (known && (error.code === 'NOT_FOUND' || error.code === 'REMOTE_RECYCLED')) {
      parts.tasks.end(job.pair.id, job.path);
      parts.ledger.forget(job.pair.id, job.path);
      return bringContent(parts, job, undefined);
    }
    throw error;
  }
}

async function bringContent(parts: BringFileParts, job: FileJob, known: Known | undefined): Promise<Brought> {
  const { content, ledger } = parts;
  const { fingerprint, size } = job.facts;
  const small = size <= parts.cutting.singlePartUpTo;
  const whole = small ? await content.whole(job.absolute, fingerprint) : undefined;
  // a mix of two states is not read twice
  if (job.restless && whole && (await content.whole(job.absolute, fingerprint)).sha256 !== whole.sha256)
    throw new KooError('FILE_CHANGED', 'the file was written while it was read');
  // of another size it is another content for certain, and may be hashed while it is sent
  const digest =
    whole ??
    (job.restless || (known && (known.size ?? size) === size)
      ? await content.digest(job.absolute, fingerprint, job.signal)
      : undefined);

  if (known && digest && known.sha256 === digest.sha256) {
    return {
      kind: 'unchanged',
      foreign: false,
      record: () => {
        ledger.refresh(job.pair.id, job.path, factsToKeep(job));
        parts.tasks.end(job.pair.id, job.path);
      },
    };
  }

  let foreign = false;
  let base: string | undefined;
  if (known) {
    const newest = (await newestRevisions(parts, job, known.fileId))[0];
    base = newest?.revisionId;
    if (newest && digest && newest.sha256 === digest.sha256)
      return adopted(parts, job, known.fileId, digest.sha256, base);
    foreign = isForeign(known, newest);
  }

  const preHash = digest?.preHash ?? (await content.head(job.absolute, fingerprint));
  const sent = await send(parts, job, { known, base, preHash, sha256: digest?.sha256, bytes: whole?.bytes });
  return {
    kind: known ? 'revision' : 'new-file',
    foreign,
    ...(known ? { made: { fileId: sent.fileId, sha256: sent.sha256, base } } : {}),
    record: () =>
      record(parts, job, { fileId: sent.fileId, sha256: sent.sha256, revisionId: sent.revisionId }),
  };
}

type Sending = {
  readonly known: Known | undefined;
  readonly base: string | undefined;
  readonly preHash: string;
  /** undefined: hashed while it is sent */
  readonly sha256: string | undefined;
  /** undefined: read part by part */
  readonly bytes: Uint8Array | undefined;
};
type Sent = { readonly fileId: string; readonly sha256: string; readonly revisionId: string | undefined };

async function send(parts: BringFileParts, job: FileJob, sending: Sending): Promise<Sent> {
  const { tasks, ledger, content } = parts;
  const { id: pairId } = job.pair;
  const { fingerprint, size } = job.facts;
  const partSize = partSizeFor(size, parts.cutting);
  let { sha256 } = sending;

  const resumable = resumableTask(tasks.find(pairId, job.path), job, partSize, sending.known);
  if (resumable) {
    try {
      return await sendAndComplete(parts, job, sending, resumable.fileId, [], undefined);
    } catch (thrown) {
      const error = toKooError(thrown);
      if (error.code !== 'UPLOAD_TASK_GONE') throw error;
      // the server has forgotten the task: start over
    }
  }

  tasks.begin(
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
    if (proof) tasks.decisive(pairId, job.path, proof);
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
      createdAt: job.facts.quietSince,
    };
    const options = { signal: job.signal };
    return sending.known
      ? parts.koodrive.createRevision({ ...request, fileId: sending.known.fileId }, options)
      : parts.koodrive.createFile(
          { ...request, parentId: job.parentId, name: remoteNameOf(job.path) },
          options,
        );
  };

  const seenBefore = sha256 !== undefined && size > 0 && ledger.holdsContent(sha256);
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
  tasks.named(pairId, job.path, ticket.fileId);
  return sendAndComplete(parts, job, { ...sending, sha256 }, ticket.fileId, ticket.links, ticket.revisionId);
}

async function sendAndComplete(
  parts: BringFileParts,
  job: FileJob,
  sending: Sending,
  fileId: string,
  links: UploadTicket['links'],
  revisionId: string | undefined,
): Promise<Sent> {
  const { koodrive, tasks } = parts;
  const options = { signal: job.signal };
  try {
    const sha256 = await sendParts(parts, job, {
      fileId,
      partSize: partSizeFor(job.facts.size, parts.cutting),
      links,
      bytes: sending.bytes,
      sha256: sending.sha256,
    });
    if (sending.sha256 !== undefined && sending.sha256 !== sha256)
      throw new KooError('FILE_CHANGED', 'what was sent is not what was read before');
    tasks.decisive(job.pair.id, job.path, sha256);
    if (sending.known) await koodrive.completeRevision(fileId, sha256, options);
    else await koodrive.completeFile(fileId, sha256, options);
    return { fileId, sha256, revisionId };
  } catch (thrown) {
    const error = toKooError(thrown);
    // the server said no, or nothing was completed yet: there is no outcome to look for, and no use in these parts
    if (['FILE_CHANGED', 'FILE_GONE', 'UPLOAD_TASK_GONE', 'CHECK_FAILED', 'NAME_TAKEN'].includes(error.code))
      tasks.end(job.pair.id, job.path);
    throw error;
  }
}

/**
 * An upload of this path may have ended without our knowing: asks the server and writes down what it says.
 * Returns what is known of the path then.
 */
async function settleOutcome(parts: BringFileParts, job: FileJob): Promise<Known | undefined> {
  const { tasks, ledger } = parts;
  const task = tasks.find(job.pair.id, job.path);
  if (!task?.decisive || task.sha256 === undefined) return job.known;
  const done = await findOutcome(parts, job, task);
  if (!done) {
    // parts that were sent may still serve; the decision is open again
    if (!(task.size > parts.cutting.singlePartUpTo && task.fingerprint === job.facts.fingerprint))
      tasks.end(job.pair.id, job.path);
    return job.known;
  }
  const identity = task.fingerprint === job.facts.fingerprint ? job.facts.identity : undefined;
  recordOutcome(parts, job, task, done, identity);
  return ledger.find(job.pair.id, job.path);
}

/**
 * The same for a path that holds no longer what was sent from it: what the server got of it is known from here on, so
 * that its deletion is carried too. False when the server has nothing of it, so far.
 */
export async function settleGone(
  parts: Pick<BringFileParts, 'koodrive' | 'tasks' | 'ledger' | 'clock'>,
  job: Pick<FileJob, 'pair' | 'path' | 'signal'> & { readonly parentId: string | undefined },
): Promise<boolean> {
  const { id } = job.pair;
  const task = parts.tasks.find(id, job.path);
  if (!task || (task.kind !== 'folder' && !task.decisive)) return true;
  const { parentId = '' } = job;
  if (task.fileId === undefined && parentId === '') return false;
  const done = await findOutcome(parts, { ...job, parentId }, task).catch((thrown: unknown) => {
    const error = toKooError(thrown);
    if (error.code !== 'NOT_FOUND' && error.code !== 'REMOTE_RECYCLED') throw error;
    return undefined;
  });
  // by its identity a rename is still recognised
  if (done) recordOutcome(parts, job, task, done, parts.ledger.find(id, job.path)?.identity);
  return done !== undefined;
}

function recordOutcome(
  parts: Pick<BringFileParts, 'tasks' | 'ledger' | 'clock'>,
  job: Pick<FileJob, 'pair' | 'path'>,
  task: Task,
  done: { fileId: string; revisionId: string | undefined },
  identity: string | undefined,
): void {
  const kind = task.kind === 'folder' ? 'folder' : 'file';
  const held = { kind, ...done, sha256: task.sha256 } as const;
  const facts = { fingerprint: unsure, identity, size: task.size };
  parts.ledger.hold(job.pair.id, job.path, { ...held, facts }, parts.clock.now());
  parts.tasks.end(job.pair.id, job.path);
}

/** The revision that this task made, if it made one. */
async function findOutcome(
  parts: Pick<BringFileParts, 'koodrive'>,
  job: Pick<FileJob, 'pair' | 'path' | 'parentId' | 'signal'>,
  task: Task,
): Promise<{ fileId: string; revisionId: string | undefined } | undefined> {
  let fileId = task.fileId;
  if (fileId === undefined) {
    const entry = await findEntry(parts, job);
    if (entry?.isFolder !== (task.kind === 'folder')) return undefined;
    fileId = entry.fileId;
  }
  if (task.kind === 'folder') return { fileId, revisionId: undefined };
  let revisions: readonly ListedRevision[];
  try {
    revisions = await newestRevisions(parts, job, fileId);
  } catch (thrown) {
    const error = toKooError(thrown);
    // a file that was created and never completed is not there for anybody
    if (task.kind === 'file' && error.response === 'person') return undefined;
    throw error;
  }
  for (const revision of revisions) {
    if (revision.revisionId === task.baseRevisionId) return undefined;
    if (revision.sha256 === task.sha256) return { fileId, revisionId: revision.revisionId };
  }
  return undefined;
}

/** Newest first, each with its digest: the list may leave it out, getRevision has it (API section 9). */
async function newestRevisions(
  parts: Pick<BringFileParts, 'koodrive'>,
  job: Pick<FileJob, 'pair' | 'signal'>,
  fileId: string,
): Promise<readonly ListedRevision[]> {
  const { containerId } = job.pair;
  const options = { signal: job.signal };
  const page = await parts.koodrive.listRevisions({ containerId, fileId, pageSize: lookBack }, options);
  const newest: ListedRevision[] = [];
  for (const revision of page.revisions) {
    newest.push(
      revision.sha256 === undefined
        ? await parts.koodrive.getRevision({ containerId, fileId, revisionId: revision.revisionId }, options)
        : revision,
    );
  }
  return newest;
}

function isForeign(known: Known, newest: ListedRevision | undefined): boolean {
  if (!newest) return false;
  if (known.revisionId !== undefined) return newest.revisionId !== known.revisionId;
  return known.sha256 !== undefined && newest.sha256 !== known.sha256;
}

async function findEntry(
  parts: Pick<BringFileParts, 'koodrive'>,
  job: Pick<FileJob, 'pair' | 'path' | 'parentId' | 'signal'>,
) {
  const listing = parts.koodrive.listFolder(job.pair.containerId, job.parentId, { signal: job.signal });
  for await (const entry of listing)
    if (entry.name.normalize('NFC') === remoteNameOf(job.path) && !entry.recycled) return entry;
  return undefined;
}

/** A file of this name that the server holds and we did not know of. */
async function findByName(parts: BringFileParts, job: FileJob): Promise<Known | undefined> {
  const entry = await findEntry(parts, job);
  if (entry?.isFolder !== false) return undefined;
  parts.ledger.hold(
    job.pair.id,
    job.path,
    { kind: 'file', fileId: entry.fileId, facts: undefined, sha256: entry.sha256 },
    parts.clock.now(),
  );
  return parts.ledger.find(job.pair.id, job.path);
}

function resumableTask(
  task: Task | undefined,
  job: FileJob,
  partSize: number,
  known: Known | undefined,
): { fileId: string } | undefined {
  if (task?.fileId === undefined || partSize >= job.facts.size) return undefined;
  const same =
    task.fingerprint === job.facts.fingerprint && task.size === job.facts.size && task.partSize === partSize;
  return same &&
    task.fileId === (known?.fileId ?? task.fileId) &&
    (task.kind === 'revision') === (known !== undefined)
    ? { fileId: task.fileId }
    : undefined;
}

/** Stands for the fingerprint of a content after which more may have come unseen: the file is read and compared again. */
const unsure = 'unsure';

const factsToKeep = ({ facts, restless }: FileJob): Facts =>
  restless ? { ...facts, fingerprint: unsure } : facts;

function adopted(
  parts: BringFileParts,
  job: FileJob,
  fileId: string,
  sha256: string,
  revisionId: string | undefined,
): Brought {
  return {
    kind: 'adopted',
    foreign: false,
    record: () => record(parts, job, { fileId, sha256, revisionId }),
  };
}

function record(
  parts: BringFileParts,
  job: FileJob,
  sent: Sent | { fileId: string; sha256: string; revisionId: string | undefined },
  facts: Held['facts'] = factsToKeep(job),
): void {
  parts.ledger.hold(job.pair.id, job.path, { kind: 'file', ...sent, facts }, parts.clock.now());
  parts.tasks.end(job.pair.id, job.path);
}
