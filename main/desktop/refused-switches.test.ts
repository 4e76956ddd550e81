import { expect, test } from 'vitest';
import { createTranslator } from '../../shared/strings/index.ts';
import { refusedSwitches } from './refused-switches.ts';

const installed = { isShipped: true, isRoot: false, isAppImage: false };
const given =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name);

test.each([
  'remote-debugging-port',
  'remote-debugging-pipe',
  'no-sandbox',
  'disable-web-security',
  'load-extension',
])('an installed app does not start with --%s', (name) => {
  expect(refusedSwitches(given(name, 'ozone-platform'), installed)).toEqual([`--${name}`]);
  expect(refusedSwitches(given(name), { ...installed, isShipped: false })).toEqual([]);
});

test('without the sandbox starts who must: root, and an AppImage where the kernel allows none', () => {
  const has = given('no-sandbox', 'remote-debugging-port');
  for (const who of [{ isRoot: true }, { isAppImage: true }])
    expect(refusedSwitches(has, { ...installed, ...who })).toEqual(['--remote-debugging-port']);
});

test.each([
  ['en', 'An installed KooSync does not start with --no-sandbox.'],
  ['zh', '已安装的 KooSync 不能使用 --no-sandbox 启动。'],
] as const)('says so in %s', (language, sentence) => {
  expect(createTranslator(language)('commandLine.refused', { words: '--no-sandbox' })).toBe(sentence);
});
