/** What an accessibility checker finds that is serious or worse, in a page and in the preview frames within it. */
import type { Frame, Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';

declare global {
  // what axe-core's own source puts on the page
  var axe: { run(options: { resultTypes: string[]; iframes: boolean }): Promise<AxeResults> };
}

/** Each fault with the element that has it. Frames are looked at by themselves: they are of another origin. */
export async function seriousFaultsIn(where: Page | Frame): Promise<string[]> {
  // words that fade in are read when they are there; a spinner never ends
  await where.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
    await Promise.all(ending.map((one) => one.finished.catch(() => undefined)));
  });
  await where.evaluate(axe.source);
  const { violations } = await where.evaluate(() =>
    globalThis.axe.run({ resultTypes: ['violations'], iframes: false }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
