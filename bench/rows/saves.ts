/** From a save to its completed revision, with the settings that users have. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { less, percentileOf, type Bar, type Figure, type Row } from '../measurement.ts';
import { freshBytes } from '../trees.ts';
import { pause, type Server } from '../trivial-world.ts';
import { within } from './uploads.ts';

/** Saves lie so far apart that none waits for the one before; and each is of another file, for one that is saved all the time is paced. */
const betweenMs = 4_500;
const longestMs = 30_000;

/** Epoch ms when the server had heard the end of one more revision than `before`. */
async function completed(server: Server, before: number): Promise<number> {
  const until = Date.now() + longestMs;
  while (Date.now() < until) {
    const { counts, lastAt } = await server.counts();
    if ((counts['completeRevision'] ?? 0) > before) return lastAt;
    await pause(5);
  }
  throw new Error('a save did not become a version');
}

async function latency(
  key: string,
  how: string,
  saves: number,
  bars: readonly [Bar, Bar],
): Promise<Figure[]> {
  return within(async ({ server, folder, beside, watch }) => {
    const fileOf = (i: number) => join(folder, `report-${String(i)}.txt`);
    for (let i = 0; i < saves; i++) writeFileSync(fileOf(i), freshBytes(4096, i + 1));
    const daemon = await watch();
    await daemon.idle();
    const times: number[] = [];
    for (let i = 0; i < saves; i++) {
      const before = (await server.counts()).counts['completeRevision'] ?? 0;
      const file = fileOf(i);
      const temp = join(beside, 'report.tmp');
      const bytes = freshBytes(4096, 90_000 + i);
      const begun = Date.now();
      if (key === 'renamed') {
        writeFileSync(temp, bytes);
        renameSync(temp, file);
      } else writeFileSync(file, bytes);
      times.push((await completed(server, before)) - begun);
      await pause(betweenMs);
    }
    await daemon.stop();
    const what = `a save of 4 KB, ${how}, to its revision`;
    return [
      { key: `${key}.p50`, what, value: percentileOf(times, 0.5), unit: 'ms p50', bar: bars[0] },
      { key: `${key}.p99`, what, value: percentileOf(times, 0.99), unit: 'ms p99', bar: bars[1] },
    ];
  });
}

/** ms that a file is left alone before it goes up (main/settings). */
const settleMs = 1000;

export const saves: Row = {
  about: 'a save of 4 KB to its completed revision, default settings',
  once: true,
  measure: async ({ saves: count }) => [
    ...(await latency('renamed', 'renamed into place', count, [less(600, 350), less(1000, 700)])),
    ...(await latency('written', 'written in place', count, [
      less(settleMs + 300, settleMs + 100),
      less(settleMs + 300, settleMs + 100),
    ])),
  ],
};
