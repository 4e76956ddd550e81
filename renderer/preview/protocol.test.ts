import { expect, it } from 'vitest';
import { fromFrame } from './protocol.ts';

const shown = { type: 'shown', turn: 1, kind: 'text' };
const taken = { type: 'taken', turn: 1, text: 'x', encoding: 'utf-8', hunks: 1, sha256: 'abc' };

it.each([
  { type: 'up' },
  { type: 'leave' },
  { type: 'pong', n: 3 },
  { type: 'layout', layout: 'inline' },
  shown,
  { ...shown, refused: 'pixels' },
  { ...shown, kind: 'changes', hunks: 4 },
  taken,
])('a frame may say %j', (message) => {
  expect(fromFrame.parse(message)).toEqual(message);
});

it.each([
  undefined,
  null,
  'up',
  [],
  {},
  { type: 'restore', path: '/etc/passwd' },
  { type: 'pong' },
  { type: 'pong', n: '3' },
  { type: 'layout', layout: 'hidden' },
  { ...shown, turn: -1 },
  { ...shown, kind: 'html' },
  { ...shown, refused: '<b>x</b>' },
  { ...taken, text: 7 },
  { ...taken, encoding: 'x'.repeat(1_000) },
  { ...taken, hunks: Number.NaN },
])('and not %j', (message) => {
  expect(fromFrame.safeParse(message).success).toBe(false);
});

it('what a message does not name is taken off', () => {
  expect(fromFrame.parse({ ...shown, path: '/etc/passwd', __proto__: { x: 1 } })).toEqual(shown);
});
