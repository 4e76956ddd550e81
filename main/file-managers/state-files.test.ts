import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryLog } from '../lib/test-log.ts';
import { marksOf } from './marks.ts';
import { insideFile } from './places.ts';
import { clearMarks, marksFile, syncedFoldersFile, withFoldersTold, writeMarks } from './state-files.ts';

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'koo-state-'));
});
afterEach(() => {
  rmSync(state, { recursive: true });
});

const engineOf = (...folders: string[]) => ({
  pairs: async () => folders.map((folder) => ({ folder })),
  addPair: async (input: { readonly folder: string }) => {
    folders.push(input.folder);
    return { id: folders.length };
  },
  removePair: async (id: number) => {
    folders.splice(id - 1, 1);
  },
});
const told = () => JSON.parse(readFileSync(syncedFoldersFile(state), 'utf8')) as unknown;

/** Windows knows read-only files and others. */
const hasModes = process.platform !== 'win32';

it('file managers know the synced folders, whenever one comes or goes', async () => {
  const engine = await withFoldersTold(engineOf('/a'), state, memoryLog());
  expect(told()).toEqual({ version: 1, folders: ['/a'] });
  if (hasModes) expect(statSync(syncedFoldersFile(state)).mode & 0o777).toBe(0o600);
  expect(await engine.addPair({ folder: '/b "c"\n中' })).toEqual({ id: 2 });
  expect(told()).toEqual({ version: 1, folders: ['/a', '/b "c"\n中'] });
  await engine.removePair(1);
  expect(told()).toEqual({ version: 1, folders: ['/b "c"\n中'] });
});

it('the script that says so is kept where there is one, and made by no client', async () => {
  const engine = await withFoldersTold(engineOf('/a'), state, memoryLog());
  expect(existsSync(insideFile({ state }))).toBe(false);
  mkdirSync(join(state, 'file-managers'));
  writeFileSync(insideFile({ state }), 'old');
  await engine.addPair({ folder: "/it's" });
  expect(readFileSync(insideFile({ state }), 'utf8')).toContain(String.raw`'/it'\''s'/*`);
  if (hasModes) expect(statSync(insideFile({ state })).mode & 0o777).toBe(0o700);
});

it('writes nothing that is there already', async () => {
  await withFoldersTold(engineOf('/a'), state, memoryLog());
  const { ino } = statSync(syncedFoldersFile(state));
  await withFoldersTold(engineOf('/a'), state, memoryLog());
  expect(statSync(syncedFoldersFile(state)).ino).toBe(ino);
});

it('a file that cannot be written stands in the way of nothing', async () => {
  mkdirSync(join(syncedFoldersFile(state), 'in the way'), { recursive: true });
  const log = memoryLog();
  const engine = await withFoldersTold(engineOf('/a'), state, log);
  expect(await engine.addPair({ folder: '/b' })).toEqual({ id: 2 });
  expect(JSON.stringify(log.lines)).toContain('file managers were not told');
});

const pair = {
  id: 1,
  folder: '/a',
  remote: 'a',
  containerId: 'c',
  files: 9,
  pending: 0,
  scanning: false,
  scanned: true,
  paused: false,
  transfers: [],
  problemCount: 0,
  problems: [],
  skipped: [],
  skippedCount: 0,
  deleted: 0,
  heldDeletions: 0,
};

const noRules = () => false;

it('a file that is not named counts as synced only while all others are named', () => {
  const whole = (more: Partial<typeof pair>) =>
    marksOf({ pairs: [{ ...pair, ...more }] }, noRules).folders[0]?.whole;
  expect(whole({})).toBe(true);
  expect(whole({ scanned: false })).toBe(false);
  expect(whole({ scanning: true })).toBe(false);
  expect(whole({ pending: 1 })).toBe(false);
  expect(whole({ problemCount: 1 })).toBe(false);
  expect(whole({ skippedCount: 1 })).toBe(false);
  // nobody names what the user's own rules leave out
  expect(marksOf({ pairs: [pair] }, (folder) => folder === '/a').folders[0]?.whole).toBe(false);
  const going = { path: 'x', size: 1, sent: 0 };
  expect(marksOf({ pairs: [{ ...pair, pending: 1, transfers: [going] }] }, noRules).folders[0]).toEqual({
    path: '/a',
    whole: true,
    syncing: ['x'],
    problem: [],
    skipped: [],
  });
});

it('marks are private, and gone when nobody keeps them', async () => {
  await clearMarks(state);
  await writeMarks(state, marksOf({ pairs: [pair] }, noRules));
  if (hasModes) expect(statSync(marksFile(state)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(marksFile(state), 'utf8'))).toMatchObject({
    version: 1,
    folders: [{ path: '/a' }],
  });
  await clearMarks(state);
  expect(existsSync(marksFile(state))).toBe(false);
});
