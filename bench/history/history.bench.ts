/**
 * A file with `KOOSYNC_BENCH_VERSIONS` versions: how soon its history shows rows, and how smoothly it scrolls. The app
 * is the built one on a real Electron; the emulator lies in this process. Figures go to `KOOSYNC_BENCH_OUT` as JSON.
 */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, pairSamples, test } from '../../tests/e2e/fixtures.ts';
import type { Figure } from '../measurement.ts';

const count = Number(process.env['KOOSYNC_BENCH_VERSIONS'] ?? '10000');
const file = 'notes.txt';
const total = `${count.toLocaleString('en')} versions`;

declare global {
  // of the page: when the history was asked for, and when frames were drawn
  var benchAskedAt: number | undefined;
  var benchFrames: number[] | undefined;
}

/** From the key that asks for the history to the frame that has rows, ms. */
async function opens(page: Page): Promise<number> {
  const sections = page.getByRole('navigation', { name: 'Sections' });
  await sections.getByRole('button', { name: 'Files' }).click();
  const search = page.getByRole('combobox', { name: 'Find a file' });
  await search.fill(file);
  await expect(page.getByTestId('file-row')).toHaveCount(1);
  await search.press('ArrowDown');
  await page.evaluate(() => {
    globalThis.benchAskedAt = undefined;
    document.addEventListener('keydown', (event) => (globalThis.benchAskedAt = event.timeStamp), {
      capture: true,
      once: true,
    });
  });
  const drawn = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const askedAt = globalThis.benchAskedAt;
          if (askedAt !== undefined && document.querySelector('[data-testid="version-row"]')) {
            // the frame that has them is the one after this call
            requestAnimationFrame(() => resolve(performance.now() - askedAt));
          } else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
  await search.press('Enter');
  return drawn;
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
  const put = (what: string, value: number, unit: string) => figures.push({ what, value, unit });
  const { control } = world.emulator;
  const running = await world.start();
  const page = await running.window();
  await pairSamples(world, page);
  const remote = `${basename(world.folder)}/${file}`;
  for (let n = 1; n < count; n += 1) control.putFile(remote, Buffer.from(`version ${n}\n`));

  control.resetCounts();
  put(`${total}: first rows, nothing known yet`, await opens(page), 'ms');
  await expect(page.getByText(total)).toBeVisible();
  await expect(page.getByTestId('strip')).not.toContainText('loading');
  const asked = control.counts();
  put(`${total}: lists asked for until all are shown`, asked.listRevisions, 'calls');
  put(`${total}: details asked for until somebody scrolls`, asked.getRevision, 'calls');

  const again: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    again.push(await opens(page));
    await expect(page.getByText(total)).toBeVisible();
  }
  again.sort((a, b) => a - b);
  put(`${total}: first rows, known (worst of ${again.length})`, again.at(-1) ?? 0, 'ms');
  put(`${total}: first rows, known (median)`, at(again, 0.5), 'ms');

  const timeline = page.getByTestId('timeline');
  await timeline.focus();
  const idle = await framesDuring(page, () => page.waitForTimeout(2000));
  put('frames while nothing happens, median', at(idle, 0.5), 'ms');
  const byKeys = await framesDuring(page, async () => {
    for (let i = 0; i < 100; i += 1) await page.keyboard.press('PageDown');
  });
  put(`${total}: frames while PageDown is held, p95`, at(byKeys, 0.95), 'ms');
  put(`${total}: frames while PageDown is held, longest`, byKeys.at(-1) ?? 0, 'ms');
  const box = await timeline.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 100);
  const byWheel = await framesDuring(page, async () => {
    for (let i = 0; i < 200; i += 1) await page.mouse.wheel(0, -600);
  });
  put(`${total}: frames while the wheel turns, p95`, at(byWheel, 0.95), 'ms');
  put(`${total}: frames while the wheel turns, longest`, byWheel.at(-1) ?? 0, 'ms');

  await running.quit();
  const later = await world.start();
  const offline = control.fault({ match: {}, action: { kind: 'dropBefore' } });
  put(`${total}: first rows after a restart, offline`, await opens(await later.window()), 'ms');
  offline.remove();
  const out = process.env['KOOSYNC_BENCH_OUT'];
  if (out !== undefined) writeFileSync(out, JSON.stringify(figures));
});
