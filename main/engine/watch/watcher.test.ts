import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIgnoreRules } from './ignore-rules.ts';
import { watchFolder } from './watcher.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-watch-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('names what happened, below the folder, and nothing that is left out', async () => {
  const changed = new Set<string>();
  mkdirSync(join(folder, 'd'));
  writeFileSync(join(folder, 'd', 'old.txt'), 'old');
  let watching: ReturnType<typeof watchFolder> | undefined;
  const rules = createIgnoreRules('*.log\n');
  await new Promise<void>((ready) => {
    watching = watchFolder(folder, () => rules, {
      ready,
      changed: (path) => changed.add(path),
      lost: () => undefined,
    });
  });
  try {
    writeFileSync(join(folder, 'd', 'a.log'), 'left out');
    writeFileSync(join(folder, 'd', 'new.txt'), 'new');
    renameSync(join(folder, 'd', 'old.txt'), join(folder, '..old.txt'));
    const wanted = ['d/new.txt', 'd/old.txt', '..old.txt'];
    while (!wanted.every((path) => changed.has(path))) await new Promise((done) => setTimeout(done, 10));
    expect([...changed].filter((path) => path.endsWith('.log'))).toEqual([]);
  } finally {
    await watching?.close();
  }
});

/** Watches a folder in a user namespace that has room for a few watches alone; the machine's own limit stays as it is. */
const limited = `
  const { watchFolder } = await import(process.env.WATCHER);
  const { createIgnoreRules } = await import(process.env.RULES);
  const lost = [];
  const rules = createIgnoreRules('');
  let told;
  const first = new Promise((resolve) => (told = resolve));
  const watching = watchFolder(process.env.FOLDER, () => rules, {
    // once it is told, and for a while after it, so that a second time would show
    ready: async () => {
      await first;
      await new Promise((resolve) => setTimeout(resolve, 200));
      await watching.close();
      console.log(JSON.stringify(lost));
    },
    changed: () => undefined,
    lost: (error) => {
      lost.push(error.code);
      told();
    },
  });
`;

it('too few watches: WATCH_LIMIT, told once for a tree of many folders', () => {
  for (let n = 0; n < 40; n += 1) mkdirSync(join(folder, String(n)));
  const inNamespace = (script: string) =>
    spawnSync('unshare', ['--user', '--map-root-user', 'sh', '-c', script], {
      encoding: 'utf8',
      timeout: 25_000,
      env: {
        ...process.env,
        FOLDER: folder,
        CODE: limited,
        NODE: process.execPath,
        WATCHER: new URL('./watcher.ts', import.meta.url).href,
        RULES: new URL('./ignore-rules.ts', import.meta.url).href,
      },
    });
  const limit = '/proc/sys/user/max_inotify_watches';
  if (process.platform !== 'linux' || inNamespace(`echo 10 > ${limit}`).status !== 0) {
    process.stderr.write('Too few watches were NOT tested: no user namespace can be had here.\n');
    return;
  }
  const ran = inNamespace(`echo 10 > ${limit} && exec "$NODE" --input-type=module -e "$CODE"`);
  expect(ran.stdout.trim(), ran.stderr).toBe('["WATCH_LIMIT"]');
});
