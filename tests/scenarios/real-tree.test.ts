/**
 * The promise of the product on real input: thousands of existing files, a git work tree that is switched between two
 * commits, and files saved by real programs, all while the built client runs. When it rests the server holds the
 * disk's bytes, each history holds what the file rested on and nothing else, and a second run writes nothing.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaults, startEmulator, type Emulator, type TrueFile } from '../../emulator/index.ts';
import { createIgnoreRules } from '../../main/engine/watch/ignore-rules.ts';
import { faultOfName } from '../../main/engine/plan/remote-names.ts';
import { createCliClient, pause, temporaryFolder, type CliClient } from '../harness/cli-client.ts';
import { copySystemTree, diskTree } from '../harness/disk-tree.ts';

let emulator: Emulator;
let client: CliClient;
let folder: string;
/** what is to be undone at the end, however it ends */
const undo: (() => unknown)[] = [];
const folderToRemove = (name: string): string => {
  const made = temporaryFolder(name);
  undo.push(() => {
    rmSync(made, { recursive: true, force: true });
  });
  return made;
};

beforeAll(async () => {
  emulator = await startEmulator({ dataDir: folderToRemove('emulator') });
  undo.push(() => emulator.close());
  client = createCliClient(emulator, folderToRemove('home'));
  folder = folderToRemove('tree');
});
afterAll(async () => {
  for (let step = undo.pop(); step; step = undo.pop()) await step();
}, 120_000);

const rules = createIgnoreRules('');
/** Why KooDrive cannot take a path: its own name or one above it is not allowed, or clashes with another. */
const reasonAgainst = (path: string, tree: ReadonlyMap<string, string>) =>
  path
    .split('/')
    .map((name) => faultOfName(name)?.code)
    .find((code) => code !== undefined) ?? (clashes(path, tree) ? 'NAME_CLASH' : undefined);
const clashes = (path: string, tree: ReadonlyMap<string, string>) =>
  [...tree.keys()].some((other) => other !== path && other.toLowerCase() === path.toLowerCase());
/** what stands in the list of problems */
const problems = new Map<string, string>();
const ignored = (path: string) =>
  path.split('/').some((_, i, all) => rules.ignores(all.slice(0, i + 1).join('/'), i + 1 < all.length));
const shaOf = (path: string) =>
  createHash('sha256')
    .update(readFileSync(join(folder, path)))
    .digest('hex');

function serverTree(): Map<string, TrueFile> {
  const remote = `${folder.split('/').at(-1) ?? ''}/`;
  return new Map(
    emulator.control
      .tree(defaults.containerId)
      .filter((file) => file.path.startsWith(remote))
      .map((file) => [file.path.slice(remote.length), file]),
  );
}

/** Contents each path was at rest with, oldest first: what its history must hold, no more and no less. */
const rested = new Map<string, string[]>();
function noteRest(): void {
  for (const [path, sha256] of diskTree(folder)) {
    const seen = rested.get(path) ?? [];
    if (seen.at(-1) !== sha256) rested.set(path, [...seen, sha256]);
  }
}

function expectServerHoldsDisk(): void {
  const server = serverTree();
  const wrong: string[] = [];
  for (const [path, sha256] of diskTree(folder)) {
    if (ignored(path) || problems.has(path)) continue;
    if (server.get(path)?.sha256 !== sha256) wrong.push(path);
  }
  expect(wrong).toEqual([]);
}

