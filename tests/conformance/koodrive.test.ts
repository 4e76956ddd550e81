/**
 * The client against the emulator, over real HTTP. The emulator was written from the API document alone: where the
 * two agree, both have read it alike. Each call once, each odd form of the open points, each class of fault.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Operation, Variant } from '../../emulator/index.ts';
import { defaults } from '../../emulator/index.ts';
import { fixedSource } from '../../main/koodrive/credentials.ts';
import { createSessions } from '../../main/koodrive/sessions.ts';
import { createSyncDirectories } from '../../main/koodrive/sync-directories.ts';
import { realClock } from '../../main/lib/clock.ts';
import { memoryLog } from '../../main/lib/test-log.ts';
import {
  app,
  collect,
  containerId,
  freshBytes,
  openWorld,
  proofOf,
  sha256,
  token,
  uploadOf,
  type World,
} from '../harness/koodrive-world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  world.emulator.control.setMinimumPart(640);
  world.emulator.control.setQuota(containerId, 1e12);
});
afterAll(() => world.close());
afterEach(() => {
  const { control } = world.emulator;
  control.clearFaults();
  control.setVariant('plain');
  control.setClockOffset(0);
  control.reviveTokens();
  control.setLinkLife(3_600_000);
  control.setPaging({ cap: undefined, emptyPages: false });
  control.setSpaceStatus(containerId, '0');
  control.setQuota(containerId, 1e12);
});

let names = 0;
const newName = (extension = 'txt') => `file ${String(++names)}.${extension}`;
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error as { code: string }).code,
  );

/** Everything KooDrive does, once, and what came of it compared with what the emulator truly holds. */
async function everyCall(koo: World['koo'], options: { hashes: boolean } = { hashes: true }): Promise<void> {
  const { root, emulator } = world;
  const { userId } = await koo.checkSession();
  expect(userId).toBe(defaults.userId);
  const spaces = await koo.spaces();
  expect(spaces.find((space) => space.containerId === containerId)).toMatchObject({
    rootFolderId: root,
    type: '1',
    active: true,
  });
  const { capacity } = await koo.space(containerId);
  expect(capacity).toBe(1e12);

  const folder = await koo.createFolder({ containerId, parentId: root, name: newName('dir') });
  expect(folder).toMatchObject({ isFolder: true, parentId: root });
  const name = newName();
  const first = freshBytes(3_000);
  const upload = await uploadOf(first, 1_280);
  const ticket = await koo.createFile({ ...upload, parentId: folder.fileId, name, createdAt: 1692337429000 });
  expect(ticket).toMatchObject({ name, rapid: false });
  expect(ticket.links.map(({ number }) => number)).toEqual([1, 2, 3]);
  const links = await koo.partLinks(ticket.fileId, upload.parts.slice(1));
  for (const link of [...ticket.links.slice(0, 1), ...links]) {
    const part = upload.parts[link.number - 1];
    if (part === undefined) throw new Error('an unknown part');
    await koo.putPart(link, first.subarray(part.offset ?? 0, (part.offset ?? 0) + part.size));
  }
  await koo.completeFile(ticket.fileId, sha256(first));

  const second = freshBytes(500);
  const revisionUpload = await uploadOf(second);
  const revision = await koo.createRevision({ ...revisionUpload, fileId: ticket.fileId });
  expect(revision.fileId).toBe(ticket.fileId);
  for (const link of revision.links) await koo.putPart(link, second);
  await koo.completeRevision(ticket.fileId, sha256(second));

  const truth = emulator.control.tree().find((file) => file.fileId === ticket.fileId);
  expect(truth?.revisions.map((it) => it.sha256)).toEqual([sha256(first), sha256(second)]);

  const page = await koo.listRevisions({ containerId, fileId: ticket.fileId, pageSize: 1 });
  expect(page.revisions.map((it) => it.revisionId)).toEqual([truth?.revisions[1]?.revisionId]);
  if (revision.revisionId !== undefined) expect(revision.revisionId).toBe(page.revisions[0]?.revisionId);
  const rest = await koo.listRevisions({ containerId, fileId: ticket.fileId, cursor: page.nextCursor });
  expect(rest.revisions.map((it) => it.revisionId)).toEqual([truth?.revisions[0]?.revisionId]);
  expect(rest.nextCursor).toBeUndefined();
  const oldest = truth?.revisions[0];
  const revisionId = oldest?.revisionId ?? '';
  await koo.updateRevision({ containerId, fileId: ticket.fileId, revisionId, keepForever: true });
  const got = await koo.getRevision({ containerId, fileId: ticket.fileId, revisionId });
  expect(got).toMatchObject({
    revisionId,
    size: 3_000,
    sha256: sha256(first),
    latest: false,
    keepForever: true,
    createReason: 'created',
  });
  expect(got.updatedAt).toBeGreaterThanOrEqual(got.createdAt);
  expect(Buffer.concat(await collect(koo.download(got.downloadUrl ?? ''))).equals(first)).toBe(true);

  const listed = await collect(koo.listFolder(containerId, folder.fileId));
  expect(listed).toMatchObject([
    { fileId: ticket.fileId, name, isFolder: false, parentId: folder.fileId, recycled: false },
  ]);
  const detail = await koo.detail(containerId, ticket.fileId);
  const users = [{ userId: undefined, me: true, name: 'Demo User' }];
  expect(detail).toMatchObject({ fileId: ticket.fileId, name, isFolder: false, users: [...users, ...users] });

  const latest = { containerId, fileId: ticket.fileId, revisionId: truth?.revisions[1]?.revisionId ?? '' };
  expect(await code(koo.deleteRevision(latest))).not.toBe('no error');
  await koo.deleteRevision({ containerId, fileId: ticket.fileId, revisionId });
  expect(await code(koo.deleteRevision({ containerId, fileId: ticket.fileId, revisionId }))).toBe(
    'NOT_FOUND',
  );
  expect(emulator.control.tree().find((it) => it.fileId === ticket.fileId)?.revisions).toHaveLength(1);
  if (options.hashes) {
    expect(listed[0]).toMatchObject({ size: 500, sha256: sha256(second) });
    expect(detail).toMatchObject({ size: 500, sha256: sha256(second) });
  }

  const renamed = newName();
  await koo.rename({ containerId, fileId: ticket.fileId, name: renamed });
  await koo.move({ containerId, fileId: ticket.fileId, toParentId: root });
  await koo.move({ containerId, fileId: ticket.fileId, toParentId: root });
  expect(emulator.control.tree().find((file) => file.fileId === ticket.fileId)?.path).toBe(renamed);
  await koo.recycle({ containerId, fileId: ticket.fileId });
  expect(emulator.control.tree().some((file) => file.fileId === ticket.fileId)).toBe(false);
  expect(await code(koo.createRevision({ ...revisionUpload, fileId: ticket.fileId }))).toBe(
    'REMOTE_RECYCLED',
  );
}

