/**
 * Real programs, where they are installed: vim, sed, ed, sqlite3, cp, mv and git. They do not say what they write, so
 * the files are looked at before, while and after each runs.
 */
import { execFile, execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { absolute, empty, fresh, readOr, saveInPlace, type Place } from './place.ts';

const isInstalled = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const sampleMs = 10;

type Watch = (program: readonly [string, ...string[]]) => Promise<void>;

/**
 * Runs programs in a folder of their own and notes every state of its files that is met: all before and after a run,
 * those that `hot` names also while it runs.
 */
function watchPrograms(place: Place, folder: string, hot: () => string[]): Watch {
  const { known } = place;
  const cwd = absolute(place, folder);
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', HOME: cwd };
  const stamps = new Map<string, string>();
  const contents = new Map<string, Buffer>();
  const look = (paths: readonly string[]) => {
    for (const path of paths) {
      const stat = lstatSync(absolute(place, path), { bigint: true, throwIfNoEntry: false });
      if (!stat?.isFile()) continue;
      const stamp = `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
      const content = stamps.get(path) === stamp ? undefined : readOr(absolute(place, path));
      if (!content) continue;
      stamps.set(path, stamp);
      known.wrote(path, content);
      known.wroteSha(path, empty);
      known.transition(path, contents.get(path), () => content);
      contents.set(path, content);
    }
  };
  return async ([program, ...args]) => {
    look(below(place, folder));
    let running = true;
    const ended = new Promise<void>((resolve) => {
      const child = execFile(program, args, { cwd, env, timeout: 30_000 }, (error) => {
        running = false;
        place.did(error ? `${program} refused` : program);
        resolve();
      });
      child.stdin?.end();
    });
    while (running) {
      look(hot());
      await sleep(sampleMs);
    }
    await ended;
    look(below(place, folder));
  };
}

const below = (place: Place, folder: string): string[] => {
  const found: string[] = [];
  const visit = (path: string) => {
    let entries;
    try {
      entries = readdirSync(absolute(place, path), { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries)
      if (entry.isDirectory()) visit(`${path}/${entry.name}`);
      else found.push(`${path}/${entry.name}`);
  };
  visit(folder);
  return found;
};

/** Texts in editors, a database, copies. */
export async function runPrograms(place: Place, folder: string): Promise<void> {
  const { random, pause, stopped } = place;
  mkdirSync(absolute(place, folder), { recursive: true });
  // programs make, rename and remove temporary files in here as they like
  place.known.pool(folder);
  const text = `${folder}/letter.txt`;
  const database = `${folder}/notes.db`;
  saveInPlace(place, text, Buffer.from('Dear all,\n'));
  const cwd = absolute(place, folder);
  const watched = watchPrograms(place, folder, () => below(place, folder));
  let n = 0;
  const actions: Record<string, () => Promise<void>> = {};
  if (isInstalled('vim'))
    actions['vim'] = () =>
      watched(['vim', '-u', 'NONE', '-es', '-c', `normal Goline ${++n}`, '-c', 'wq', 'letter.txt']);
  if (isInstalled('sed'))
    actions['sed'] = () => watched(['sed', '-i', `1s/.*/Dear number ${++n},/`, 'letter.txt']);
  if (isInstalled('sqlite3'))
    actions['sqlite3'] = () =>
      watched([
        'sqlite3',
        absolute(place, database),
        `CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text); INSERT INTO note (text) VALUES (hex(randomblob(${random.int(10, 1000)})));
           ${random.chance(0.3) ? 'UPDATE note SET text = hex(randomblob(500)) WHERE id % 7 = 0;' : ''} ${random.chance(0.1) ? 'DELETE FROM note WHERE id % 3 = 0; VACUUM;' : ''}`,
      ]);
  actions['cp'] = () => watched(['cp', 'letter.txt', `copy-${random.int(1, 3)}.txt`]);
  actions['mv'] = () => watched(['mv', `copy-${random.int(1, 3)}.txt`, `copy-${random.int(1, 3)}.txt`]);
  actions['cp -a'] = () => watched(['cp', '-a', 'letter.txt', 'notes.db', `copies-${random.int(1, 2)}.d`]);
  for (const n of [1, 2]) mkdirSync(join(cwd, `copies-${n}.d`));
  const names = Object.keys(actions);
  while (!stopped.aborted) {
    const action = actions[random.pick(names)];
    if (action) await pause.during(action);
    await sleep(random.chance(0.2) ? random.int(1000, 3000) : random.int(50, 500));
  }
}

/** A work tree: commits, switches between branches, moves, clean-ups. */
export async function runGit(place: Place, folder: string): Promise<void> {
  if (!isInstalled('git')) return;
  const { random, pause, stopped, known } = place;
  known.pool(folder);
  const cwd = absolute(place, folder);
  mkdirSync(join(cwd, 'src'), { recursive: true });
  // the files git writes more than once in a command
  const hot = ['index', 'index.lock', 'HEAD', 'HEAD.lock', 'COMMIT_EDITMSG', 'logs/HEAD', 'packed-refs'];
  const watched = watchPrograms(place, folder, () => hot.map((name) => `${folder}/.git/${name}`));
  const settings = ['user.name=K', 'user.email=k@example.org', 'gc.auto=0', 'maintenance.auto=false'];
  const git = (...args: string[]) => watched(['git', ...settings.flatMap((one) => ['-c', one]), ...args]);
  await pause.during(() => git('init', '--quiet', '--initial-branch=main'));
  let branches = 0;
  const change = () => {
    for (let i = random.int(1, 8); i > 0; i--) {
      const path = `${folder}/src/module-${random.int(1, 40)}.txt`;
      if (random.chance(0.15)) rmSync(absolute(place, path), { force: true });
      else saveInPlace(place, path, fresh(random, random.int(20, 3000)));
    }
  };
  const actions: Record<string, () => Promise<void>> = {
    async commit() {
      change();
      await git('add', '.');
      await git('commit', '--quiet', '--allow-empty', '-m', 'work');
    },
    async branch() {
      await git('switch', '--quiet', '--force', '-c', `b${++branches}`);
    },
    async switch() {
      await git(
        'switch',
        '--quiet',
        '--force',
        random.chance(0.5) ? 'main' : `b${random.int(1, Math.max(1, branches))}`,
      );
    },
    async move() {
      writeFileSync(join(cwd, '.keep'), '');
      known.wroteSha(`${folder}/.keep`, empty);
      await git('mv', '-k', 'src', random.chance(0.5) ? 'sources' : 'moved');
      mkdirSync(join(cwd, 'src'), { recursive: true });
    },
    gc: () => git('gc', '--quiet', '--prune=now'),
  };
  while (!stopped.aborted) {
    const action = actions[random.weighted({ commit: 5, branch: 1, switch: 4, move: 1, gc: 1 })];
    if (action) await pause.during(action);
    await sleep(random.int(400, 4000));
  }
}
