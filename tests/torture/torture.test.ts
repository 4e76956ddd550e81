/** A short torture run, so that no change lands that the long one would refuse at once. */
import { expect, test } from 'vitest';
import { torture } from './torture.ts';

test('eight kills and network faults: nothing lost, doubled or torn', { timeout: 240_000 }, async () => {
  const lines: string[] = [];
  const options = { kills: 8, minutes: 2, seed: 20_261_122, short: true };
  const { wrong, figures, folder } = await torture(options, (line) => lines.push(line));
  expect(wrong, `${lines.join('\n')}\nkept in ${folder}`).toEqual([]);
  expect(figures['kills']).toBe(8);
  expect(figures['revisions']).toBeGreaterThan(100);
});