describe('every call', () => {
  it('in token mode', () => everyCall(world.koo));
  it('in app mode', () => everyCall(world.client({ credentials: fixedSource(app) })));

  const forms: Partial<Variant>[] = [
    { codeAsText: true },
    { noCode: true },
    { numbersAsText: true },
    { swapCursorNames: true },
    { fileList: true },
    { errorForm: true },
    { failAt200: true },
    { upperCaseHashes: true },
    { revisionTicket: 'table' },
    { decoyFileId: false },
    { withoutHashes: true },
    { leanRevisionList: true },
    { numberedRevisionList: true },
    { flatSpace: true },
  ];
  it.each(forms)('in the form %j', async (form) => {
    world.emulator.control.setVariant(form);
    await everyCall(world.koo, { hashes: form.withoutHashes !== true });
  });
  it('in every odd form at once', async () => {
    world.emulator.control.setVariant('odd');
    await everyCall(world.koo);
  });

  it('went to the documented paths, and completed versions at completeRevision (open point 7)', async () => {
    world.emulator.control.resetCounts();
    await everyCall(world.koo);
    const counts = world.emulator.control.counts();
    expect(counts).toMatchObject({
      completeFile: 1,
      completeRevision: 1,
      createRevision: 2,
      getPartLinks: 1,
      createJob: 3,
    });
    const trace = world.emulator.control.requests(1)[0]?.traceId;
    expect(world.log.lines.at(-1)).toMatchObject({ traceId: trace });
  });
});

