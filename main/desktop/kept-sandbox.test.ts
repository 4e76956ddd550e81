import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createTranslator } from '../../shared/strings/index.ts';
import { isSandboxTakenAway } from './kept-sandbox.ts';

const mount = mkdtempSync(join(tmpdir(), 'koosync-mount-'));
mkdirSync(join(mount, 'app'));
afterAll(() => {
  rmSync(mount, { recursive: true });
});
const inImage = {
  env: { APPIMAGE: '/home/ann/KooSync.AppImage', APPDIR: mount },
  executable: join(mount, 'app', 'koosync-desktop'),
  words: ['koosync-desktop', '--no-sandbox'],
  isRoot: false,
};

test('the AppImage does not start with the switch that its AppRun added', () => {
  expect(isSandboxTakenAway(inImage)).toBe(true);
  expect(isSandboxTakenAway({ ...inImage, words: ['x', '--hidden', '--no-sandbox', '/a'] })).toBe(true);
  expect(isSandboxTakenAway({ ...inImage, words: ['x', '-no-sandbox=1'] })).toBe(true);
});

test.each([
  ['a sandbox', { words: ['x', '--hidden'] }],
  ['another word that begins so', { words: ['x', '--no-sandbox-and-more'] }],
  ['root, who has none', { isRoot: true }],
  ['what was unpacked, or installed', { env: {} }],
  ['a program of ours that another AppImage started', { executable: process.execPath }],
])('it starts with %s', (_what, given) => {
  expect(isSandboxTakenAway({ ...inImage, ...given })).toBe(false);
});

test('commandLine.noSandbox says what to do, in both languages', () => {
  for (const [language, word] of [
    ['en', 'deb or rpm'],
    ['zh', 'deb 或 rpm'],
  ] as const)
    expect(createTranslator(language)('commandLine.noSandbox')).toContain(word);
});
