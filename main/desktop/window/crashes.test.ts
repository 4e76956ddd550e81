/** How often what crashed is started again, and when that ends. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { avoidCard, createGraphicsCount, isCardAvoided } from './graphics.ts';
import { createPageCrashes } from './page-crashes.ts';

const hour = 60 * 60_000;

test('a page is opened anew at once, later, later still, and then not', () => {
  const crash = createPageCrashes();
  expect([0, 1, 2, 3, 4].map((second) => crash(second * 1000))).toEqual([
    0,
    2_000,
    10_000,
    undefined,
    undefined,
  ]);
  // what was long ago counts no more
  expect(crash(hour)).toBe(0);
});

test('the app starts anew before Chromium would end it, and avoids the card from then on', () => {
  const crash = createGraphicsCount(false);
  expect([1, 2, 3, 4].map((second) => crash(second * 1000))).toEqual([
    'nothing',
    'nothing',
    'avoid-card',
    'start-anew',
  ]);
});

test('one crash an hour is nothing', () => {
  const crash = createGraphicsCount(false);
  for (let i = 0; i < 20; i++) expect(crash(i * hour)).toBe('nothing');
});

test("without the card it ends with 'sentence.graphicsBroken', but never in a loop", () => {
  const crash = createGraphicsCount(true);
  const advice = Array.from({ length: 10 }, (_, i) => crash(i * 100));
  expect(advice.slice(0, 9).every((one) => one === 'nothing')).toBe(true);
  expect(advice[9]).toBe('give-up');
});

test('the card is avoided for a week, by this version', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'koo-card-'));
  const file = join(folder, 'graphics.json');
  expect(isCardAvoided(file, '1.0.0', 0)).toBe(false);
  avoidCard(file, '1.0.0', 1000);
  expect(isCardAvoided(file, '1.0.0', 2000)).toBe(true);
  expect(isCardAvoided(file, '1.1.0', 2000)).toBe(false);
  expect(isCardAvoided(file, '1.0.0', 8 * 24 * hour)).toBe(false);
  expect(isCardAvoided(file, '1.0.0', 0)).toBe(false);
  await writeFile(file, '{"version"');
  expect(isCardAvoided(file, '1.0.0', 2000)).toBe(false);
  avoidCard(join(folder, 'not', 'there'), '1.0.0', 0);
  await rm(folder, { recursive: true });
});