describe('uploads', () => {
  it('an empty file', async () => {
    const fileId = await world.put(newName(), new Uint8Array());
    expect(world.emulator.control.tree().find((file) => file.fileId === fileId)).toMatchObject({ size: 0 });
  });

  it.each([
    ['token', token],
    ['app', app],
  ] as const)('flash: known content needs no bytes, in %s mode', async (_mode, credentials) => {
    const koo = world.client({ credentials: fixedSource(credentials) });
    const bytes = freshBytes(2_000);
    await world.put(newName(), bytes);
    world.emulator.control.resetCounts();
    const ticket = await koo.createFile({
      ...(await uploadOf(bytes)),
      parentId: world.root,
      name: newName(),
      flash: proofOf(bytes),
    });
    expect(ticket.rapid).toBe(true);
    const other = await world.put(newName(), freshBytes(10));
    const version = await koo.createRevision({
      ...(await uploadOf(bytes)),
      fileId: other,
      flash: proofOf(bytes),
    });
    expect(version.rapid).toBe(true);
    expect(world.emulator.control.counts().putPart).toBe(1);
    expect(world.emulator.control.tree().find((file) => file.fileId === other)?.sha256).toBe(sha256(bytes));
  });

  it('flash: a false proof is a miss', async () => {
    const bytes = freshBytes(2_000);
    await world.put(newName(), bytes);
    const flash = {
      sha256: sha256(bytes),
      slice: (start: number, end: number) => Promise.resolve(new Uint8Array(end - start)),
    };
    const ticket = await world.koo.createFile({
      ...(await uploadOf(bytes)),
      parentId: world.root,
      name: newName(),
      flash,
    });
    expect(ticket.rapid).toBe(false);
    expect(ticket.links).toHaveLength(1);
  });

  it('preHash alone tells whether a flash upload is worth a try', async () => {
    const bytes = freshBytes(2_000);
    await world.put(newName(), bytes);
    const again = await world.koo.createFile({
      ...(await uploadOf(bytes)),
      parentId: world.root,
      name: newName(),
    });
    expect(again.matchedPreHash).toBe(true);
    const other = freshBytes(2_000);
    const fresh = await world.koo.createFile({
      ...(await uploadOf(other)),
      parentId: world.root,
      name: newName(),
    });
    expect(fresh.matchedPreHash).toBe(false);
  });

  it('a clash of names is NAME_TAKEN', async () => {
    const name = newName();
    await world.put(name, freshBytes(10));
    const upload = await uploadOf(freshBytes(10));
    expect(await code(world.koo.createFile({ ...upload, parentId: world.root, name }))).toBe('NAME_TAKEN');
    const folder = newName('dir');
    await world.koo.createFolder({ containerId, parentId: world.root, name: folder });
    expect(await code(world.koo.createFolder({ containerId, parentId: world.root, name: folder }))).toBe(
      'NAME_TAKEN',
    );
    const other = await world.put(newName(), freshBytes(10));
    expect(await code(world.koo.rename({ containerId, fileId: other, name }))).toBe('NAME_TAKEN');
  });

  it('wrong bytes are CHECK_FAILED, a forgotten upload UPLOAD_TASK_GONE', async () => {
    const bytes = freshBytes(100);
    const upload = await uploadOf(bytes);
    const begun = () => world.koo.createFile({ ...upload, parentId: world.root, name: newName() });
    const wrong = await begun();
    for (const link of wrong.links) await world.koo.putPart(link, freshBytes(100));
    expect(await code(world.koo.completeFile(wrong.fileId, sha256(bytes)))).toBe('CHECK_FAILED');
    const lost = await begun();
    world.emulator.control.dropUploads();
    expect(await code(world.koo.completeFile(lost.fileId, sha256(bytes)))).toBe('UPLOAD_TASK_GONE');
    expect(await code(world.koo.partLinks(lost.fileId, upload.parts))).toBe('UPLOAD_TASK_GONE');
    for (const link of lost.links)
      expect(await code(world.koo.putPart(link, bytes))).toBe('UPLOAD_TASK_GONE');
  });

  it('a link that ran out is LINK_EXPIRED, and a new one works', async () => {
    world.emulator.control.setLinkLife(0);
    const bytes = freshBytes(100);
    const upload = await uploadOf(bytes);
    const ticket = await world.koo.createFile({ ...upload, parentId: world.root, name: newName() });
    // lives are of whole seconds
    world.emulator.control.setClockOffset(1_000);
    for (const link of ticket.links) expect(await code(world.koo.putPart(link, bytes))).toBe('LINK_EXPIRED');
    world.emulator.control.setLinkLife(3_600_000);
    for (const link of await world.koo.partLinks(ticket.fileId, upload.parts))
      await world.koo.putPart(link, bytes);
    await world.koo.completeFile(ticket.fileId, sha256(bytes));
  });
});

