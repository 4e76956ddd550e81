import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import {
  checkOpenRequest,
  overLock,
  parseOpenRequest,
  requestOfLink,
  requestOverLock,
  wordsAfterApp,
} from './open-request.ts';
import { pathOfLink, versionsLink } from './versions-link.ts';

const cwd = resolve('/home/ann/work');
const at = (path: string) => resolve(cwd, path);

test.each([
  [[], { kind: 'show' }],
  [['--hidden'], { kind: 'hidden' }],
  [['--no-sandbox', '--inspect=0'], { kind: 'show' }],
  [['--view-versions', 'a b.txt'], { kind: 'view-versions', paths: [resolve(cwd, 'a b.txt')] }],
  [['--view-versions=../x'], { kind: 'view-versions', paths: [resolve(cwd, '../x')] }],
  [['--view-versions', resolve('/tmp/y'), '--hidden'], { kind: 'view-versions', paths: [resolve('/tmp/y')] }],
  [['--view-versions=--odd'], { kind: 'view-versions', paths: [resolve(cwd, '--odd')] }],
  [['--view-versions'], { kind: 'unknown', words: ['--view-versions'] }],
  [['--view-versions='], { kind: 'unknown', words: ['--view-versions='] }],
  [['--view-versions', '--hidden'], { kind: 'unknown', words: ['--view-versions'] }],
  [['--view-versions', 'a', '--view-versions', 'b'], { kind: 'view-versions', paths: ['a', 'b'].map(at) }],
  [['--view-versions', 'a', './a', 'b', '--hidden'], { kind: 'view-versions', paths: ['a', 'b'].map(at) }],
  [['--view-versions', '-n', ' ', 'c'], { kind: 'view-versions', paths: ['-n', ' ', 'c'].map(at) }],
  [['--view-versions', 'a', '--view-versions'], { kind: 'unknown', words: ['--view-versions'] }],
  [['koosync://versions?path=%2Ftmp%2F50%25%20a.txt'], { kind: 'view-versions', paths: ['/tmp/50% a.txt'] }],
  [['koosync://versions?path=..%2Fa'], { kind: 'bad-link', link: 'koosync://versions?path=..%2Fa' }],
  [
    ['--view-versions', 'a', 'koosync://versions?path=%2Fb', 'koosync://versions?path=%2Fc'],
    { kind: 'bad-link', link: 'koosync://versions?path=%2Fb' },
  ],
  [['stray'], { kind: 'unknown', words: ['stray'] }],
  [['--hiden', '-x'], { kind: 'unknown', words: ['--hiden', '-x'] }],
  [['--hidden', '--lang=zh-CN', '-no-sandbox', '-psn_0_12345'], { kind: 'hidden' }],
  [['--view-versions', 'a\0b'], { kind: 'unknown', words: [] }],
] as const)('%j', (args, request) => {
  expect(parseOpenRequest(args, cwd)).toEqual(request);
});

test.each([
  [undefined],
  [null],
  ['--view-versions /x'],
  [{ kind: 'view-versions' }],
  [{ kind: 'view-versions', paths: [] }],
  [{ kind: 'view-versions', paths: ['/a', 'relative'] }],
  [{ kind: 'view-versions', paths: [7] }],
  [{ kind: 'view-versions', paths: [`/${'x'.repeat(40_000)}`] }],
  [{ kind: 'view-versions', paths: Array.from({ length: 51 }, (_, i) => `/${i}`) }],
  [{ kind: 'quit' }],
])('over the lock, %j is not believed', (value) => {
  expect(checkOpenRequest(value)).toEqual({ kind: 'unknown', words: [] });
});

test('over the lock, what we sent comes back as it was', () => {
  const sent = parseOpenRequest(['--view-versions', '报告 é 😀 "\\.txt'], cwd);
  const data = overLock(sent);
  expect(data.request).toMatch(/^[\w+/=]+$/);
  expect(requestOverLock(JSON.parse(JSON.stringify(data)))).toEqual(sent);
  for (const odd of [undefined, null, 'text', {}, { request: 7 }, { request: '{' }])
    expect(requestOverLock(odd)).toEqual({ kind: 'unknown', words: [] });
});

test('the app itself is not a word of the user', () => {
  expect(wordsAfterApp(['koosync-desktop', '--hidden'], false)).toEqual(['--hidden']);
  expect(wordsAfterApp(['electron', '--inspect=0', 'out', '--view-versions', 'f'], true)).toEqual([
    '--view-versions',
    'f',
  ]);
});

test.each([
  ['koosync://versions?path=%2Fdocs%2Fa%20b.txt', '/docs/a b.txt'],
  ['KooSync://versions/?path=/docs/%E6%8A%A5%E5%91%8A.txt', '/docs/报告.txt'],
])('the link %s opens %s', (link, path) => {
  expect(requestOfLink(link)).toEqual({ kind: 'view-versions', paths: [path] });
  expect(pathOfLink(versionsLink(path))).toBe(path);
});

test.each([
  'koosync://versions',
  'koosync://versions?path=',
  'koosync://versions?path=docs/a',
  'koosync://versions?path=%2Fa%00b',
  'koosync://versions?path=%2Fa%2F..%2Fb',
  'koosync://versions?path=%2F%2Fhost%2Fshare',
  'koosync://versions?path=%5C%5Chost%5Cshare',
  'koosync://versions?path=%2Fa&restore=1',
  'koosync://versions?path=%2Fa#b',
  'koosync://versions?path=%ff',
  'koosync://restore?path=%2Fa',
  'koosync://versions@evil?path=%2Fa',
  'koosync:versions?path=%2Fa',
  `koosync://versions?path=%2F${'a'.repeat(40_000)}`,
])('the link %s opens nothing', (link) => {
  expect(requestOfLink(link).kind).toBe('bad-link');
});
