/**
 * Every call of the client against every answer that a server, a proxy or an attacker may give: it ends in bounded
 * time, with a value of its type or a KooError with a fitting code, and lets no secret out.
 */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { Agent, type Dispatcher } from 'undici';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createKooDrive } from '../../main/koodrive/client.ts';
import { createSessions, type Sessions } from '../../main/koodrive/sessions.ts';
import { createSyncDirectories, type SyncDirectories } from '../../main/koodrive/sync-directories.ts';
import type { KooDrive } from '../../main/koodrive/api.ts';
import { KooError } from '../../main/model/errors.ts';
import { memoryLog } from '../../main/lib/test-log.ts';
import type { Credentials, TokenCredentials } from '../../main/vault/token-vault.ts';
import { errorCodes, type ErrorCode } from '../../shared/error-codes.ts';
import { hurriedClock } from '../harness/simulated/hurried-clock.ts';
import { hostileServer, replies, secrets, signedQuery, type HostileServer } from './hostile-server.ts';
import { runs } from './settings.ts';

const containerId = 'IAA';
const sha256 = 'ab'.repeat(32);
const part = { number: 1, size: 10, offset: 0, hashState: [] };
const upload = {
  containerId,
  size: 10,
  parts: [part],
  preHash: sha256,
  flash: { sha256, slice: (start: number, end: number) => Promise.resolve(new Uint8Array(end - start)) },
};
const tokenSignIn: TokenCredentials = {
  kind: 'token',
  userId: 'u1',
  token: secrets.token,
  sessionId: secrets.sessionId,
};
const appSignIn: Credentials = { kind: 'app', userId: 'u1', appId: 'app-1', appSecret: secrets.appSecret };

