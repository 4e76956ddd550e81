/**
 * The server is believed only as far as it can be checked: a wrong answer, or what a colleague moved there meanwhile, costs
 * nobody a file, a history, or the truth about what is on KooDrive.
 */
import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idOf, movedThere, renamedThere } from '../harness/another-client.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { untilEqual } from '../harness/until.ts';
import { attackedCli } from './attacked.ts';

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld({ cli: attackedCli });
  world.settings({ deleteGraceMs: 0, holdDeletionsCount: 100 });
  fs.mkdirSync(join(world.folder, 'docs'));
});
afterEach(() => world.close());

const at = (name: string) => join(world.folder, 'docs', name);
const write = (name: string, content: string) => fs.writeFileSync(at(name), content);
/** Something else stays in the folder, so that a deletion is no cause for a question. */
const addWith = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, content] of Object.entries({ ...files, 'other.txt': 'other' })) write(name, content);
  expect(await world.koosync('add', at('.'))).toMatchObject({ code: 0 });
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
};
/** By path: how many versions each file has on the server. */
const versions = () =>
  Object.fromEntries(world.emulator.control.tree().map((one) => [one.path, one.revisions.length]));
const answer = (operation: 'createFile', data: object) =>
  world.emulator.control.fault({
    match: { operation },
    action: { kind: 'answer', status: 200, body: { code: 0, msg: 'ok', data, ...data } },
  });

describe('what a colleague moved and renamed on KooDrive', () => {
  beforeEach(async () => {
    await addWith({ 'a.txt': 'mine' });
    world.emulator.control.putFile('theirs/read me.txt', Buffer.from('theirs'));
    await renamedThere(world.emulator, 'docs/a.txt', 'plan.txt');
    await movedThere(world.emulator, 'docs/plan.txt', 'theirs');
  });

  it('is not thrown away with the old local copy', async () => {
    fs.rmSync(at('a.txt'));
    // its time comes when the server's date says so, too
    const states = async () => {
      await world.koosync('run', '--once');
      const all = (await world.json('deletions')) as readonly {
        readonly path: string;
        readonly state: string;
      }[];
      return all.filter(({ path }) => path === at('a.txt')).map(({ state }) => state !== 'waiting');
    };
    await untilEqual(states, [true]);
    expect(versions()).toEqual({ 'docs/other.txt': 1, 'theirs/plan.txt': 1, 'theirs/read me.txt': 1 });
  });

  it('is not renamed back with it', async () => {
    fs.renameSync(at('a.txt'), at('b.txt'));
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    expect(versions()).toEqual({
      'docs/b.txt': 1,
      'docs/other.txt': 1,
      'theirs/plan.txt': 1,
      'theirs/read me.txt': 1,
    });
  });
});

describe('an answer to createFile', () => {
  it("with another file's id sends nothing of one file into the other", async () => {
    await addWith({ 'a.txt': 'a' });
    const before = world.emulator.control.counts().completeFile;
    let got = '';
    const storage = createServer((request, response) => {
      request.on('data', (bytes: Buffer) => (got += bytes.toString()));
      request.on('end', () => response.end());
    });
    await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
    const { port } = storage.address() as AddressInfo;
    answer('createFile', {
      fileId: idOf(world.emulator, 'docs/a.txt'),
      multiParts: [{ partNumber: 1, uploadUrl: `http://127.0.0.1:${String(port)}/part` }],
    });
    write('b.txt', 'b');
    const { code } = await world.koosync('run', '--once');
    expect(code).not.toBe(0);
    storage.closeAllConnections();
    storage.close();
    expect([got, world.emulator.control.counts().completeFile - before]).toEqual(['', 0]);
    world.emulator.control.clearFaults();
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    expect(versions()).toEqual({ 'docs/a.txt': 1, 'docs/b.txt': 1, 'docs/other.txt': 1 });
  });

  it('that has a content that it was not shown is no upload', async () => {
    await addWith({});
    answer('createFile', { fileId: '4711', rapidUpload: true });
    write('b.txt', 'never sent before');
    const { code } = await world.koosync('run', '--once');
    expect(code).not.toBe(0);
    world.emulator.control.clearFaults();
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    expect(versions()).toEqual({ 'docs/b.txt': 1, 'docs/other.txt': 1 });
  });
});
