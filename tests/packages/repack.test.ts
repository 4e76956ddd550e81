/** The newer deb that upgrades are tried with is a sound one: newer by dpkg's own reckoning, and all else as it was. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nextDeb } from './repack.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koo-repack-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ask = (...args: readonly string[]): string => execFileSync('dpkg-deb', args, { encoding: 'utf8' });

it.each(['0.1.0', '0.1.0~standin', '1.2.3-4'])('a deb after %s', (version) => {
  const root = join(folder, 'root');
  mkdirSync(join(root, 'DEBIAN'), { recursive: true });
  const fields = [
    'Package: of-a-test',
    `Version: ${version}`,
    'Architecture: all',
    'Maintainer: nobody <a@example.invalid>',
  ];
  writeFileSync(join(root, 'DEBIAN', 'control'), `${fields.join('\n')}\nDescription: a test\n`);
  // an odd size, which ar fills up
  writeFileSync(join(root, 'file'), 'x'.repeat(10_001));
  const deb = join(folder, 'first.deb');
  ask('--root-owner-group', '--build', root, deb);

  const { file, name } = nextDeb(deb, folder);
  expect(name).toBe('of-a-test');
  const next = ask('--field', file, 'Version').trim();
  execFileSync('dpkg', ['--compare-versions', next, 'gt', version]);
  const others = (of: string) => ask('--field', of).replace(/^Version: .*$/mu, '');
  expect(others(file)).toBe(others(deb));
  expect(ask('--contents', file)).toBe(ask('--contents', deb));
});
