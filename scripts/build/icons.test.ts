/** The icon in the panel is seen on every panel: nothing tells what colour that is. */
import { readdirSync, readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import { trayDrawings } from './icons.ts';

const folder = new URL('../../build/icons/tray/', import.meta.url);
const states = readdirSync(folder);

/** Relative luminance of a grey of 0 to 255, as WCAG has it. */
const luminance = (grey: number): number => {
  const part = grey / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};
const contrast = (one: number, other: number): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** How many of its pixels stand out from a panel of this grey, as graphics must (3:1). */
function seen(svg: string, pixels: number, panel: number): number {
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: pixels } }).render().pixels;
  let count = 0;
  for (let at = 0; at < image.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = image.subarray(at, at + 4);
    // resvg gives colours that are multiplied by their alpha already
    const shown = (red + green + blue) / 3 + panel * (1 - alpha / 255);
    if (contrast(shown, panel) >= 3) count++;
  }
  return count;
}

describe.each(states)('%s', (file) => {
  const drawing = readFileSync(new URL(file, folder), 'utf8');
  const coloured = trayDrawings(drawing).filter(({ suffix }) => suffix !== 'Template');

  test.each(coloured.map(({ suffix, svg }) => [suffix, svg] as const))(
    'is seen on black, white and every grey between (%s)',
    (_suffix, svg) => {
      for (let panel = 0; panel <= 255; panel += 15) {
        expect(seen(svg, 22, panel), `on ${panel}`).toBeGreaterThan(45);
        expect(seen(svg, 44, panel), `on ${panel}`).toBeGreaterThan(180);
      }
    },
  );

  test('and its bare lines would not be', () => {
    expect(seen(drawing.replaceAll('currentColor', '#2b2f36'), 22, 30)).toBe(0);
  });

  test('macOS gets black lines alone, which it colours itself', () => {
    const template = trayDrawings(drawing).find(({ suffix }) => suffix === 'Template')?.svg ?? '';
    expect(template.match(/#[\da-f]{6}/giu)?.every((colour) => colour === '#000000')).toBe(true);
  });
});
