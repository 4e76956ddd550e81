import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deadProxy, loadsFrom, loadsNothing, loadsOurPages, sessionRules } from './reach.ts';

const ours = [
  'app://koo/index.html',
  'app://koo/content/ab',
  'data:,x',
  'blob:app://koo/1',
  'devtools://devtools/x',
];
const others = [
  'https://koosync.github.io/koosync/updates/latest.yml',
  'http://127.0.0.1/',
  'app://koo.evil/',
  'app://other/',
  'file:///etc/passwd',
  'ws://127.0.0.1/',
  'ftp://koo/',
  'nonsense',
];

test.each(ours)('a page may load %s', (url) => {
  expect(loadsOurPages(url)).toBe(true);
  expect(loadsNothing(url)).toBe(false);
});

test.each(others)('a page may not load %s', (url) => {
  expect(loadsOurPages(url)).toBe(false);
});

test.each([
  ['https://koosync.github.io/koosync/updates/latest.yml', true],
  ['https://koosync.github.io/other', true],
  ['https://koosync.github.io:444/koosync/updates/latest.yml', false],
  ['http://koosync.github.io/koosync/updates/latest.yml', false],
  ['https://koosync.github.io.evil.example/x', false],
  ['https://evil.example/koosync.github.io', false],
  ['https://koosync.github.io@evil.example/', false],
  ['app://koo/index.html', false],
  ['file:///etc/passwd', false],
  ['', false],
])('the updater may load %s: %s', (url, may) => {
  expect(loadsFrom('https://koosync.github.io/koosync/updates')(url)).toBe(may);
});

test('the pages alone are in the default session, and they alone have no way out', () => {
  const rules = Object.entries(sessionRules);
  expect(rules.filter(([, { partition }]) => partition === undefined).map(([name]) => name)).toEqual([
    'pages',
  ]);
  expect(rules.filter(([, { isOnline }]) => !isOnline).map(([name]) => name)).toEqual(['pages']);
  expect(deadProxy.proxyRules).toMatch(/:0$/u);
});

test("the updater's session is the one that electron-updater takes", () => {
  const source = join(
    import.meta.dirname,
    '../../../node_modules/electron-updater/out/electronHttpExecutor.js',
  );
  expect(readFileSync(source, 'utf8')).toContain(`NET_SESSION_NAME = "${sessionRules.updater.partition}"`);
});
