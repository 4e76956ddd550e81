import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nameAfterUpdate, placeAppImage } from './place-appimage.ts';

let folder: string;
let bin: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-appimage-'));
  bin = join(folder, `Ann's "apps" 应用 100%`);
  mkdirSync(bin);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const content = Buffer.alloc(2_500_000, 'new');
const sha512 = createHash('sha512').update(content).digest('base64');

const old = (name: string, mode = 0o755) => {
  const file = join(bin, name);
  writeFileSync(file, 'old');
  chmodSync(file, mode);
  return file;
};
const fetched = (bytes: Uint8Array = content) => {
  const file = join(folder, 'KooSync-1.1.0.AppImage');
  writeFileSync(file, bytes);
  return { file, sha512 };
};

describe('a new AppImage', () => {
  it('has the name that the user gave the old one, and its permissions', async () => {
    const current = old('koosync', 0o750);
    expect(await placeAppImage(current, fetched())).toBe(current);
    expect(readFileSync(current).equals(content)).toBe(true);
    expect(statSync(current).mode & 0o777).toBe(0o750);
    expect(readdirSync(bin)).toEqual(['koosync']);
  });

  it('has a name of its own where the old one said its version', async () => {
    const current = old('KooSync-1.0.0.AppImage');
    expect(await placeAppImage(current, fetched())).toBe(join(bin, 'KooSync-1.1.0.AppImage'));
    expect(readdirSync(bin)).toEqual(['KooSync-1.1.0.AppImage']);
  });

  it.runIf(process.platform !== 'win32')('takes the place of what a link leads to', async () => {
    old('koosync');
    const link = join(folder, 'link');
    symlinkSync(join(bin, 'koosync'), link);
    expect(await placeAppImage(link, fetched())).toBe(join(bin, 'koosync'));
    expect(readFileSync(link).equals(content)).toBe(true);
  });

  it('that was changed since it was fetched leaves the old one as it was', async () => {
    const current = old('KooSync-1.0.0.AppImage');
    const changed = Buffer.from(content);
    changed[2_000_000] = 0;
    await expect(placeAppImage(current, fetched(changed))).rejects.toMatchObject({ problem: 'corrupt' });
    expect(readdirSync(bin)).toEqual(['KooSync-1.0.0.AppImage']);
    expect(readFileSync(current, 'utf8')).toBe('old');
  });

  it('that cannot be put there leaves the old one, and nothing beside it', async () => {
    const current = old('KooSync-1.0.0.AppImage');
    mkdirSync(join(bin, 'KooSync-1.1.0.AppImage', 'not empty'), { recursive: true });
    await expect(placeAppImage(current, fetched())).rejects.toThrow();
    expect(readdirSync(bin).sort()).toEqual(['KooSync-1.0.0.AppImage', 'KooSync-1.1.0.AppImage']);
  });

  it('replaces what an update that was killed has left', async () => {
    const current = old('koosync');
    writeFileSync(join(bin, '.koosync.koosync-update'), 'half');
    await placeAppImage(current, fetched());
    expect(readdirSync(bin)).toEqual(['koosync']);
  });
});

it.each([
  ['/a/KooSync.AppImage', '/a/KooSync.AppImage'],
  ['/a/KooSync-1.0.0.AppImage', '/a/KooSync-2.0.0.AppImage'],
  ['/opt/1.2.3/koo', '/opt/1.2.3/koo'],
])('%s becomes %s', (current, expected) => {
  expect(nameAfterUpdate(current, '/cache/KooSync-2.0.0.AppImage')).toBe(expected);
});