/** What a KooDrive would answer. */
function goodAnswer(method: string, path: string, self: string): unknown {
  const link = `${self}/obs/o?${signedQuery}`;
  const entry = {
    id: 'F1',
    fileName: 'a.txt',
    fileType: 45,
    size: 10,
    sha256,
    parentFolder: ['D1'],
    editedTime: '2025-01-02T03:04:05Z',
    recycled: false,
    owners: [{ category: 'drive#user', me: true, displayName: 'Ann' }],
    lastEditor: { userId: 'u1', displayName: 'Ann' },
  };
  const user = { userId: 'u1', userName: 'Ann' };
  const session = {
    accessToken: secrets.token,
    sessionId: secrets.sessionId,
    refreshToken: secrets.refreshToken,
  };
  const revision = {
    revisionId: '1.2',
    revisionVersion: 2,
    createdAt: 1_736_000_000_000,
    size: 10,
    sha256,
    latestVersion: true,
    keepForever: false,
    createdBy: 'u1',
    createReason: 2,
    updatedAt: 1_736_000_000_001,
    downloadUrl: link,
  };
  const ticket = {
    code: 0,
    fileId: 'F1',
    fileName: 'a.txt',
    rapidUpload: false,
    matchedPreHash: false,
    id: '1',
    versionId: '2',
    multiParts: [{ partNumber: 1, uploadUrl: link }],
  };
  const space = {
    containerId,
    bizRootFileId: 'D1',
    type: '1',
    ownerId: 'u1',
    capacity: '100',
    spaceUsed: 1,
    status: '0',
  };
  const rest = path.replace('/koodrive/ose/', '');
  if (rest.startsWith('v2/space/')) return { code: 0, data: [space] };
  if (rest.startsWith('v1/space/container/')) return { code: 0, data: space };
  if (/^v1\/files\/([^/]+\/)?0$/.test(rest))
    return { code: 0, files: [entry, { ...entry, id: 'F2', fileName: 'b', fileType: '10' }], nextCursor: '' };
  if (/\/detail$/.test(rest)) return { code: 0, data: entry };
  if (rest === 'v1/directory') return { code: 0, id: 'D2', fileName: 'b', parentFolder: ['D1'] };
  if (rest === 'v1/files/path') return { code: 0, fileIdPath: '/D1/F1' };
  if (rest === 'v1/jobs') return { code: 0, data: 'J1' };
  if (/^v1\/(jobs\/)?J1$/.test(rest)) return { code: 0, data: { jobInfo: { status: 2, taskResultCode: 1 } } };
  if (/Revision$/.test(rest) && /createRevision/.test(rest)) return ticket;
  if (rest === 'v1/files/create') return ticket;
  if (rest === 'v1/files/multipart/uploadUrl') return { code: 0, multiParts: ticket.multiParts };
  if (rest === 'v1/revision/listRevision')
    return { code: 0, revisionList: [revision], nextPageCursor: 'next' };
  if (rest === 'v1/revision/getRevision') return { code: 0, ...revision };
  if (rest === 'v1/session/authCodeURL') return { code: 0, data: 'https://sign-in.example/?state=1' };
  if (rest === 'v1/session/auth') return { code: 0, data: user };
  if (/session|auth\//.test(rest)) return { code: 0, data: { ...session, ...user } };
  if (/syncDir\/create/.test(rest)) return { fileId: 'S1', fileName: 's', exist: false };
  if (/getStartCursor/.test(rest)) return { startCursor: 'c0' };
  if (/listChange/.test(rest))
    return { fileChangeList: [{ deviceId: 'd', fileInfo: { id: 'F1' } }], nextCursor: 'c1', hasMore: true };
  return { code: 0, msg: method };
}

// what every value must be, stated apart from the schemas of the client
const maybe = <T extends z.ZodType>(schema: T) => z.union([schema, z.undefined()]);
const id = z.string().regex(/^(?!\.{1,2}$)[^\s/\\\p{Cc}]{1,512}$/u);
const name = z.string().regex(/^(?!\.{1,2}$)[^/\\\p{Cc}\p{Cs}]{1,1024}$/u);
const text = z.string();
const size = z.int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.number().refine((ms) => !Number.isNaN(new Date(ms).getTime()), 'a time that no Date can hold');
const finite = z.number();
const headerText = z.string().regex(/^[\x20-\x7e]+$/);
const entry = z.strictObject({
  fileId: id,
  // undefined: one that no path here may have
  name: maybe(name),
  isFolder: z.boolean(),
  recycled: z.boolean(),
  parentId: maybe(id),
  size: maybe(size),
  sha256: maybe(hash),
  editedAt: maybe(time),
  // details alone name some
  users: z.array(z.strictObject({ userId: maybe(text), me: z.boolean(), name: text })).optional(),
});
const space = z.strictObject({
  containerId: id,
  rootFolderId: id,
  type: text,
  ownerId: text,
  capacity: finite,
  used: finite,
  active: z.boolean(),
});
const links = z.array(z.strictObject({ number: finite, url: text }));
const ticket = z.strictObject({
  fileId: id,
  rapid: z.boolean(),
  matchedPreHash: z.boolean(),
  links,
  revisionId: maybe(z.string().min(1)),
  name: maybe(name),
});
const listed = {
  revisionId: id,
  revisionVersion: maybe(finite),
  createdAt: maybe(time),
  size: maybe(size),
  sha256: maybe(hash),
  latest: maybe(z.boolean()),
  keepForever: maybe(z.boolean()),
  createdBy: maybe(text),
  createReason: maybe(z.enum(['created', 'restored'])),
  updatedAt: maybe(time),
};
const whole = z.strictObject({
  revisionId: id,
  revisionVersion: finite,
  createdAt: time,
  size,
  sha256: hash,
  latest: z.boolean(),
  keepForever: z.boolean(),
  createdBy: maybe(text),
  createReason: maybe(z.enum(['created', 'restored'])),
  updatedAt: maybe(time),
  downloadUrl: maybe(text),
});
const user = z.strictObject({ userId: id, name: text });
const credentials = z.strictObject({
  kind: z.literal('token'),
  userId: headerText,
  token: headerText,
  sessionId: z.optional(headerText),
  refreshToken: z.optional(headerText),
});
const signedIn = z.strictObject({ user, credentials });
const directory = z.strictObject({ syncDirId: id, name: maybe(name), existed: z.boolean() });
const nothing = z.undefined();

type Clients = { koo: KooDrive; sessions: Sessions; directories: SyncDirectories; self: string };
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
    if (all.length > 5_000) throw new Error('a listing without an end');
  }
  return all;
};
const file = { containerId, fileId: 'F1' };
const password = { account: 'ann', agentName: 'agent', password: secrets.password };

