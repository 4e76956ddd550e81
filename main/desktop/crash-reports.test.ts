import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCrashReports } from './crash-reports.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'koo-crash-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const dump = async (name: string, bytes: number, at: number) => {
  const folder = join(home, 'crash-reports', 'pending');
  await mkdir(folder, { recursive: true });
  for (const [path, size] of [
    [join(folder, `${name}.dmp`), bytes],
    [join(folder, `${name}.meta`), 8],
  ] as const) {
    await writeFile(path, Buffer.alloc(size));
    await utimes(path, at, at);
  }
};
const dumps = async () => (await readdir(join(home, 'crash-reports', 'pending'))).sort();

test('an error is written for its user alone, without secrets', async () => {
  const reports = openCrashReports(home, () => Date.UTC(2026, 10, 27, 4, 5, 6));
  const cause = new Error('GET https://ann:hunter22@koo.example/x?X-Amz-Signature=abcdef');
  reports.write(Object.assign(new Error('it broke', { cause }), { token: 'sesame-open' }), { kind: 'test' });
  const [name = ''] = await readdir(reports.folder);
  expect(name).toMatch(/^error-2026-11-27T04-05-06-000Z-\d+\.txt$/u);
  const text = await readFile(join(reports.folder, name), 'utf8');
  expect(text).toContain('kind: test');
  expect(text).toContain('it broke');
  expect(text).toContain('crash-reports.test.ts');
  expect(text).not.toMatch(/hunter22|abcdef|sesame/u);
  if (process.platform !== 'win32') {
    expect((await stat(join(reports.folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(reports.folder)).mode & 0o777).toBe(0o700);
  }
  expect(reports.count()).toBe(1);
});

test('only the newest are kept, each with what belongs to it', async () => {
  for (let i = 1; i <= 5; i++) await dump(String(i), 10, i * 1000);
  await writeFile(join(home, 'crash-reports', 'settings.dat'), 'the handler');
  const reports = openCrashReports(home, Date.now, { reports: 2, bytes: 1000 });
  expect(reports.count()).toBe(5);
  reports.prune();
  expect(await dumps()).toEqual(['4.dmp', '4.meta', '5.dmp', '5.meta']);
  expect(await readFile(join(home, 'crash-reports', 'settings.dat'), 'utf8')).toBe('the handler');
});

test('they take so much of the disk and no more, one that is too large alone included', async () => {
  await dump('small', 400, 3000);
  await dump('other', 400, 2000);
  await dump('old', 400, 1000);
  openCrashReports(home, Date.now, { reports: 10, bytes: 1000 }).prune();
  expect(await dumps()).toEqual(['other.dmp', 'other.meta', 'small.dmp', 'small.meta']);
  await dump('huge', 2000, 4000);
  openCrashReports(home, Date.now, { reports: 10, bytes: 1000 }).prune();
  expect(await dumps()).toEqual([]);
});

test('writing many keeps few', async () => {
  let now = 0;
  const reports = openCrashReports(home, () => (now += 1000), { reports: 3, bytes: 1_000_000 });
  for (let i = 0; i < 8; i++) reports.write(new Error('again'), {});
  expect(reports.count()).toBe(3);
});

test('where nothing can be kept nothing fails', async () => {
  await writeFile(join(home, 'crash-reports'), 'a file in its place');
  const reports = openCrashReports(home, Date.now);
  reports.write(new Error('x'), {});
  reports.prune();
  expect(reports.count()).toBe(0);
});
