import { describe, expect, it } from 'vitest';
import { movedBy, typeaheadRestMs, typedOn, typedTo } from './list-keys.ts';

it.each([
  ['ArrowDown', 3, 4],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 3, 8],
  ['PageUp', 3, 0],
  ['Home', 7, 0],
  ['End', 2, 9],
])('%s from %i leads to %i', (key, from, to) => {
  expect(movedBy(key, from, 10, 5)).toBe(to);
});

it('moves by no other key, and nowhere in an empty list', () => {
  expect(movedBy('x', 3, 10, 5)).toBeUndefined();
  expect(movedBy('End', -1, 0, 5)).toBeUndefined();
});

describe('typing', () => {
  const rows = [['Today'], ['14:05', '12'], ['Sent to Chen', '14:01', '11'], ['Yesterday'], ['14:05', '10']];
  const to = (text: string, at: number): number | undefined =>
    typedTo((index) => rows[index] ?? [], rows.length, at, text);

  it('goes to the next row that begins so, in whatever case', () => {
    expect(to('yes', 0)).toBe(3);
    expect(to('SENT', 0)).toBe(2);
  });

  it('stays while further letters fit, and goes round at the end', () => {
    expect(to('14:0', 2)).toBe(2);
    expect(to('to', 4)).toBe(0);
  });

  it('goes from one to the next by the same letter', () => {
    expect(to('1', 1)).toBe(2);
    expect(to('11', 2)).toBe(4);
  });

  it('stays where nothing begins so', () => {
    expect(to('zz', 1)).toBeUndefined();
  });

  it('begins anew after a rest', () => {
    const first = typedOn({ text: '', at: 0 }, 'a', 1000);
    expect(typedOn(first, 'b', 1000 + typeaheadRestMs - 1).text).toBe('ab');
    expect(typedOn(first, 'b', 1000 + typeaheadRestMs).text).toBe('b');
  });
});
