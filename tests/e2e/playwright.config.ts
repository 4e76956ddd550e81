/** The e2e suite: a real Electron, the real keyring, a tray on a real bus, an emulated KooDrive. Run by scripts/e2e.ts. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const repo = join(import.meta.dirname, '..', '..');

const config = defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: join(repo, 'test-results', 'e2e'),
  // these say that something never came; nothing is to come within them, however busy the machine is
  timeout: 240_000,
  expect: { timeout: 90_000 },
  // each test has a desktop, a server and an app of its own; more than this only waits for the processor
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
});

// Playwright reads its configuration from the default export.
export { config as default };
