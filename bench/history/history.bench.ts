/**
 * A file with `KOOSYNC_BENCH_VERSIONS` versions: how soon its history shows rows, and how smoothly it scrolls. The app
 * is the built one on a real Electron; the emulator lies in this process. Figures go to `KOOSYNC_BENCH_OUT` as JSON.
 */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, pairSamples, test } from '../../tests/e2e/fixtures.ts';
import type { Figure } from '../measurement.ts';
import { historyOpens } from './history-opens.ts';

const count = Number(process.env['KOOSYNC_BENCH_VERSIONS'] ?? '10000');
const file = 'notes.txt';
const total = `${count.toLocaleString('en')} versions`;

declare global {
  /** of the page: when frames were drawn */
  var benchFrames: number[] | undefined;
}

/** Does `work` while frames are counted; the times between two of them, ms, sorted. */
async function framesDuring(page: Page, work: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    globalThis.benchFrames = frames;
    const note = (now: number) => {
      frames.push(now);
      if (globalThis.benchFrames === frames) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await work();
  const frames = await page.evaluate(() => {
    const noted = globalThis.benchFrames ?? [];
    globalThis.benchFrames = undefined;
    return noted;
  });
  return frames
    .slice(1)
    .map((at, i) => at - (frames[i] ?? at))
    .sort((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

test('the history of a file with very many versions', async ({ world }) => {
  const figures: Figure[] = [];
  const put = (key: string, what: string, value: number, unit: string) =>
    figures.push({ key, what, value, unit });
  const { control } = world.emulator;
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const remote = `${basename(world.folder)}/${file}`;
  for (let n = 1; n < count; n += 1) control.putFile(remote, Buffer.from(`version ${n}\n`));

  control.resetCounts();
  put('firstMs', `${total}: first rows, nothing known yet`, await historyOpens(page, file), 'ms');
  await expect(page.getByText(total)).toBeVisible();
  await expect(page.getByTestId('strip')).not.toContainText('loading');
  const asked = control.counts();
  put('lists', `${total}: lists asked for until all are shown`, asked.listRevisions, 'calls');
  put('details', `${total}: details asked for until somebody scrolls`, asked.getRevision, 'calls');

  const again: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    again.push(await historyOpens(page, file));
    await expect(page.getByText(total)).toBeVisible();
  }
  again.sort((a, b) => a - b);
  put('knownWorstMs', `${total}: first rows, known (worst of ${again.length})`, again.at(-1) ?? 0, 'ms');
  put('knownMs', `${total}: first rows, known (median)`, at(again, 0.5), 'ms');

  const timeline = page.getByTestId('timeline');
  await timeline.focus();
  const idle = await framesDuring(page, () => page.waitForTimeout(2000));
  put('idleFrameMs', 'frames while nothing happens, median', at(idle, 0.5), 'ms');
  const byKeys = await framesDuring(page, async () => {
    for (let i = 0; i < 100; i += 1) await page.keyboard.press('PageDown');
  });
  put('keysP95Ms', `${total}: frames while PageDown is held, p95`, at(byKeys, 0.95), 'ms');
  put('keysLongestMs', `${total}: frames while PageDown is held, longest`, byKeys.at(-1) ?? 0, 'ms');
  const box = await timeline.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 100);
  const byWheel = await framesDuring(page, async () => {
    for (let i = 0; i < 200; i += 1) await page.mouse.wheel(0, -600);
  });
  put('wheelP95Ms', `${total}: frames while the wheel turns, p95`, at(byWheel, 0.95), 'ms');
  put('wheelLongestMs', `${total}: frames while the wheel turns, longest`, byWheel.at(-1) ?? 0, 'ms');

  await running.quit();
  const later = await world.start();
  const offline = control.fault({ match: {}, action: { kind: 'dropBefore' } });
  put(
    'offlineMs',
    `${total}: first rows after a restart, offline`,
    await historyOpens(await later.window(), file),
    'ms',
  );
  offline.remove();
  const out = process.env['KOOSYNC_BENCH_OUT'];
  if (out !== undefined) writeFileSync(out, JSON.stringify(figures));
});
