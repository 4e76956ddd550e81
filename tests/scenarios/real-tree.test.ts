/**
 * The promise of the product on real input: thousands of existing files, a git work tree that is switched between two
 * commits, and files saved by real programs, all while the built client runs. When it rests the server holds the
 * disk's bytes, each history holds what the file rested on and nothing else, and a second run writes nothing.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaults, type TrueFile } from '../../emulator/index.ts';
import { createIgnoreRules } from '../../main/engine/watch/ignore-rules.ts';
import { faultOfName } from '../../main/engine/plan/remote-names.ts';
import { settingsSchema } from '../../main/settings/schema.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { copySystemTree, diskTree } from '../harness/disk-tree.ts';
import { untilEqual } from '../harness/until.ts';

const asShipped = settingsSchema.pick({ settleMs: true, missingGraceMs: true }).parse({});
const { settleMs } = asShipped;

let world: CliWorld;
let folder: string;
beforeAll(async () => {
  world = await openCliWorld();
  // what git takes away waits all through the test: whether it goes in the last pass would depend on the machine's speed
  world.settings({ ...asShipped, deleteGraceMs: 86_400_000 });
  folder = join(world.folder, 'tree');
  mkdirSync(folder);
});
afterAll(async () => {
  await world.close();
});

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
/** a problem of its own, or of a folder above it */
const hasProblem = (path: string) =>
  path.split('/').some((_, i, all) => problems.has(all.slice(0, i + 1).join('/')));
const ignored = (path: string) =>
  path.split('/').some((_, i, all) => rules.ignores(all.slice(0, i + 1).join('/'), i + 1 < all.length));
const shaOf = (path: string) =>
  createHash('sha256')
    .update(readFileSync(join(folder, path)))
    .digest('hex');

/** Each of these is a folder of the tree, or '' for all of it. */
type Place = '' | 'project' | 'programs';
const beside = (place: Place, path: string) => (place === '' ? path : `${place}/${path}`);

function serverTree(place: Place = ''): Map<string, TrueFile> {
  const { control } = world.emulator;
  const top = place === '' ? 'tree' : `tree/${place}`;
  const { fileId } = control.folders(defaults.containerId).find(({ path }) => path === top) ?? {};
  if (fileId === undefined) return new Map();
  return new Map(control.tree(defaults.containerId, fileId).map((file) => [beside(place, file.path), file]));
}

/** Contents each path was at rest with, oldest first: what its history must hold, no more and no less. */
const rested = new Map<string, string[]>();
function noteRest(place: Place = ''): ReadonlyMap<string, string> {
  const disk = new Map(
    [...diskTree(join(folder, place))].map(([path, sha256]) => [beside(place, path), sha256]),
  );
  for (const [path, sha256] of disk) {
    const seen = rested.get(path) ?? [];
    if (seen.at(-1) !== sha256) rested.set(path, [...seen, sha256]);
  }
  return disk;
}

/** What the server should hold and does not. */
function missing(disk: ReadonlyMap<string, string>, place: Place = ''): string[] {
  const server = serverTree(place);
  return [...disk]
    .filter(([path]) => !ignored(path) && !hasProblem(path))
    .filter(([path, sha256]) => server.get(path)?.sha256 !== sha256)
    .map(([path]) => path);
}

/** Nobody writes, and there was written here alone: the client takes all of it up, and has nothing left to do. */
async function rest(place: Place): Promise<void> {
  const disk = noteRest(place);
  await untilEqual(() => missing(disk, place), [], 250);
  await world.idle();
}