describe('listings', () => {
  it('go on through short and empty pages, in either envelope', async () => {
    const folder = await world.koo.createFolder({ containerId, parentId: world.root, name: newName('dir') });
    const path = world.emulator.control.folders().find(({ fileId }) => fileId === folder.fileId)?.path ?? '';
    for (let n = 0; n < 7; n++) world.emulator.control.putFile(`${path}/n${String(n)}`, freshBytes(n));
    for (const variant of ['plain', 'odd'] as const) {
      world.emulator.control.setVariant(variant);
      world.emulator.control.setPaging({ cap: 2, emptyPages: true });
      const entries = await collect(world.koo.listFolder(containerId, folder.fileId));
      expect(entries.map(({ name }) => name)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6']);
    }
  });

  it('of a team space go to the team', async () => {
    world.emulator.control.addSpace({ containerId: 'IAATeam', type: '2', ownerId: 'G1', capacity: 1e9 });
    world.emulator.control.putFile('a.txt', freshBytes(5), 'IAATeam');
    world.emulator.control.resetCounts();
    const space = await world.koo.space('IAATeam');
    expect(
      (await collect(world.koo.listFolder('IAATeam', space.rootFolderId))).map(({ name }) => name),
    ).toEqual(['a.txt']);
    expect(world.emulator.control.counts()).toMatchObject({ listTeamFolder: 1, listFolder: 0 });
  });
});

describe('refusals', () => {
  it('have the right code', async () => {
    const { control } = world.emulator;
    const upload = await uploadOf(freshBytes(100));
    const create = () => world.koo.createFile({ ...upload, parentId: world.root, name: newName() });
    expect(await code(world.koo.detail(containerId, 'FNobody'))).toBe('NOT_FOUND');
    expect(await code(world.koo.createRevision({ ...upload, fileId: 'FNobody' }))).toBe('NOT_FOUND');
    control.setQuota(containerId, 1);
    expect(await code(create())).toBe('QUOTA_FULL');
    control.setQuota(containerId, 1e12);
    control.setSpaceStatus(containerId, '1');
    expect(await code(create())).toBe('SPACE_UNAVAILABLE');
    control.setSpaceStatus(containerId, '0');
    control.setFolderDepth(1);
    const folder = await world.koo
      .createFolder({ containerId, parentId: world.root, name: newName('dir') })
      .catch(() => undefined);
    if (folder !== undefined)
      expect(await code(world.koo.createFolder({ containerId, parentId: folder.fileId, name: 'deep' }))).toBe(
        'DEPTH_EXCEEDED',
      );
    control.setFolderDepth(undefined);
    control.killTokens();
    expect(await code(world.koo.checkSession())).toBe('SIGN_IN_NEEDED');
    expect(await code(create())).toBe('SIGN_IN_NEEDED');
    expect(await code(world.client({ credentials: fixedSource(app) }).spaces())).toBe('SIGN_IN_NEEDED');
  });

  it('of a false secret or token are SIGN_IN_NEEDED', async () => {
    const false1 = world.client({
      credentials: fixedSource({ ...app, appSecret: 'not the secret' } as typeof app),
    });
    const false2 = world.client({
      credentials: fixedSource({ ...token, token: 'not the token' } as typeof token),
    });
    expect(await code(false1.spaces())).toBe('SIGN_IN_NEEDED');
    expect(await code(false2.spaces())).toBe('SIGN_IN_NEEDED');
  });
});

describe('a clock that is wrong by hours', () => {
  it.each([-5, 5, 24 * 300])('%i hours', async (hours) => {
    world.emulator.control.setClockOffset(hours * 3_600_000);
    world.emulator.control.resetCounts();
    const koo = world.client({});
    await koo.spaces();
    await koo.spaces();
    // one refusal, one correction, and from then on right
    expect(world.emulator.control.counts().listSpaces).toBe(3);
    expect(await code(world.client({ credentials: fixedSource(app) }).spaces())).toBe('no error');
  });
});

describe('probes', () => {
  it('tell each host from the other, and a portal from both', async () => {
    const { control, storageUrl } = world.emulator;
    const both = async () => [await code(world.koo.probe('api')), await code(world.koo.probe(storageUrl))];
    await world.put(newName(), freshBytes(100));
    const before = control.writes();
    expect(await both()).toEqual(['no error', 'no error']);
    expect(control.writes()).toBe(before);
    await control.refuseStorage(true);
    expect(await both()).toEqual(['no error', 'OFFLINE']);
    await control.refuseStorage(false);
    const portal = control.portal();
    expect(await both()).toEqual(['PORTAL', 'PORTAL']);
    portal.remove();
    control.killTokens();
    expect(await both()).toEqual(['SIGN_IN_NEEDED', 'no error']);
    control.reviveTokens();
    expect(await both()).toEqual(['no error', 'no error']);
  });

  it('ask about an entry where one is named', async () => {
    const fileId = await world.put(newName(), freshBytes(100));
    world.emulator.control.fault({
      match: { operation: 'getDetail' },
      times: 1,
      action: { kind: 'answer', status: 503 },
    });
    const entry = { containerId, fileId };
    expect(await code(world.koo.probe('api', { entry }))).toBe('SERVER_BUSY');
    expect(await code(world.koo.probe('api', { entry }))).toBe('no error');
    expect(await code(world.koo.probe('api', { entry: { containerId, fileId: 'Fnone' } }))).toBe('no error');
  });
});

describe('faults', () => {
  const spaces = () => world.koo.spaces();
  const operation: Operation = 'listSpaces';
  it.each([
    [{ kind: 'html' }, 'PORTAL'],
    [{ kind: 'html', status: 511 }, 'PORTAL'],
    [{ kind: 'html', status: 502 }, 'SERVER_BUSY'],
    [{ kind: 'dropBefore' }, 'OFFLINE'],
    [{ kind: 'dropAfter' }, 'OFFLINE'],
    [{ kind: 'truncate' }, 'OFFLINE'],
    [{ kind: 'throttle', retryAfterS: 3 }, 'THROTTLED'],
    [{ kind: 'answer', status: 500 }, 'SERVER_BUSY'],
    [{ kind: 'answer', status: 403, body: {} }, 'NOT_PERMITTED'],
    [{ kind: 'answer', status: 400, body: { code: 19999999, msg: 'new' } }, 'REFUSED'],
    [{ kind: 'answer', status: 423, body: {} }, 'REMOTE_LOCKED'],
    [{ kind: 'answer', status: 451, body: 'not here' }, 'LEGALLY_BLOCKED'],
    [{ kind: 'answer', status: 507, body: {} }, 'SERVER_FULL'],
    [{ kind: 'answer', status: 200, body: 'null' }, 'BAD_ANSWER'],
    [{ kind: 'answer', status: 200, body: { code: 0, data: [{ containerId: '../x' }] } }, 'BAD_ANSWER'],
  ] as const)('%j is %s', async (action, expected) => {
    await spaces();
    const fault = world.emulator.control.fault({ match: { operation }, times: 1, action });
    const error = await spaces().catch(
      (thrown: unknown) => thrown as { code: string; detail: Record<string, unknown> },
    );
    expect(error).toMatchObject({ code: expected });
    expect(fault.struck()).toBe(1);
    if (action.kind === 'throttle') expect(error).toMatchObject({ detail: { retryAfterMs: 3_000 } });
    await spaces();
  });

  it('answers that a box packs are read, from the first on, whether it minds what was asked for or not', async () => {
    for (const always of [false, true]) {
      const fault = world.emulator.control.fault({ action: { kind: 'gzip', always } });
      const koo = world.client({});
      const bytes = freshBytes(100_000);
      const ticket = await koo.createFile({
        ...(await uploadOf(bytes)),
        parentId: world.root,
        name: newName(),
      });
      for (const link of ticket.links) await koo.putPart(link, bytes);
      await koo.completeFile(ticket.fileId, sha256(bytes));
      const { revisions } = await koo.listRevisions({ containerId, fileId: ticket.fileId });
      const revisionId = revisions[0]?.revisionId ?? '';
      const { downloadUrl = '' } = await koo.getRevision({ containerId, fileId: ticket.fileId, revisionId });
      expect(sha256(Buffer.concat(await collect(koo.download(downloadUrl))))).toBe(sha256(bytes));
      expect(fault.struck()).toBeGreaterThan(4);
      fault.remove();
    }
  });

  it('a first answer in HTML is WRONG_SERVER', async () => {
    world.emulator.control.fault({ match: { operation }, times: 1, action: { kind: 'html' } });
    expect(await code(world.client({}).spaces())).toBe('WRONG_SERVER');
  });

  it('a slow server is TIMED_OUT', async () => {
    const held = world.emulator.control.fault({ match: { operation }, times: 1, action: { kind: 'hold' } });
    expect(await code(world.client({ timeouts: { answer: 200 } }).spaces())).toBe('TIMED_OUT');
    held.release();
  });

  it('a drop after the effect leaves the effect, and the engine can find it', async () => {
    const bytes = freshBytes(100);
    const upload = await uploadOf(bytes);
    const name = newName();
    const ticket = await world.koo.createFile({ ...upload, parentId: world.root, name });
    for (const link of ticket.links) await world.koo.putPart(link, bytes);
    world.emulator.control.fault({
      match: { operation: 'completeFile' },
      times: 1,
      action: { kind: 'dropAfter' },
    });
    expect(await code(world.koo.completeFile(ticket.fileId, sha256(bytes)))).toBe('OFFLINE');
    const found = (await collect(world.koo.listFolder(containerId, world.root))).find(
      (entry) => entry.name === name,
    );
    expect(found).toMatchObject({ fileId: ticket.fileId, sha256: sha256(bytes) });
  });

  it.each([
    [{ kind: 'expire' }, 'LINK_EXPIRED'],
    [{ kind: 'dropBefore' }, 'OFFLINE'],
    [{ kind: 'dropAfter' }, 'OFFLINE'],
    [{ kind: 'answer', status: 503, body: 'busy' }, 'SERVER_BUSY'],
    [{ kind: 'html' }, 'PORTAL'],
    [{ kind: 'html', status: 403 }, 'PORTAL'],
    [{ kind: 'cut', atByte: 50 }, 'OFFLINE'],
  ] as const)('a PUT that meets %j is %s', async (action, expected) => {
    const bytes = freshBytes(100);
    const ticket = await world.koo.createFile({
      ...(await uploadOf(bytes)),
      parentId: world.root,
      name: newName(),
    });
    world.emulator.control.fault({ match: { operation: 'putPart' }, times: 1, action });
    for (const link of ticket.links) {
      expect(await code(world.koo.putPart(link, bytes))).toBe(expected);
      await world.koo.putPart(link, bytes);
    }
    await world.koo.completeFile(ticket.fileId, sha256(bytes));
  });

  it.each([
    [{ kind: 'expire' }, 'LINK_EXPIRED'],
    [{ kind: 'truncate' }, 'TRANSFER_CUT'],
    [{ kind: 'cutAnswer', atByte: 1_000 }, 'TRANSFER_CUT'],
    [{ kind: 'dropBefore' }, 'OFFLINE'],
  ] as const)('a download that meets %j is %s', async (action, expected) => {
    const fileId = await world.put(newName(), freshBytes(5_000));
    const [newest] = (await world.koo.listRevisions({ containerId, fileId })).revisions;
    const { downloadUrl } = await world.koo.getRevision({
      containerId,
      fileId,
      revisionId: newest?.revisionId ?? '',
    });
    world.emulator.control.fault({ match: { operation: 'download' }, times: 1, action });
    expect(await code(collect(world.koo.download(downloadUrl ?? '')))).toBe(expected);
  });

  it.each([
    [{}, 3_000],
    [{ etags: 'none' }, 3_000],
    [{ etags: 'changing' }, 0],
    [{ ranges: 'ignored' }, 0],
    [{ ranges: 'refused' }, 0],
    [{ ranges: 'shifted' }, 0],
  ] as const)('a download from a byte on, where a storage is %j, begins at %i', async (variant, at) => {
    const bytes = freshBytes(5_000);
    const fileId = await world.put(newName(), bytes);
    const [newest] = (await world.koo.listRevisions({ containerId, fileId })).revisions;
    const revision = { containerId, fileId, revisionId: newest?.revisionId ?? '' };
    const { downloadUrl = '' } = await world.koo.getRevision(revision);
    world.emulator.control.setVariant(variant);
    const begun: { at: number; etag: string | undefined }[] = [];
    const note = (where: (typeof begun)[number]) => void begun.push(where);
    await collect(world.koo.download(downloadUrl, { begun: note }));
    const from = { at: 3_000, of: bytes.length, etag: begun[0]?.etag };
    const rest = Buffer.concat(await collect(world.koo.download(downloadUrl, { from, begun: note })));
    world.emulator.control.setVariant('plain');
    expect(begun.map((where) => where.at)).toEqual([0, at]);
    expect(rest.equals(bytes.subarray(at))).toBe(true);
  });

  it('no secret is in the log after all this', () => {
    const text = JSON.stringify(world.log.lines);
    expect(text).not.toContain(defaults.token);
    expect(text).not.toContain(defaults.appSecret);
    expect(text).not.toMatch(/X-Amz-Signature=(?!\[)/);
  });
});

describe('sessions and sync directories', () => {
  it.each(['plain', 'odd'] as const)(
    'sign in with a code, work, refresh and sign out (%s forms)',
    async (variant) => {
      world.emulator.control.setVariant(variant);
      const sessions = createSessions({ server: world.emulator.url, clock: realClock, log: memoryLog() });
      try {
        expect(await sessions.authCodeUrl('127.0.0.1:1')).toContain(world.emulator.url);
        const { credentials, user } = await sessions.createSession(defaults.authCode, '127.0.0.1:1');
        expect(user.userId).toBe(defaults.userId);
        expect(credentials.sessionId).toBeTypeOf('string');
        const koo = world.client({ credentials: fixedSource(credentials) });
        await koo.checkSession();
        const bytes = freshBytes(2_000);
        await world.put(newName(), bytes);
        // the proof starts from the very header, whichever notation the token came in (open point 10)
        const ticket = await koo.createFile({
          ...(await uploadOf(bytes)),
          parentId: world.root,
          name: newName(),
          flash: proofOf(bytes),
        });
        expect(ticket.rapid).toBe(true);
        const fresh = await sessions.refresh(credentials);
        expect(fresh?.token).not.toBe(credentials.token);
        if (fresh === undefined) throw new Error('no refresh');
        await world.client({ credentials: fixedSource(fresh) }).checkSession();
        await sessions.logoff(fresh);
        expect(await code(world.client({ credentials: fixedSource(fresh) }).checkSession())).toBe(
          'SIGN_IN_NEEDED',
        );
      } finally {
        await sessions.close();
      }
    },
  );

  it.each(['plain', 'odd'] as const)(
    'carrier: a dead token is refreshed unseen (%s forms)',
    async (variant) => {
      world.emulator.control.setVariant(variant);
      const sessions = createSessions({ server: world.emulator.url, clock: realClock, log: memoryLog() });
      try {
        const login = { account: defaults.account, agentName: 'koosync' };
        expect(await code(sessions.carrierLogin({ ...login, password: 'no' }))).toBe('SIGN_IN_NEEDED');
        await sessions.carrierLogin({ ...login, captchaToken: defaults.captchaToken });
        const { credentials } = await sessions.carrierLogin({ ...login, password: defaults.password });
        expect(credentials.token).toMatch(/^AT /);
        let held = credentials;
        const koo = world.client({
          credentials: {
            current: () => Promise.resolve(held),
            changed: (next) => void (held = next as typeof held),
          },
        });
        await koo.checkSession();
        world.emulator.control.setClockOffset(2 * 3_600_000);
        await Promise.all([koo.checkSession(), koo.spaces()]);
        expect(held.token).not.toBe(credentials.token);
        await sessions.carrierLogout(held);
        world.emulator.control.killTokens();
        expect(await code(koo.checkSession())).toBe('SIGN_IN_NEEDED');
      } finally {
        await sessions.close();
      }
    },
  );

  it('follow a folder', async () => {
    const directories = createSyncDirectories({
      server: world.emulator.url,
      clock: realClock,
      log: memoryLog(),
      credentials: fixedSource(token),
    });
    try {
      const folder = await world.koo.createFolder({
        containerId,
        parentId: world.root,
        name: newName('dir'),
      });
      const { syncDirId } = await directories.adopt(containerId, folder.fileId);
      expect(syncDirId).toBe(folder.fileId);
      const cursor = await directories.startCursor(containerId, syncDirId);
      const bytes = freshBytes(10);
      const ticket = await world.koo.createFile({
        ...(await uploadOf(bytes)),
        parentId: syncDirId,
        name: 'a',
      });
      for (const link of ticket.links) await world.koo.putPart(link, bytes);
      await world.koo.completeFile(ticket.fileId, sha256(bytes));
      const page = await directories.listChanges({ containerId, syncDirId, deviceId: 'd', cursor });
      expect(page.changes.map(({ fileId }) => fileId)).toContain(ticket.fileId);
      await directories.closeDirectory(containerId, syncDirId);
    } finally {
      await directories.close();
    }
  });
});
