/** The main process's loop during a first sync, in the built app. Run by bench/rows/main-loop.ts. */
import { defineConfig } from '@playwright/test';
import { config as ofHistory } from '../history/playwright.config.ts';

const config = defineConfig({ ...ofHistory, testMatch: 'main-loop.bench.ts', timeout: 1_200_000 });

// Playwright reads its configuration from the default export.
export { config as default };
