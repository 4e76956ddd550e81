/** The object storage behind presigned links: PUT of parts (API section 7), GET of contents (section 12). */
import { createHash, hash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { StorageFailure } from '../rules/failure.ts';
import { initialWords, RunningSha256 } from '../rules/sha256-state.ts';
import type { NodeRow, PartRow, RevisionRow, UploadRow } from '../store/rows.ts';
import { headBytes } from '../store/content.ts';
import { findNode } from '../work/nodes.ts';
import { findUpload } from '../work/uploads.ts';
import type { FaultAction } from '../switches/faults.ts';
import type { World } from '../world.ts';

/** Up to here a body is taken into memory and written in one go. */
const bufferedBytes = 1 << 20;
/** How much of a streamed body may wait for the disk; larger writes, fewer of them. */
const streamedBytes = 4 << 20;

/** Headers of KooDrive calls that have no business at the object storage (section 7). */
const strangeHeaders = [
  'authorization',
  'x-user-id',
  'x-date',
  'x-traceid',
  'language',
  'x-hw-share-folder-id',
];

const refuseStrangeHeaders = (request: FastifyRequest): void => {
  const strange = strangeHeaders.find((name) => request.headers[name] !== undefined);
  if (strange !== undefined) {
    throw new StorageFailure(400, 'InvalidArgument', `A presigned request must not carry ${strange}`);
  }
};

type Stored = { sha256: string; head: string; endWords: number[] | undefined };

/** Takes the body of a PUT into `path`; `words` is the state to run on from, undefined when none is wanted. */
const receive = async (
  body: Readable,
  size: number,
  path: string,
  words: number[] | undefined,
  corrupt: boolean,
): Promise<Stored> => {
  const running = words ? new RunningSha256(words) : undefined;
  if (size <= bufferedBytes) {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk as Buffer);
    const whole = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    if (whole.length !== size)
      throw new StorageFailure(400, 'IncompleteBody', `${whole.length} of ${size} bytes`);
    if (corrupt && whole.length > 0) whole[0] = (whole[0] ?? 0) ^ 0xff;
    running?.update(whole);
    writeFileSync(path, whole, { flag: 'wx' });
    return {
      sha256: hash('sha256', whole, 'hex'),
      head: hash('sha256', whole.subarray(0, headBytes), 'hex'),
      endWords: running?.words(),
    };
  }
  const digest = createHash('sha256');
  const head: Buffer[] = [];
  let seen = 0;
  const watch = new Transform({
    writableHighWaterMark: streamedBytes,
    readableHighWaterMark: streamedBytes,
    transform(chunk: Buffer, _encoding, done) {
      if (corrupt && seen === 0) chunk[0] = (chunk[0] ?? 0) ^ 0xff;
      if (seen < headBytes) head.push(chunk.subarray(0, headBytes - seen));
      seen += chunk.length;
      digest.update(chunk);
      running?.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(body, watch, createWriteStream(path, { flags: 'wx', highWaterMark: streamedBytes }));
    if (seen !== size) throw new StorageFailure(400, 'IncompleteBody', `${seen} of ${size} bytes`);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return {
    sha256: digest.digest('hex'),
    head: hash('sha256', Buffer.concat(head), 'hex'),
    endWords: running?.words(),
  };
};

const put = async (world: World, request: FastifyRequest): Promise<string> => {
  const query = request.query as Record<string, string>;
  const { fileId = '' } = request.params as Record<string, string>;
  const path = request.url.split('?', 1)[0] ?? '';
  refuseStrangeHeaders(request);
  const declared = request.headers['content-length'];
  if (declared === undefined || request.headers['transfer-encoding'] !== undefined) {
    throw new StorageFailure(411, 'MissingContentLength', 'Content-Length is needed, no chunked encoding');
  }
  const size = Number(declared);
  world.links.check('PUT', path, query, size);
  if (request.fault?.kind === 'expire') throw new StorageFailure(403, 'AccessDenied', 'Request has expired');

  const number = Number(query['partNumber']);
  const find = (): { upload: UploadRow; part: PartRow } => {
    const upload = findUpload(world, fileId);
    if (!upload || upload.uploadId !== query['uploadId']) {
      throw new StorageFailure(404, 'NoSuchUpload', 'The upload does not exist or is over');
    }
    const part = world.db.get<PartRow>(
      'SELECT * FROM parts WHERE uploadId = ? AND number = ?',
      upload.uploadId,
      number,
    );
    if (part?.size !== size)
      throw new StorageFailure(403, 'SignatureDoesNotMatch', 'The part was asked for anew');
    return { upload, part };
  };
  const { upload, part } = find();
  const alone = part.number === 1 && part.size === upload.length;
  const concurrent = part.words !== null || part.offset !== null;
  if (!alone && !concurrent && number > 1) {
    // Without states the storage can only hash in order (section 7: hashCtx is for concurrent upload).
    const former = world.db.get<PartRow>(
      'SELECT * FROM parts WHERE uploadId = ? AND number = ?',
      upload.uploadId,
      number - 1,
    );
    if (!former?.stored) {
      throw new StorageFailure(
        400,
        'InvalidPartOrder',
        `Part ${number - 1} is not there, and no hashCtx was given`,
      );
    }
  }
  let words: number[] | undefined;
  if (!alone && part.words !== null) words = JSON.parse(part.words) as number[];
  const running = alone || (part.words === null && number > 1) ? undefined : (words ?? [...initialWords]);
  const body = request.body instanceof Readable ? request.body : Readable.from([]);
  const target = world.content.newPart(upload.uploadId, number);
  const stored = await receive(body, size, target.path, running, request.fault?.kind === 'corrupt');
  try {
    const now = find();
    if (now.part.words !== part.words)
      throw new StorageFailure(409, 'OperationAborted', 'The part was asked for anew');
    world.db.run(
      'UPDATE parts SET stored = ?, sha256 = ?, head = ?, endWords = ? WHERE uploadId = ? AND number = ?',
      target.name,
      stored.sha256,
      stored.head,
      stored.endWords ? JSON.stringify(stored.endWords) : null,
      upload.uploadId,
      number,
    );
    if (now.part.stored) world.content.removePart(now.part.stored);
  } catch (error) {
    world.content.removePart(target.name);
    throw error;
  }
  return stored.sha256;
};

type Range = { start: number; end: number };

/** `bytes=a-b`, `bytes=a-`, `bytes=-n` to [start, end); undefined: the whole. 416 outside. */
const rangeOf = (header: string | undefined, size: number): Range | undefined => {
  const match = header === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size : Math.min(size, Number(match[2]) + 1);
  if (start >= size || start >= end) throw new StorageFailure(416, 'InvalidRange', `of ${size} bytes`);
  return { start, end };
};

/** What of the range that was asked for is given. */
const givenRange = (world: World, request: FastifyRequest, size: number, etag: string): Range | undefined => {
  const { ranges } = world.switches.variant;
  const ifRange = request.headers['if-range'];
  if (ranges === 'ignored' || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const range = rangeOf(request.headers.range, size);
  if (range && ranges === 'refused') throw new StorageFailure(416, 'InvalidRange', `of ${size} bytes`);
  if (range && ranges === 'shifted') return { start: Math.max(0, range.start - 1), end: range.end };
  return range;
};

let etagSerial = 0;
const etagOf = (world: World, sha256: string): string =>
  `"${sha256.slice(0, 32)}${world.switches.variant.etags === 'changing' ? `-${(etagSerial += 1)}` : ''}"`;

const target = (world: World, request: FastifyRequest): { node: NodeRow; revision: RevisionRow } => {
  const query = request.query as Record<string, string>;
  const { fileId = '' } = request.params as Record<string, string>;
  const path = request.url.split('?', 1)[0] ?? '';
  refuseStrangeHeaders(request);
  world.links.check('GET', path, query);
  if (request.fault?.kind === 'expire') throw new StorageFailure(403, 'AccessDenied', 'Request has expired');
  const node = findNode(world, fileId);
  const revision = world.db.get<RevisionRow>(
    'SELECT * FROM revisions WHERE fileId = ? AND versionId = ?',
    fileId,
    query['versionId'] ?? '',
  );
  if (!node || !revision) throw new StorageFailure(404, 'NoSuchKey', 'The version is gone');
  return { node, revision };
};

/** Changes the byte in the middle of [0, length). */
const corrupted = (source: Readable, length: number): Readable => {
  let at = 0;
  const middle = Math.floor(length / 2);
  return source.pipe(
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const index = middle - at;
        if (index >= 0 && index < chunk.length) chunk[index] = (chunk[index] ?? 0) ^ 0x55;
        at += chunk.length;
        done(null, chunk);
      },
    }),
  );
};

/** Up to which byte of [start, end) the connection holds. */
const cutAt = (fault: FaultAction | undefined, start: number, end: number): number => {
  if (fault?.kind === 'truncate') return start + Math.floor((end - start) / 2);
  return fault?.kind === 'cutAnswer' ? Math.min(end, start + fault.atByte) : end;
};

const cutOff = (source: Readable): Readable =>
  Readable.from(
    (async function* () {
      for await (const chunk of source) yield chunk as Buffer;
      // Lets the bytes leave before the connection breaks.
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error('the download is cut here on demand');
    })(),
    { objectMode: false },
  );

/** Adds PUT and GET of presigned links. */
export const addStorage = (app: FastifyInstance, world: World): void => {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, next) => {
      next(null, payload);
    });
    scope.route({
      method: 'PUT',
      url: '/obs/uploads/:fileId',
      config: { operation: 'putPart' },
      handler: async (request, reply) => {
        const etag = await put(world, request);
        return reply.header('etag', `"${etag.slice(0, 32)}"`).send();
      },
    });
    scope.route({
      method: 'GET',
      url: '/obs/files/:fileId',
      config: { operation: 'download' },
      handler: (request, reply) => {
        const { node, revision } = target(world, request);
        const path = world.content.pathOf(revision.sha256);
        const { size } = statSync(path);
        const etag = etagOf(world, revision.sha256);
        const range = givenRange(world, request, size, etag);
        const { start, end } = range ?? { start: 0, end: size };
        const fault = request.fault?.kind;
        if (world.switches.variant.etags !== 'none') void reply.header('etag', etag);
        void reply
          .header('accept-ranges', 'bytes')
          .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(node.name)}`)
          .header('content-length', end - start)
          .type('application/octet-stream');
        if (range) void reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
        if (end === start) return reply.send(Buffer.alloc(0));
        const last = cutAt(request.fault, start, end);
        const source =
          last === start
            ? Readable.from([])
            : createReadStream(path, { start, end: last - 1, highWaterMark: 1 << 18 });
        if (last < end) return reply.send(cutOff(source));
        return reply.send(fault === 'corrupt' ? corrupted(source, end - start) : source);
      },
    });
    // Without a link nobody is told anything, whatever lies there.
    scope.route({
      method: 'GET',
      url: '/*',
      config: { operation: 'askStorage' },
      handler: () => {
        throw new StorageFailure(403, 'AccessDenied', 'Access Denied');
      },
    });
    done();
  });
};
