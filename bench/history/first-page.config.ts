/** The first page of histories of which nothing is known, in the built app. Run by bench/history/measure.ts. */
import { defineConfig } from '@playwright/test';
import { config as ofHistory } from './playwright.config.ts';

const config = defineConfig({ ...ofHistory, testMatch: 'first-page.bench.ts' });

// Playwright reads its configuration from the default export.
export { config as default };