type Attack = readonly [z.ZodType, (clients: Clients) => Promise<unknown>];

const calls: Record<string, Attack> & Record<keyof KooDrive, Attack> = {
  probe: [nothing, ({ koo }) => koo.probe('api')],
  'probe of an entry': [nothing, ({ koo }) => koo.probe('api', { entry: file })],
  'probe of a storage': [nothing, ({ koo, self }) => koo.probe(self)],
  checkSession: [user, ({ koo }) => koo.checkSession()],
  spaces: [z.array(space), ({ koo }) => koo.spaces()],
  space: [space, ({ koo }) => koo.space(containerId)],
  listFolder: [z.array(entry), ({ koo }) => collect(koo.listFolder(containerId, 'D1'))],
  detail: [entry, ({ koo }) => koo.detail(containerId, 'F1')],
  createFolder: [entry, ({ koo }) => koo.createFolder({ containerId, parentId: 'D1', name: 'b' })],
  rename: [nothing, ({ koo }) => koo.rename({ ...file, name: 'c' })],
  move: [nothing, ({ koo }) => koo.move({ ...file, toParentId: 'D1' })],
  recycle: [nothing, ({ koo }) => koo.recycle(file)],
  undoRecycle: [entry, ({ koo }) => koo.undoRecycle(file)],
  createFile: [ticket, ({ koo }) => koo.createFile({ ...upload, parentId: 'D1', name: 'a.txt' })],
  createRevision: [ticket, ({ koo }) => koo.createRevision({ ...upload, fileId: 'F1' })],
  partLinks: [links, ({ koo }) => koo.partLinks('F1', [part])],
  'createFile, then putPart': [
    nothing,
    async ({ koo }) => {
      const made = await koo.createFile({ ...upload, parentId: 'D1', name: 'a.txt' });
      for (const link of made.links.slice(0, 2)) await koo.putPart(link, new Uint8Array(10));
    },
  ],
  putPart: [
    nothing,
    ({ koo, self }) => koo.putPart({ number: 1, url: `${self}/obs/o?${signedQuery}` }, new Uint8Array(10)),
  ],
  completeFile: [nothing, ({ koo }) => koo.completeFile('F1', sha256)],
  completeRevision: [nothing, ({ koo }) => koo.completeRevision('F1', sha256)],
  listRevisions: [
    z.strictObject({ revisions: z.array(z.strictObject(listed)), nextCursor: maybe(text) }),
    ({ koo }) => koo.listRevisions(file),
  ],
  getRevision: [whole, ({ koo }) => koo.getRevision({ ...file, revisionId: '1.2' })],
  updateRevision: [
    nothing,
    ({ koo }) => koo.updateRevision({ ...file, revisionId: '1.2', keepForever: true }),
  ],
  deleteRevision: [nothing, ({ koo }) => koo.deleteRevision({ ...file, revisionId: '1.2' })],
  'getRevision, then download': [
    z.array(z.instanceof(Uint8Array)),
    async ({ koo }) => {
      const { downloadUrl } = await koo.getRevision({ ...file, revisionId: '1.2' });
      return downloadUrl === undefined ? [] : collect(koo.download(downloadUrl));
    },
  ],
  download: [
    z.array(z.instanceof(Uint8Array)),
    ({ koo, self }) => collect(koo.download(`${self}/obs/o?${signedQuery}`)),
  ],
  'download, from a byte on': [
    z.array(z.instanceof(Uint8Array)),
    ({ koo, self }) =>
      collect(koo.download(`${self}/obs/o?${signedQuery}`, { from: { at: 5, of: 9, etag: '"e"' } })),
  ],
  authCodeUrl: [
    z.string().regex(/^(https:\/\/|http:\/\/(localhost|127\.|\[::1\]))[^\s@]+$/),
    ({ sessions }) => sessions.authCodeUrl('koosync.example'),
  ],
  createSession: [signedIn, ({ sessions }) => sessions.createSession('code', 'koosync.example')],
  refresh: [credentials, ({ sessions }) => sessions.refresh(tokenSignIn)],
  'refresh (carrier)': [
    credentials,
    ({ sessions }) => sessions.refresh({ ...tokenSignIn, refreshToken: secrets.refreshToken }),
  ],
  logoff: [nothing, ({ sessions }) => sessions.logoff(tokenSignIn)],
  carrierLogin: [signedIn, ({ sessions }) => sessions.carrierLogin(password)],
  carrierLogout: [nothing, ({ sessions }) => sessions.carrierLogout(tokenSignIn)],
  adopt: [directory, ({ directories }) => directories.adopt(containerId, 'D1')],
  createDirectory: [directory, ({ directories }) => directories.create(containerId, 's')],
  closeDirectory: [nothing, ({ directories }) => directories.closeDirectory(containerId, 'S1')],
  startCursor: [text, ({ directories }) => directories.startCursor(containerId, 'S1')],
  listChanges: [
    z.strictObject({
      changes: z.array(z.strictObject({ fileId: id, removed: z.boolean(), deviceId: maybe(text) })),
      nextCursor: maybe(text),
      hasMore: z.boolean(),
    }),
    ({ directories }) =>
      directories.listChanges({ containerId, syncDirId: 'S1', deviceId: 'd', cursor: 'c0' }),
  ],
};

