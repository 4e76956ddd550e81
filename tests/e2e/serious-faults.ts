/** What an accessibility checker finds that is serious or worse, in a page and in the preview frames within it. */
import type { Frame, Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';

declare global {
  // what axe-core's own source puts on the page
  var axe: { run(options: { resultTypes: string[]; iframes: boolean }): Promise<AxeResults> };
}

/** Each fault with the element that has it. Frames are looked at by themselves: they are of another origin. */
export async function seriousFaultsIn(where: Page | Frame): Promise<string[]> {
  await where.evaluate(axe.source);
  const { violations } = await where.evaluate(() =>
    globalThis.axe.run({ resultTypes: ['violations'], iframes: false }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
