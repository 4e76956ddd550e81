import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkOpenRequest, parseOpenRequest } from './open-request.ts';

const cwd = resolve('/home/ann/work');

test.each([
  [['--no-sandbox', '--pause', '/a', 'b'], { kind: 'pause', paths: [resolve('/a'), resolve(cwd, 'b')] }],
  [
    ['--copy-path', '/a', 'b', '--pause'],
    { kind: 'copy-path', paths: [resolve('/a'), resolve(cwd, 'b'), resolve(cwd, '--pause')] },
  ],
  [['--copy-path'], { kind: 'unknown', words: [] }],
  [['--copy-path', 'a\0b'], { kind: 'unknown', words: [] }],
] as const)('%j', (args, request) => {
  expect(parseOpenRequest(args, cwd)).toEqual(request);
});

test.each([
  [{ kind: 'copy-path' }],
  [{ kind: 'copy-path', paths: [] }],
  [{ kind: 'copy-path', paths: ['a'] }],
])('over the lock, %j is not believed', (value) => {
  expect(checkOpenRequest(value)).toEqual({ kind: 'unknown', words: [] });
});
