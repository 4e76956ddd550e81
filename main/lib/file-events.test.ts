import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { followNames } from './file-events.ts';

it.runIf(process.platform === 'linux')('tells of its names alone, until it is ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'koosync-events-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);
  const [ours, marks] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const end = followNames(folder, new Set(['a']), ours);
  const endMarks = followNames(folder, new Set(['mark']), marks);
  /** Events come in order: what happened before this mark is told. */
  const allTold = async () => {
    marks.mockClear();
    writeFileSync(file('mark'), String(Math.random()));
    await vi.waitFor(() => expect(marks).toHaveBeenCalled(), 25_000);
  };
  writeFileSync(file('b'), 'other');
  await allTold();
  expect(ours).not.toHaveBeenCalled();
  writeFileSync(file('a'), 'written');
  await vi.waitFor(() => expect(ours).toHaveBeenCalled(), 25_000);
  ours.mockClear();
  renameSync(file('b'), file('a'));
  await vi.waitFor(() => expect(ours).toHaveBeenCalled(), 25_000);
  end?.();
  ours.mockClear();
  writeFileSync(file('a'), 'after the end');
  await allTold();
  expect(ours).not.toHaveBeenCalled();
  endMarks?.();
});

it('says that there are no events where the folder cannot be watched', () => {
  expect(followNames('/nowhere/at/all', new Set(['a']), () => undefined)).toBeUndefined();
});
