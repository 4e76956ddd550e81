import { defineConfig } from 'vitest/config';

// Three suites, told apart by what they touch. e2e is not here: it runs under Playwright (scripts/e2e.ts).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{main,shared,emulator,renderer}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['tests/{scenarios,simulation,torture}/**/*.test.ts'],
          // a keyring of a test's own can be started on Linux alone
          exclude: process.platform === 'linux' ? [] : ['tests/scenarios/cli-keyring.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['tests/{conformance,fuzz}/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