/** Codes that an answer of a server may lead to. What concerns this machine, and UNEXPECTED, are not among them. */
const fitting = new Set<ErrorCode>([
  'OFFLINE',
  'TIMED_OUT',
  'THROTTLED',
  'SERVER_BUSY',
  'BAD_ANSWER',
  'PORTAL',
  'TRANSFER_CUT',
  'TRANSFER_LIMITED',
  'CLOCK_REFUSED',
  'UPLOAD_TASK_GONE',
  'CHECK_FAILED',
  'LINK_EXPIRED',
  'WRONG_SERVER',
  'SIGN_IN_NEEDED',
  'QUOTA_FULL',
  'SPACE_UNAVAILABLE',
  'NOT_PERMITTED',
  'NOT_FOUND',
  'REMOTE_RECYCLED',
  'DEPTH_EXCEEDED',
  'NAME_TAKEN',
  'NAME_REFUSED',
  'REMOTE_BUSY',
  'REMOTE_LOCKED',
  'KIND_REFUSED',
  'LEGALLY_BLOCKED',
  'PAYMENT_NEEDED',
  'SERVER_FULL',
  'UPDATE_NEEDED',
  'PROXY_SIGN_IN',
  'PROXY_REFUSED',
  'REQUEST_BLOCKED',
  'REFUSED',
  'REQUEST_REFUSED',
]);

const timeouts = { connect: 1_000, answer: 120, slowAnswer: 120, idle: 120, job: 1_000 };

let server: HostileServer;
const agent = new Agent({ connect: { timeout: 1_000 } });
const stray: unknown[] = [];
/** where requests went that were not for the server itself: nothing may go there but a plain transfer, over https */
let elsewhere: { origin: URL; headers: string }[] = [];
const guarded: Dispatcher = agent.compose((dispatch) => (options, handler) => {
  const origin = new URL(String(options.origin));
  if (origin.origin === server.url) return dispatch(options, handler);
  elsewhere.push({ origin, headers: inspect(options.headers) });
  return dispatch({ ...options, origin: 'http://127.0.0.1:1' }, handler);
});
const note = (thrown: unknown) => stray.push(thrown);

