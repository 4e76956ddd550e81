import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryLog } from '../lib/test-log.ts';
import { openTimeFile } from './time-file.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-time-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

it('gives the time that was written last, and none before', () => {
  expect(openTimeFile(home, memoryLog()).read()).toBeUndefined();
  openTimeFile(home, memoryLog()).write({ at: 1_795_742_339_288, behind: [], wall: 7 });
  const last = {
    at: 1_795_742_400_000,
    behind: [{ from: 0, to: 1_795_742_000_000 }],
    wall: 1_795_742_400_500,
  };
  openTimeFile(home, memoryLog()).write(last);
  expect(openTimeFile(home, memoryLog()).read()).toEqual(last);
});

it('reads what early versions wrote', () => {
  writeFileSync(join(home, 'time.json'), '{"version":1,"at":5}');
  expect(openTimeFile(home, memoryLog()).read()).toEqual({ at: 5, behind: [], wall: undefined });
});

it.each([
  '',
  'x',
  '{}',
  '{"version":1,"at":-5}',
  '{"version":1,"at":"soon"}',
  '{"version":2,"at":5}',
  '{"version":1,"at":5,"behind":[{"from":"then"}]}',
  '{"version":1,"at":5,"wall":"then"}',
])('knows none where the file holds %j', (text) => {
  writeFileSync(join(home, 'time.json'), text);
  expect(openTimeFile(home, memoryLog()).read()).toBeUndefined();
});

it('keeps nobody from working where it cannot be written', () => {
  const file = openTimeFile(join(home, 'not there'), memoryLog());
  file.write({ at: 1_795_742_400_000, behind: [], wall: 1 });
  expect(file.read()).toBeUndefined();
});
