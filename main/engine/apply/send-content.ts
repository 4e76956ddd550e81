/**
 * The calls that make one revision: start (perhaps by digest alone), parts, complete.
 *
 * Invariant 4: the intent is written before the server is told anything, and marked as of unknown outcome, flushed to
 * the disk, before the one call that can make the revision.
 * Attacked by: upload-file.test.ts, tests/scenarios/killed.test.ts, tests/simulation/simulation.test.ts.
 */
import type { PartRequest, UploadRequest, UploadTicket } from '../../koodrive/api.ts';
import type { BaselineEntry } from '../../model/baseline-entry.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { remoteNameOf } from '../../model/relative-path.ts';
import { leastPartSizeFor, partSizeFor } from '../plan/part-size.ts';
import type { UploadMode } from '../plan/upload-mode.ts';
import { provenFrom } from '../plan/write-back.ts';
import type { NewUploadIntent, UploadIntent } from './upload-intents.ts';
import { uploadParts } from './upload-parts.ts';
import type { UploadFileDeps, UploadFileRequest } from './upload-types.ts';

export type ContentToSend = {
  readonly base: BaselineEntry | undefined;
  /** id of the newest revision that is there before */
  readonly baseRevisionId: string | undefined;
  readonly preHash: string;
  /** undefined: hashed while it is sent */
  readonly sha256: string | undefined;
  /** undefined: read part by part */
  readonly bytes: Uint8Array | undefined;
};

/** Fixed while this is sent, whatever becomes known of the way meanwhile. */
type Begun = ContentToSend & {
  /** of every part but the last */
  readonly partSize: number;
  readonly mode: UploadMode;
};

export type SentContent = {
  readonly fileId: string;
  readonly sha256: string;
  readonly revisionId: string | undefined;
  /** parts of it were read before, from then on (epoch ms); undefined: all of it was read now */
  readonly readFrom?: number;
};

/** Throws KooError. */
export async function sendContent(
  deps: UploadFileDeps,
  request: UploadFileRequest,
  toSend: ContentToSend,
): Promise<SentContent> {
  const { chunking, limit, modes } = deps;
  const { stat } = request;
  const partSize = partSizeFor(stat.size, chunking, limit.bytes);
  const resumed = await resume(deps, request, { ...toSend, partSize });
  if (resumed) return resumed;
  // one part says nothing of an order
  const mode = partSize < stat.size ? modes.choose() : 'concurrent';
  try {
    return await sendAnew(deps, request, { ...toSend, partSize, mode });
  } catch (thrown) {
    if (mode === 'concurrent' || !mayRefuseSequence(toKooError(thrown))) throw thrown;
    const sent = await sendAnew(deps, request, { ...toSend, partSize, mode: 'concurrent' });
    modes.refused();
    return sent;
  }
}

/** Parts that came in order are not what KooDrive says that they are not; or their list, or one of them, was refused. */
const mayRefuseSequence = ({ code, detail }: KooError): boolean =>
  code === 'CHECK_FAILED' || code === 'REQUEST_REFUSED' || detail.serverCode === '13000102';

async function sendAnew(
  deps: UploadFileDeps,
  request: UploadFileRequest,
  content: Begun,
): Promise<SentContent> {
  const { uploads } = deps;
  const { pair, path } = request;
  await uploads.begin(intentOf(request, content), deps.clock.now());
  const { ticket, sha256, proof } = await start(deps, request, content);
  if (!content.base && ticket.name !== undefined && ticket.name.normalize('NFC') !== remoteNameOf(path))
    throw new KooError('BAD_ANSWER', 'the server gave the new file another name');
  const { fileId, links, revisionId } = ticket;
  // nothing of it goes to what the server has of another path
  if (!content.base && deps.baseline.isKnownId(pair.containerId, fileId))
    throw new KooError('BAD_ANSWER', 'the new file has the id of one that is known');
  if (ticket.rapid) {
    if (proof === undefined) throw new KooError('BAD_ANSWER', 'a flash upload that nobody asked for');
    return { fileId, sha256: proof, revisionId };
  }
  // one part has nothing to go on from: its id is written down with the call that ends it
  if (content.partSize < request.stat.size) uploads.setFileId(pair.id, path, fileId);
  const sent = await sendAndComplete(deps, request, { ...content, sha256 }, fileId, links);
  return { fileId, sha256: sent, revisionId };
}

/** Goes on with an upload whose parts were sent in part, if there is one and the server still knows it. */
async function resume(
  deps: UploadFileDeps,
  request: UploadFileRequest,
  content: Omit<Begun, 'mode'>,
): Promise<SentContent | undefined> {
  const intent = deps.uploads.find(request.pair.id, request.path);
  const fileId = resumableFileId(intent, request, content.base, content.partSize);
  if (intent === undefined || fileId === undefined) return undefined;
  // of a revision that was only about to be begun the server may still hold parts of another content, sent in another way
  if (intent.kind === 'revision' && deps.uploads.partsSent(request.pair.id, request.path).length === 0)
    return undefined;
  const { mode } = intent;
  try {
    const sha256 = await sendAndComplete(deps, request, { ...content, mode }, fileId, []);
    return { fileId, sha256, revisionId: undefined, readFrom: intent.begunAt };
  } catch (thrown) {
    const error = toKooError(thrown);
    // the server has forgotten the upload, or does not take it in this way: start over
    if (error.code === 'UPLOAD_TASK_GONE' || error.code === 'REQUEST_REFUSED') return undefined;
    if (mode === 'sequential' && mayRefuseSequence(error)) return undefined;
    throw error;
  }
}

