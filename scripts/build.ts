// Builds what runs, from source into out/. Without arguments everything; with some, only those:
//   node scripts/build.ts cli          node scripts/build.ts main renderer
// A part whose source is missing is an error: nothing is left out in silence.
import { buildBundles, buildRenderer, bundledParts, BuildProblem } from './build/bundles.ts';
import { buildIcons } from './build/icons.ts';

const bundled = bundledParts();
const parts: Record<string, () => Promise<void>> = {
  main: () => buildBundles(bundled.main),
  'main-libsql': () => buildBundles(bundled['main-libsql']),
  cli: () => buildBundles(bundled.cli),
  renderer: () => buildRenderer(),
  icons: () => buildIcons(),
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
for (const name of wanted) {
  const part = parts[name];
  if (part === undefined) {
    console.error(`There is no part "${name}" to build; there are ${Object.keys(parts).join(', ')}.`);
    process.exit(1);
  }
  const started = Date.now();
  try {
    await part();
  } catch (error) {
    // esbuild has printed the place already; the rest of its stack is its own.
    console.error(error instanceof BuildProblem ? error.message : error);
    console.error(`${name} was not built.`);
    process.exit(1);
  }
  console.log(`built ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