test('a real tree, a git work tree and real programs', { timeout: 600_000 }, async () => {
  // 1. at least 5,000 existing files, brought by one run
  const copied = copySystemTree(folder, 5000);
  const repository = join(folder, 'project');
  makeRepository(repository);
  mkdirSync(join(folder, 'programs'));
  await pause(1500);
  noteRest();
  expect((await client.run('add', folder, '--space', defaults.containerId)).code).toBe(0);
  const first = await client.run('run', '--once');
  const [status] = await client.status();
  expect(copied).toBeGreaterThanOrEqual(5000);
  const tree = diskTree(folder);
  for (const { path, code } of status?.problems ?? []) {
    expect([path, code]).toEqual([path, reasonAgainst(path, tree)]);
    problems.set(path, code);
  }
  expect(first, first.stderr).toMatchObject({ code: problems.size > 0 ? 3 : 0 });
  expectServerHoldsDisk();

  // 2. the client runs while the work tree goes from one commit to the other and back, twice
  const watching = await client.watch();
  undo.push(() => watching.stop());
  await client.rest();
  for (const branch of ['second', 'first', 'second']) {
    execFileSync('git', ['switch', '--quiet', branch], { cwd: repository });
    await client.rest();
    noteRest();
  }
  expectServerHoldsDisk();

  // 3. files saved by real programs
  const programs = join(folder, 'programs');
  writeFileSync(join(programs, 'letter.txt'), 'Dear all,\n');
  await client.rest();
  noteRest();
  for (const line of ['first thoughts', 'second thoughts']) {
    execFileSync('vim', [
      '-u',
      'NONE',
      '-es',
      '-c',
      `normal Go${line}`,
      '-c',
      'wq',
      join(programs, 'letter.txt'),
    ]);
    await client.rest();
    noteRest();
  }
  execFileSync('sed', ['-i', 's/Dear/Beloved/', join(programs, 'letter.txt')]);

  const database = join(programs, 'notes.db');
  execFileSync('sqlite3', [
    database,
    'CREATE TABLE note (text); INSERT INTO note VALUES (hex(randomblob(20000)));',
  ]);
  await client.rest();
  noteRest();
  // written again and again without a rest between: no state of it is to become a version but the last
  for (let i = 0; i < 20; i++) {
    execFileSync('sqlite3', [database, `INSERT INTO note VALUES (hex(randomblob(2000)));`]);
    appendFileSync(join(programs, 'service.log'), `line ${i} ${'.'.repeat(200)}\n`);
    await pause(150);
  }
  await client.rest();
  noteRest();
  expectServerHoldsDisk();

  // each history holds just what the file rested on
  const server = serverTree();
  const disk = diskTree(folder);
  const histories: [string, string[], string[]][] = [];
  for (const [path, states] of rested) {
    if (ignored(path) || problems.has(path)) continue;
    // what is a file no more has its history in the recycle bin, or goes there
    if (!disk.has(path)) continue;
    const versions = server.get(path)?.revisions.map((revision) => revision.sha256) ?? [];
    if (versions.join() !== states.join()) histories.push([path, versions, states]);
  }
  expect(histories).toEqual([]);
  expect(await client.versions(join(programs, 'letter.txt'))).toMatchObject([
    { latest: true, sha256: shaOf('programs/letter.txt') },
    {},
    {},
    {},
  ]);

  // 4. it stops when asked, and a second run has nothing to write
  const stopped = await watching.stop();
  expect(stopped, stopped.stderr).toMatchObject({ code: 0 });
  emulator.control.resetCounts();
  expect((await client.run('run', '--once')).code).toBe(first.code);
  expect(emulator.control.writes()).toBe(0);
  expect(await emulator.control.fsck()).toEqual([]);
});

/** Two commits that differ by edits, new files, removed files, a moved folder and a file that became a folder. */
function makeRepository(path: string): void {
  mkdirSync(join(path, 'src', 'deep'), { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=K', '-c', 'user.email=k@example.org', ...args], { cwd: path });
  git('init', '--quiet', '--initial-branch=first');
  for (let i = 0; i < 120; i++)
    writeFileSync(join(path, 'src', `module-${i}.txt`), `module ${i}\n`.repeat(i + 1));
  for (let i = 0; i < 30; i++) writeFileSync(join(path, 'src', 'deep', `part-${i}.txt`), `part ${i}\n`);
  writeFileSync(join(path, 'notes'), 'a file, later a folder\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  git('switch', '--quiet', '-c', 'second');
  for (let i = 0; i < 120; i += 2)
    writeFileSync(join(path, 'src', `module-${i}.txt`), `module ${i}, rewritten\n`);
  for (let i = 1; i < 40; i += 4) rmSync(join(path, 'src', `module-${i}.txt`));
  for (let i = 0; i < 15; i++) writeFileSync(join(path, 'src', `added-${i}.txt`), `added ${i}\n`);
  git('mv', 'src/deep', 'src/moved');
  git('rm', '--quiet', 'notes');
  mkdirSync(join(path, 'notes'));
  writeFileSync(join(path, 'notes', 'one.txt'), 'now a folder\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'second');
  git('switch', '--quiet', 'first');
}
