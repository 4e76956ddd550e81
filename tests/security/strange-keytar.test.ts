/**
 * A binary of keytar that somebody else built holds every secret. Its release host, or who stands before that, gives one to each
 * checkout that asks: set-up must neither ask nor take what is there without having been built here.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { attacked } from './attacked.ts';

const built = join(import.meta.dirname, '../../node_modules/keytar');
let checkout = '';
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'koosync-keytar-'));
  cpSync(join(attacked, 'scripts/setup'), join(checkout, 'scripts/setup'), { recursive: true });
  for (const name of ['package.json', 'lib'])
    cpSync(join(built, name), join(keytar(), name), { recursive: true });
  // an npm that writes down what it was asked for, and where
  mkdirSync(join(checkout, 'bin'));
  const npm = join(checkout, 'bin/npm');
  writeFileSync(npm, `#!/bin/sh\necho "$@" >> '${join(checkout, 'asked')}'\nexit 1\n`);
  chmodSync(npm, 0o755);
});
afterEach(() => {
  rmSync(checkout, { recursive: true, force: true });
});

const keytar = () => join(checkout, 'node_modules/keytar');

/** What set-up asked of npm, a line each. */
function setUp(): string {
  const module = pathToFileURL(join(checkout, 'scripts/setup/keytar.mjs')).href;
  const program = `const { keytar } = await import('${module}'); await keytar().catch(() => undefined);`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, PATH: `${join(checkout, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` },
    stdio: 'ignore',
  });
  const asked = join(checkout, 'asked');
  return existsSync(asked) ? readFileSync(asked, 'utf8').trim() : '';
}

it.skipIf(process.platform === 'win32')('does not take a binary of keytar that was not built here', () => {
  const release = join(keytar(), 'build/Release');
  mkdirSync(release, { recursive: true });
  cpSync(join(built, 'build/Release/keytar.node'), join(release, 'keytar.node'));
  expect(setUp()).not.toBe('');
});

it.skipIf(process.platform === 'win32')('asks nobody for a binary of keytar', () => {
  // the script that npm runs after `npm install` and `npm rebuild` fetches one
  expect(setUp()).toBe('run build');
});