test('a real tree, a git work tree and real programs', { timeout: 600_000 }, async () => {
  // 1. at least 5,000 existing files, uploaded by one run
  const copied = copySystemTree(folder, 5000);
  const repository = join(folder, 'project');
  makeRepository(repository);
  mkdirSync(join(folder, 'programs'));
  const tree = noteRest();
  expect((await world.koosync('add', folder, '--space', defaults.containerId)).code).toBe(0);
  const first = await world.koosync('run', '--once');
  const [status] = await world.status();
  expect(copied).toBeGreaterThanOrEqual(5000);
  for (const { path, code } of status?.problems ?? []) {
    expect([path, code]).toEqual([path, reasonAgainst(path, tree)]);
    problems.set(path, code);
  }
  expect(first, first.err).toMatchObject({ code: problems.size > 0 ? 3 : 0 });
  expect(missing(tree)).toEqual([]);

  // 2. the client runs while the work tree goes from one commit to the other and back, twice
  const watching = world.start(['run']);
  await watching.says('Watching');
  await world.idle();
  for (const branch of ['second', 'first', 'second']) {
    execFileSync('git', ['switch', '--quiet', branch], { cwd: repository });
    await rest('project');
  }

  // 3. files saved by real programs
  const programs = join(folder, 'programs');
  const letter = join(programs, 'letter.txt');
  writeFileSync(letter, 'Dear all,\n');
  await rest('programs');
  for (const line of ['first thoughts', 'second thoughts']) {
    execFileSync('vim', ['-u', 'NONE', '-es', '-c', `normal Go${line}`, '-c', 'wq', letter]);
    await rest('programs');
  }
  execFileSync('sed', ['-i', 's/Dear/Beloved/', letter]);

  const database = join(programs, 'notes.db');
  execFileSync('sqlite3', [
    database,
    'CREATE TABLE note (text); INSERT INTO note VALUES (hex(randomblob(20000)));',
  ]);
  await rest('programs');
  await writeWithoutRest({
    'programs/notes.db': () =>
      execFileSync('sqlite3', [database, `INSERT INTO note VALUES (hex(randomblob(2000)));`]),
    'programs/service.log': () => {
      appendFileSync(join(programs, 'service.log'), `line ${'.'.repeat(200)}\n`);
    },
  });
  await rest('programs');

  // each history holds just what the file rested on
  const disk = noteRest();
  expect(missing(disk)).toEqual([]);
  const server = serverTree();
  const histories: [string, string[], string[]][] = [];
  for (const [path, states] of rested) {
    if (ignored(path) || hasProblem(path)) continue;
    // what is a file no more has its history in the recycle bin, or goes there
    if (!disk.has(path)) continue;
    const versions = server.get(path)?.revisions.map((revision) => revision.sha256) ?? [];
    const sure = versions.filter((version) => !mayRest.get(path)?.has(version));
    if (sure.join() !== states.join()) histories.push([path, versions, states]);
  }
  expect(histories).toEqual([]);
  expect(await world.json('versions', letter)).toMatchObject([
    { latest: true, sha256: shaOf('programs/letter.txt') },
    {},
    {},
    {},
  ]);

  // 4. it stops when asked, and a second run has nothing to write
  watching.child.kill('SIGTERM');
  const stopped = await watching.ended;
  expect(stopped, stopped.err).toMatchObject({ code: 0 });
  world.emulator.control.resetCounts();
  expect((await world.koosync('run', '--once')).code).toBe(first.code);
  expect(world.emulator.control.writes()).toBe(0);
  expect(await world.emulator.control.fsck()).toEqual([]);
});

/** States of files that were to be written again before they rested, and were not: the machine was too slow for that. */
const mayRest = new Map<string, Set<string>>();

/** Written again and again without a rest between: no state of these is to become a version but the last. */
async function writeWithoutRest(files: Readonly<Record<string, () => unknown>>): Promise<void> {
  let before = new Map<string, { sha256: string; at: number }>();
  for (let i = 0; i < 20; i++) {
    const now = new Map<string, { sha256: string; at: number }>();
    for (const [path, write] of Object.entries(files)) {
      write();
      // the stamp that the client judges by, and a little for the granularity of it
      const at = statSync(join(folder, path)).mtimeMs;
      now.set(path, { sha256: shaOf(path), at });
      const last = before.get(path);
      if (!last || at - last.at < settleMs - 20) continue;
      mayRest.set(path, (mayRest.get(path) ?? new Set()).add(last.sha256));
    }
    before = now;
    await new Promise((done) => setTimeout(done, 150));
  }
}

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