function resumableFileId(
  intent: UploadIntent | undefined,
  { stat }: UploadFileRequest,
  base: BaselineEntry | undefined,
  partSize: number,
): string | undefined {
  if (intent?.fileId === undefined || partSize >= stat.size) return undefined;
  const isSameContent =
    intent.fingerprint === stat.fingerprint && intent.size === stat.size && intent.partSize === partSize;
  const isSameFile =
    intent.fileId === (base?.remote.fileId ?? intent.fileId) &&
    (intent.kind === 'revision') === (base !== undefined);
  return isSameContent && isSameFile ? intent.fileId : undefined;
}

const intentOf = (
  { pair, path, stat }: UploadFileRequest,
  { base, baseRevisionId, sha256, partSize, mode }: Begun,
): NewUploadIntent => ({
  pairId: pair.id,
  path,
  kind: base ? 'revision' : 'file',
  fileId: base?.remote.fileId,
  baseRevisionId,
  fingerprint: stat.fingerprint,
  localId: stat.localId,
  size: stat.size,
  sha256,
  partSize,
  mode,
});

type Started = {
  readonly ticket: UploadTicket;
  readonly sha256: string | undefined;
  /** what the server was asked to take by its digest alone, hex SHA-256; undefined: nothing */
  readonly proof: string | undefined;
};

/** Asks to upload; by digest alone where the server may hold the content already (API section 14). */
async function start(deps: UploadFileDeps, request: UploadFileRequest, content: Begun): Promise<Started> {
  const { at, stat, signal } = request;
  let { sha256 } = content;
  const isKnown = sha256 !== undefined && stat.size > 0 && deps.holdsContent(sha256);
  const proof = isKnown ? sha256 : undefined;
  const ticket = await ask(deps, request, content, proof);
  if (ticket.rapid || isKnown || !ticket.matchedPreHash || stat.size === 0) return { ticket, sha256, proof };
  sha256 ??= (await deps.content.digest(at, stat.fingerprint, signal)).sha256;
  return { ticket: await ask(deps, request, content, sha256), sha256, proof: sha256 };
}

/** One call of createRevision or createFile; `proof` is the digest (hex SHA-256) of a flash upload. */
async function ask(
  deps: UploadFileDeps,
  request: UploadFileRequest,
  { base, preHash, bytes, partSize, mode }: Begun,
  proof: string | undefined,
): Promise<UploadTicket> {
  const { pair, path, at, stat, parentId, signal } = request;
  // a flash upload makes the revision with the very call that asks for it
  if (proof) await deps.uploads.markOutcomeUnknown(pair.id, path, proof, undefined);
  const slice = (from: number, to: number) =>
    bytes ? Promise.resolve(bytes.subarray(from, to)) : deps.content.slice(at, stat.fingerprint, from, to);
  const size = Math.min(partSize, stat.size);
  const atOnce = mode === 'concurrent';
  const firstPart: PartRequest = {
    number: 1,
    size,
    offset: atOnce ? 0 : undefined,
    hashState: atOnce ? [] : undefined,
  };
  const upload: UploadRequest = {
    containerId: pair.containerId,
    size: stat.size,
    parts: [firstPart],
    preHash,
    flash: proof ? { sha256: proof, slice } : undefined,
    createdAt: stat.quietSince,
  };
  return base
    ? deps.koodrive.createRevision({ ...upload, fileId: base.remote.fileId }, { signal })
    : deps.koodrive.createFile({ ...upload, parentId, name: remoteNameOf(path) }, { signal });
}

/** After these the server has nothing of it, and the parts that were sent are of no use. */
const endsUpload = new Set<KooError['code']>([
  'FILE_CHANGED',
  'FILE_GONE',
  'UPLOAD_TASK_GONE',
  'CHECK_FAILED',
  'NAME_TAKEN',
  // the folder that it was begun in, or the file
  'NOT_FOUND',
  'REMOTE_RECYCLED',
]);

/** Returns the SHA-256 (hex) of what was sent. */
async function sendAndComplete(
  deps: UploadFileDeps,
  request: UploadFileRequest,
  { base, bytes, partSize, mode, sha256: expected }: Begun,
  fileId: string,
  links: UploadTicket['links'],
): Promise<string> {
  const { koodrive, uploads, chunking, modes, clock } = deps;
  const { pair, path, stat, signal } = request;
  const leastPartSize = leastPartSizeFor(stat.size, chunking);
  try {
    const parts = { fileId, partSize, mode, leastPartSize, links, bytes, sha256: expected };
    const begun = clock.elapsed();
    const { sha256, sent } = await uploadParts(deps, request, parts);
    // of a resumed one the time went into reading, too
    if (partSize < stat.size && sent === stat.size) modes.measured(mode, sent, clock.elapsed() - begun);
    if (expected !== undefined && expected !== sha256)
      throw new KooError('FILE_CHANGED', 'what was sent is not what was read before');
    // by a clock that was ahead nobody had written to it for long; parts may be of several states with one coarse stamp
    const now = partSize < stat.size && expected === undefined ? request.setBackTo() : undefined;
    if (now !== undefined && provenFrom(stat.quietSince, now) !== undefined)
      throw new KooError('FILE_CHANGED', 'the clock was set back while it was read');
    await uploads.markOutcomeUnknown(pair.id, path, sha256, fileId);
    if (base) await koodrive.completeRevision(fileId, sha256, { signal });
    else await koodrive.completeFile(fileId, sha256, { signal });
    return sha256;
  } catch (thrown) {
    const error = toKooError(thrown);
    if (endsUpload.has(error.code)) uploads.end(pair.id, path);
    throw error;
  }
}
