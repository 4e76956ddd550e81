/** The states in which commands are asked (command-rows.ts), each made by the real engine against the emulator. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { defaults } from '../../../emulator/index.ts';
import type { EngineWorld } from '../../harness/engine-world.ts';
import { emptiedBin } from '../../harness/another-client.ts';
import {
  changedThere,
  confirmed,
  deletedAndHeld,
  file,
  noFolder,
  pass,
  remoteFile,
  renamedThere,
  write,
} from './acts.ts';

type Make = (world: EngineWorld) => Promise<unknown>;

/** So many files and folders that are not on the server, the synced folder itself among them. */
async function itemsWait(world: EngineWorld, count: number): Promise<void> {
  for (let n = 1; n < count; n++) write(world, `${n}.txt`);
}

async function twoVersions(world: EngineWorld, first: string, second: string): Promise<void> {
  for (const text of [first, second]) {
    write(world, 'a.txt', text);
    await pass(world);
  }
}

/** Every state begins with one synced folder, nothing in it. */
export const commandStates = {
  'no folder': noFolder,
  'two spaces': async (world) => {
    await noFolder(world);
    const space = { containerId: 'C2', type: '2', ownerId: defaults.userId, capacity: 1e9 } as const;
    world.emulator.control.addSpace(space);
  },
  synced: async (world) => {
    for (const name of ['a.txt', 'b.txt']) write(world, name);
    await pass(world);
  },
  'a policy': async (world) => {
    await commandStates.synced(world);
    writeFileSync(join(world.base, 'policy.json'), '{"ignoreRules":["*.iso","!*.log"]}', { mode: 0o644 });
    await world.reopen();
  },
  'of another account': async (world) => {
    await commandStates.synced(world);
    const state = new DatabaseSync(join(world.home, 'state.db'));
    state.exec("UPDATE pair SET user_id = '4711'");
    state.close();
    await world.reopen();
  },
  'not uploaded yet': async (world) => {
    write(world);
  },
  paused: async (world) => {
    await world.koosync.engine.pause();
  },
  'two versions': async (world) => {
    await commandStates.synced(world);
    write(world, 'a.txt', 'two');
    await pass(world);
  },
  'versions that the server does not delete': async (world) => {
    await commandStates['two versions'](world);
    const body = { code: 13000403, msg: 'no' };
    world.emulator.control.fault({
      match: { operation: 'deleteRevision' },
      action: { kind: 'answer', status: 400, body },
    });
  },
  'one of two versions is damaged there': async (world) => {
    await commandStates['two versions'](world);
    const [first] = world.emulator.control.tree().find(({ path }) => path.endsWith('a.txt'))?.revisions ?? [];
    writeFileSync(world.emulator.control.content(first?.sha256 ?? ''), 'bad');
  },
  'two versions of what is no text': (world) => twoVersions(world, 'a\0b', 'c\0d'),
  'two versions with other line endings': (world) => twoVersions(world, 'a\nb\n', 'a\r\nb\r\n'),
  'two versions with no line in common': (world) => {
    const lines = (letter: string) => Array.from({ length: 5000 }, (_, i) => `${letter}${i}`).join('\n');
    return twoVersions(world, lines('a'), lines('b'));
  },
  'the folder is in the bin there': async (world) => {
    await commandStates.synced(world);
    const [folder] = world.emulator.control.folders();
    const [pair] = await world.koosync.engine.pairs();
    const { koodrive } = world.koosync;
    await koodrive.recycle({ containerId: pair?.containerId ?? '', fileId: folder?.fileId ?? '' });
  },
  'the file is in the bin there': async (world) => {
    await commandStates.synced(world);
    await world.koosync.koodrive.recycle(await remoteFile(world));
  },
  'the file is gone there': async (world) => {
    await commandStates['the file is in the bin there'](world);
    await emptiedBin(world.emulator);
  },
  'renamed there': renamedThere,
  'moved there': async (world) => {
    await commandStates['a folder within'](world);
    const folder = world.emulator.control.folders().find(({ path }) => path.endsWith('/sub'));
    await world.koosync.koodrive.move({ ...(await remoteFile(world)), toParentId: folder?.fileId ?? '' });
  },
  'changed there': changedThere,
  'deleted and on its way': async (world) => {
    await commandStates.synced(world);
    // its time comes in an hour
    world.koosync.settings.set({ deleteGraceMs: 3_600_000 });
    rmSync(file(world));
    await pass(world);
  },
  'back before its time': async (world) => {
    await commandStates['deleted and on its way'](world);
    write(world);
  },
  'deleted and in the bin': async (world) => {
    await commandStates.synced(world);
    rmSync(file(world));
    await pass(world);
  },
  'something new has the name of what is in the bin': async (world) => {
    await commandStates['deleted and in the bin'](world);
    mkdirSync(file(world));
    await pass(world);
  },
  'the bin was emptied': async (world) => {
    await commandStates['deleted and in the bin'](world);
    await emptiedBin(world.emulator);
  },
  'the bin was emptied, and a copy is here': async (world) => {
    write(world, 'copy.txt', 'a.txt');
    await commandStates['the bin was emptied'](world);
  },
  'known to be lost': async (world) => {
    await commandStates['the bin was emptied'](world);
    const [deletion] = await world.koosync.engine.deletions();
    await world.koosync.undoDeletion(deletion?.id ?? 0).catch(() => undefined);
  },
  'deleted, and later its folder': async (world) => {
    await commandStates.synced(world);
    mkdirSync(file(world, 'd'));
    write(world, 'd/c.txt');
    write(world, 'd/d.txt');
    await pass(world);
    rmSync(file(world, 'd/c.txt'));
    await pass(world);
    rmSync(file(world, 'd'), { recursive: true });
    await pass(world);
  },
  'deleted, and later a file took the name of its folder': async (world) => {
    await commandStates['deleted, and later its folder'](world);
    write(world, 'd');
    await pass(world);
  },
  'deleted, and asked to be renamed': async (world) => {
    await commandStates['deleted and in the bin'](world);
    const state = new DatabaseSync(join(world.home, 'state.db'));
    state.exec(
      `INSERT INTO renaming (pair_id, from_path, to_path, file_id)
         SELECT pair_id, path, 'z.txt', file_id FROM deletion`,
    );
    state.close();
    await world.reopen();
  },
  'deleted and held': deletedAndHeld,
  confirmed,
  'a name that needs a sign': async (world) => {
    write(world, 'locks.ldb');
    await pass(world);
  },
  'its sign beside it': async (world) => {
    write(world, 'locks.mdb');
    await commandStates['a name that needs a sign'](world);
  },
  'sign-in lost': async (world) => {
    await commandStates.synced(world);
    world.emulator.control.killTokens();
  },
  'nobody is signed in': (world) => world.reopenSignedOut(),
  'a request is found wrong': async (world) => {
    const body = { code: '13000101', msg: 'a parameter is wrong' };
    world.emulator.control.fault({ action: { kind: 'answer', status: 400, body } });
  },
  '20 items wait': (world) => itemsWait(world, 20),
  '21 items wait': (world) => itemsWait(world, 21),
  'a folder within': async (world) => {
    mkdirSync(file(world, 'sub'));
    await commandStates.synced(world);
  },
} satisfies Readonly<Record<string, Make>>;
export type CommandState = keyof typeof commandStates;

