/** The history of one file with very many versions, in the built app. Run by bench/history/measure.ts. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

export const config = defineConfig({
  testDir: '.',
  testMatch: 'history.bench.ts',
  outputDir: join(import.meta.dirname, '..', '..', 'test-results', 'bench'),
  timeout: 600_000,
  expect: { timeout: 120_000 },
  workers: 1,
  retries: 0,
  reporter: [['line']],
});

// Playwright reads its configuration from the default export.
export { config as default };
