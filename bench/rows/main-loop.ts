/** Runs main-loop/main-loop.bench.ts on the built app, by Playwright, and gives its figures. */
import type { Row } from '../measurement.ts';
import { measureInApp } from '../history/measure.ts';

/** Files of a first sync that is large, and no archive. */
const files = 20_000;

export const mainLoop: Row = {
  about: "how long the app's main process was blocked during a first sync",
  once: true,
  measure: () => measureInApp('bench/main-loop/playwright.config.ts', { KOOSYNC_BENCH_FILES: String(files) }),
};
