import { expect, it } from 'vitest';
import { nextZoom, windowKeyOf, type WindowKey } from './window-keys.ts';

const pressed = (key: string, held: { control?: boolean; alt?: boolean } = {}) => ({
  type: 'keyDown',
  key,
  control: false,
  alt: false,
  ...held,
});

it.each<[string, ReturnType<typeof pressed>, WindowKey | undefined, WindowKey | undefined]>([
  ['Ctrl and =', pressed('=', { control: true }), 'zoom-in', undefined],
  ['Ctrl and +', pressed('+', { control: true }), 'zoom-in', undefined],
  ['Ctrl and -', pressed('-', { control: true }), 'zoom-out', undefined],
  ['Ctrl and 0', pressed('0', { control: true }), 'zoom-reset', undefined],
  ['AltGr, which counts as both', pressed('0', { control: true, alt: true }), undefined, undefined],
  ['a digit alone', pressed('0'), undefined, undefined],
  ['F11', pressed('F11'), 'full-screen', undefined],
  ['F12', pressed('F12'), 'developer-tools', 'developer-tools'],
  ['a key that is let go', { ...pressed('F11'), type: 'keyUp' }, undefined, undefined],
])('%s', (_what, key, onLinux, onMac) => {
  expect(windowKeyOf(key, false)).toBe(onLinux);
  expect(windowKeyOf(key, true)).toBe(onMac);
});

it('zoom goes by the steps of browsers, to the ends and back', () => {
  const walk = (from: number, key: 'zoom-in' | 'zoom-out', times: number): number =>
    Array.from({ length: times }).reduce<number>((factor) => nextZoom(factor, key), from);
  expect(nextZoom(1, 'zoom-in')).toBe(1.1);
  expect(nextZoom(1.0954, 'zoom-in')).toBe(1.25);
  expect(nextZoom(1, 'zoom-out')).toBe(0.9);
  expect(walk(1, 'zoom-in', 20)).toBe(3);
  expect(walk(3, 'zoom-out', 20)).toBe(0.5);
  expect(nextZoom(2.5, 'zoom-reset')).toBe(1);
});
