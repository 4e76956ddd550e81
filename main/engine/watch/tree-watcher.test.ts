import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createIgnoreRules } from './ignore-rules.ts';
import { watchTree } from './tree-watcher.ts';

it('one watch tells what happened anywhere in a tree, and nothing of what is left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koosync-watch-'));
  mkdirSync(join(folder, 'd'));
  writeFileSync(join(folder, 'd', 'old.txt'), 'old');
  const changed = new Set<string>();
  const rules = createIgnoreRules('*.log\n');
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  const watcher = watchTree(folder, () => rules, {
    ready: () => ready(),
    changed: (path) => changed.add(path),
    lost: () => undefined,
  });
  try {
    // nothing is watched before it is asked for
    expect(watcher.watch('d')).toBe('refused');
    const whole = watcher.watch('');
    expect(typeof whole).toBe('object');
    expect(typeof watcher.watch('d')).toBe('object');
    // a scan asks again and again: it is the same one
    expect(watcher.watch('')).toBe(whole);
    await isReady;
    writeFileSync(join(folder, 'd', 'a.log'), 'left out');
    writeFileSync(join(folder, 'd', 'new.txt'), 'new');
    renameSync(join(folder, 'd', 'old.txt'), join(folder, '..old.txt'));
    const wanted = ['d/new.txt', 'd/old.txt', '..old.txt'];
    while (!wanted.every((path) => changed.has(path))) await new Promise((done) => setTimeout(done, 10));
    expect([...changed].filter((path) => path.endsWith('.log'))).toEqual([]);
  } finally {
    await watcher.close();
    rmSync(folder, { recursive: true, force: true });
  }
  expect(watcher.watch('')).toBe('refused');
});
