// The pictures: drawn as SVG in build/icons/, rendered here into out/icons/ at build time; no PNG is committed.
//   app.png, app.svg                          the app's icon, 1024 px
//   tray-<state>.png            and @2x       dark lines with a light edge
//   tray-<state>-dark.png       and @2x       light lines with a dark edge
//   tray-<state>Template.png    and @2x       for macOS, which colours a picture of this name by itself
// No system tells the colour of its panel: a light desktop may have a dark one. With its edge each is seen on either.
// States are the files in build/icons/tray/: idle, syncing, paused, offline, problem, sign-in. 22 px, @2x 44 px.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { repo } from '../setup/project-node.mjs';
import { icnsFile, icoFile, icoSizes } from './icon-files.ts';

const from = path.join(repo, 'build', 'icons');

const inks = [
  { suffix: '', ink: '#2b2f36', edge: '#f4f5f7' },
  { suffix: '-dark', ink: '#f4f5f7', edge: '#2b2f36' },
  { suffix: 'Template', ink: '#000000', edge: undefined },
] as const;

/** What the edge adds to a line's width, in the drawing's units of a 22nd. */
const edgeWidth = 2;

const edged = (drawing: string, edge: string): string =>
  drawing
    .replaceAll('currentColor', edge)
    .replaceAll(/ opacity="[^"]*"/gu, '')
    .replaceAll(
      /stroke-width="([\d.]+)"/gu,
      (_, width: string) => `stroke-width="${Number(width) + edgeWidth}"`,
    );

/** Pictures of one state: what its file is called after the state, and its drawing in ink. */
export const trayDrawings = (drawing: string): { readonly suffix: string; readonly svg: string }[] =>
  inks.map(({ suffix, ink, edge }) => {
    const svg = drawing.replaceAll('currentColor', ink);
    if (edge === undefined) return { suffix, svg };
    const [, inner = ''] = /<svg[^>]*>(.*)<\/svg>/su.exec(edged(drawing, edge)) ?? [];
    return { suffix, svg: svg.replace(/(<svg[^>]*>)/u, `$1${inner}`) };
  });

const render = (svg: string, pixels: number): Buffer =>
  new Resvg(svg, { fitTo: { mode: 'width', value: pixels }, font: { loadSystemFonts: false } })
    .render()
    .asPng();

export const buildIcons = async (out = 'out'): Promise<void> => {
  const into = path.join(repo, out, 'icons');
  await mkdir(into, { recursive: true });
  const app = await readFile(path.join(from, 'app.svg'), 'utf8');
  await writeFile(path.join(into, 'app.svg'), app);
  await writeFile(path.join(into, 'app.png'), render(app, 1024));
  for (const file of await readdir(path.join(from, 'tray'))) {
    const state = path.basename(file, '.svg');
    const drawing = await readFile(path.join(from, 'tray', file), 'utf8');
    for (const { suffix, svg } of trayDrawings(drawing)) {
      await writeFile(path.join(into, `tray-${state}${suffix}.png`), render(svg, 22));
      await writeFile(path.join(into, `tray-${state}${suffix}@2x.png`), render(svg, 44));
    }
  }
};

/** Sizes of the icon theme on Linux, in pixels. */
const themeSizes = [16, 22, 24, 32, 48, 64, 96, 128, 256, 512, 1024] as const;

/** The app's icon in every form that an installed app wants: `into`/icons/NxN.png, app.svg, app.ico and app.icns. */
export const buildPackageIcons = async (into: string): Promise<void> => {
  const app = await readFile(path.join(from, 'app.svg'), 'utf8');
  const theme = path.join(into, 'icons');
  await mkdir(theme, { recursive: true });
  for (const size of themeSizes)
    await writeFile(path.join(theme, `${String(size)}x${String(size)}.png`), render(app, size));
  await writeFile(path.join(into, 'app.svg'), app);
  const pictures = icoSizes.map((pixels) => ({ pixels, png: render(app, pixels) }));
  await writeFile(path.join(into, 'app.ico'), icoFile(pictures));
  await writeFile(
    path.join(into, 'app.icns'),
    icnsFile((pixels) => render(app, pixels)),
  );
};