/** What stands for a path, an id of a version or of a deletion in the words of a row. */
const valueOf: Readonly<Record<string, (world: EngineWorld) => Promise<string> | string>> = {
  '{folder}': (world) => world.folder,
  '{base}': (world) => world.base,
  '{file}': (world) => file(world),
  '{other}': (world) => file(world, 'b.txt'),
  '{copy}': (world) => file(world, 'copy.txt'),
  '{nowhere}': (world) => file(world, join('nowhere', 'copy.txt')),
  '{missing}': (world) => file(world, 'missing'),
  '{sub}': (world) => file(world, 'sub'),
  '{server}': (world) => world.emulator.url,
  '{user}': () => defaults.userId,
  '{space}': () => defaults.containerId,
  '{ldb}': (world) => file(world, 'locks.ldb'),
  '{version}': async (world) => {
    const versions = await world.koosync.history.versions(file(world));
    return String(versions.at(-1)?.revisionId);
  },
  '{deletion}': async (world) => String((await world.koosync.engine.deletions())[0]?.id),
};

/** The words of a row, with what they stand for in this world. */
export async function wordsOf(world: EngineWorld, words: string): Promise<string[]> {
  const values = words.split(' ').map(async (word) => (await valueOf[word]?.(world)) ?? word);
  return Promise.all(values);
}
