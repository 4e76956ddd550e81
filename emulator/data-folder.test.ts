import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator } from './index.ts';

let root: string;
let data: string;
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'koodrive-emulator-'));
  data = join(root, 'data');
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const modeOf = (path: string) => fs.statSync(path).mode & 0o777;
const refused = (says: RegExp) => expect(startEmulator({ dataDir: data })).rejects.toThrow(says);

describe.skipIf(process.platform === 'win32')('the data folder', () => {
  it('is made for its user alone, and closed to others where it was open', async () => {
    await (await startEmulator({ dataDir: data })).close();
    expect(modeOf(data)).toBe(0o700);
    fs.chmodSync(data, 0o755);
    fs.chmodSync(join(data, 'emulator.sqlite'), 0o644);
    await (await startEmulator({ dataDir: data })).close();
    expect([modeOf(data), modeOf(join(data, 'emulator.sqlite'))]).toEqual([0o700, 0o600]);
  });

  it('is no link', async () => {
    const elsewhere = join(root, 'elsewhere');
    fs.mkdirSync(elsewhere);
    fs.symlinkSync(elsewhere, data);
    await refused(/data is a link: name the folder/);
    expect(fs.readdirSync(elsewhere)).toEqual([]);
  });

  it('does not lie where others can replace it', async () => {
    fs.chmodSync(root, 0o777);
    await refused(/cannot be used: other users can replace/);
  });

  it('is not waited for where a pipe has the name of its database', async () => {
    fs.mkdirSync(data, { mode: 0o700 });
    spawnSync('mkfifo', [join(data, 'emulator.sqlite')]);
    await refused(/emulator\.sqlite is no plain file$/);
  });

  // to give a folder away takes root
  it.runIf(process.getuid?.() === 0)('is of nobody else', async () => {
    fs.mkdirSync(data);
    fs.chownSync(data, 65_533, 65_533);
    await refused(/data belongs to another user$/);
    expect(fs.readdirSync(data)).toEqual([]);
  });
});
