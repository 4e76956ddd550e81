import { expect, test } from 'vitest';
import { shortNumber, svgOf, ticksOf, type Plot } from './plot.ts';

test.each([
  [1_000_000, '1M'],
  [15_300, '15.3k'],
  [999, '999'],
  [0.0312, '0.0312'],
  [1.234, '1.23'],
])('%d is told as %s', (value, words) => {
  expect(shortNumber(value)).toBe(words);
});

test.each<[number[], boolean, number[]]>([
  [[1_000, 1_000_000], false, [1_000, 10_000, 100_000, 1_000_000]],
  [[3, 900], false, [1, 10, 100, 1_000]],
  [[60, 450], true, [50, 100, 200, 500]],
  // one value
  [[0.3], true, [0.2, 0.5]],
  [[1_000], false, [1_000, 10_000]],
])('ticks around %j, fine: %j', (values, fine, ticks) => {
  expect(ticksOf(values, fine)).toEqual(ticks);
});

const plot: Plot = {
  title: 'Cost & size',
  about: 'a machine',
  xLabel: 'files',
  yLabel: 'seconds',
  series: [
    {
      name: 'time',
      points: [
        { x: 1_000, y: 0.3 },
        { x: 10_000, y: 0.4 },
      ],
    },
    {
      name: 'CPU',
      points: [
        { x: 1_000, y: 0 },
        { x: 10_000, y: 0.02 },
      ],
    },
  ],
};

test('every measured point is a mark with its figure, and nothing else is drawn', () => {
  const svg = svgOf(plot) ?? '';
  expect(svg.match(/<circle/gu)).toHaveLength(1 + 2);
  // of the second series one point has no place on the axis
  expect(svg.match(/<rect class="m1"/gu)).toHaveLength(1 + 1);
  for (const value of ['>0.3<', '>0.4<', '>0.02<']) expect(svg).toContain(value);
});

test('it has colours for light and dark, words for who does not see it, and escapes', () => {
  const svg = svgOf(plot) ?? '';
  expect(svg).toContain('prefers-color-scheme: dark');
  expect(svg).toContain('<title>Cost &amp; size</title>');
  expect(svg).toContain('time: 0.3 at 1k files, 0.4 at 10k files. CPU: 0.02 at 10k files');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
});

test('all points lie within the frame', () => {
  const svg = svgOf(plot) ?? '';
  for (const [, x, y] of svg.matchAll(/<circle class="m0" cx="([\d.]+)" cy="([\d.]+)"/gu)) {
    expect(Number(x)).toBeGreaterThanOrEqual(76);
    expect(Number(x)).toBeLessThanOrEqual(696);
    expect(Number(y)).toBeGreaterThanOrEqual(70);
    expect(Number(y)).toBeLessThanOrEqual(380);
  }
});

test('one size alone is drawn, too, and no figure is no picture', () => {
  const [first] = plot.series;
  const one = { ...plot, series: [{ name: 'time', points: (first?.points ?? []).slice(0, 1) }] };
  expect(svgOf(one)).not.toMatch(/NaN|Infinity/u);
  expect(svgOf({ ...plot, series: [{ name: 'CPU', points: [{ x: 10, y: 0 }] }] })).toBeUndefined();
});
