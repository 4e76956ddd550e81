import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkOpenRequest, parseOpenRequest, wordsAfterApp } from './open-request.ts';

const cwd = resolve('/home/ann/work');

test.each([
  [[], { kind: 'show' }],
  [['--hidden'], { kind: 'hidden' }],
  [['--no-sandbox', '--inspect=0'], { kind: 'show' }],
  [['--view-versions', 'a b.txt'], { kind: 'view-versions', path: resolve(cwd, 'a b.txt') }],
  [['--view-versions=../x'], { kind: 'view-versions', path: resolve(cwd, '../x') }],
  [['--view-versions', resolve('/tmp/y'), '--hidden'], { kind: 'view-versions', path: resolve('/tmp/y') }],
  [['--view-versions=--odd'], { kind: 'view-versions', path: resolve(cwd, '--odd') }],
  [['--view-versions'], { kind: 'unknown', words: ['--view-versions'] }],
  [['--view-versions='], { kind: 'unknown', words: ['--view-versions='] }],
  [['--view-versions', '--hidden'], { kind: 'unknown', words: ['--view-versions'] }],
  [['--view-versions', 'a', '--view-versions', 'b'], { kind: 'unknown', words: ['b'] }],
  [['stray'], { kind: 'unknown', words: ['stray'] }],
  [['--view-versions', 'a\0b'], { kind: 'unknown', words: [] }],
] as const)('%j', (args, request) => {
  expect(parseOpenRequest(args, cwd)).toEqual(request);
});

test.each([
  [undefined],
  [null],
  ['--view-versions /x'],
  [{ kind: 'view-versions' }],
  [{ kind: 'view-versions', path: 'relative' }],
  [{ kind: 'view-versions', path: 7 }],
  [{ kind: 'view-versions', path: `/${'x'.repeat(40_000)}` }],
  [{ kind: 'quit' }],
])('over the lock, %j is not believed', (value) => {
  expect(checkOpenRequest(value)).toEqual({ kind: 'unknown', words: [] });
});

test('over the lock, what we sent comes back as it was', () => {
  const sent = parseOpenRequest(['--view-versions', 'f'], cwd);
  expect(checkOpenRequest(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
});

test('the app itself is not a word of the user', () => {
  expect(wordsAfterApp(['koosync-desktop', '--hidden'], false)).toEqual(['--hidden']);
  expect(wordsAfterApp(['electron', '--inspect=0', 'out', '--view-versions', 'f'], true)).toEqual([
    '--view-versions',
    'f',
  ]);
});