beforeAll(async () => {
  server = await hostileServer(goodAnswer);
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
  await agent.destroy();
  await server.close();
});
beforeEach(() => {
  elsewhere = [];
});

function clients(signIn: Credentials) {
  const log = memoryLog();
  let held = signIn;
  const options = { server: server.url, clock: hurriedClock, log, timeouts, dispatcher: guarded };
  const source = {
    current: () => Promise.resolve(held),
    changed: (fresh: Credentials) => {
      held = fresh;
    },
  };
  const all: Clients = {
    koo: createKooDrive({ ...options, credentials: source }),
    sessions: createSessions(options),
    directories: createSyncDirectories({ ...options, credentials: source }),
    self: server.url,
  };
  return { all, log };
}

function expectNoSecret(known: readonly string[], where: string, text: string): void {
  for (const secret of known)
    if (text.includes(secret)) throw new Error(`a secret (${secret}) is in ${where}: ${text}`);
}

for (const [what, [type, call]] of Object.entries(calls))
  it(`${what}: ends well, whatever is answered`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Credentials>(tokenSignIn, tokenSignIn, appSignIn),
        fc.constantFrom(0, 0, 1, 2),
        fc.array(replies, { minLength: 1, maxLength: 3 }),
        async (signIn, skip, told) => {
          const { all, log } = clients(signIn);
          server.begin(skip, told);
          elsewhere = [];
          // what went out with these calls; a server may say any of it back
          const known: string[] = [secrets.signature];
          const sent = /^(refresh|logoff|carrierLogout)/.test(what)
            ? tokenSignIn
            : /^(authCodeUrl|createSession|carrierLogin)/.test(what)
              ? undefined
              : signIn;
          if (sent?.kind === 'app') known.push(secrets.appSecret);
          if (sent?.kind === 'token') known.push(secrets.token, secrets.sessionId);
          if (what.startsWith('refresh (')) known.push(secrets.refreshToken);
          if (what === 'carrierLogin') known.push(secrets.password);
          const started = performance.now();
          let ended: { value: unknown } | { error: unknown };
          try {
            ended = { value: await call(all) };
          } catch (error) {
            ended = { error };
          }
          expect(performance.now() - started).toBeLessThan(20_000);
          if ('value' in ended) type.parse(ended.value);
          else {
            const { error } = ended;
            if (!(error instanceof KooError)) throw new Error(`thrown: ${inspect(error)}`, { cause: error });
            expect(Object.keys(errorCodes)).toContain(error.code);
            if (!fitting.has(error.code)) throw new Error(`does not fit: ${inspect(error)}`);
            expectNoSecret(known, 'an error', inspect(error, { depth: 8, showHidden: true }));
            expect(error.message.length).toBeLessThan(1_000);
            const { retryAfterMs = 0 } = error.detail;
            expect(retryAfterMs >= 0 && retryAfterMs <= 86_400_000).toBe(true);
          }
          expectNoSecret(known, 'the log', inspect(log.lines, { depth: 8, maxStringLength: null }));
          // what the answer taught the client must not spoil its next call
          server.begin(1_000, told);
          const next = await all.koo.spaces().catch((thrown: unknown) => thrown);
          if (next instanceof Error && !(next instanceof KooError)) throw next;
          expect(server.strange()).toEqual([]);
          for (const { origin, headers } of elsewhere) {
            expect(origin.protocol).toBe('https:');
            expect(headers).not.toMatch(/authorization|x-user-id|x-session|x-traceid/i);
          }
          expect(stray.splice(0).map((thrown) => inspect(thrown))).toEqual([]);
        },
      ),
      runs(0.6 / Object.keys(calls).length, what),
    );
  });
