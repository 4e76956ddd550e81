import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// What there is no such thing of on Windows: shells and Python of Linux's file managers, and files that are held open while
// they are replaced. Single tests of that kind are skipped where they stand.
const notOnWindows = [
  'main/file-managers/file-managers.test.ts',
  'main/file-managers/formats/{python-extension,quoting}.test.ts',
  'main/history/late-writes.test.ts',
  // sockets of X and Wayland, and what is to become of an AppImage
  'main/desktop/display.test.ts',
  'main/desktop/kept-sandbox.test.ts',
  'main/updates/place-appimage.test.ts',
];

// Suites, told apart by what they touch. e2e is not here: it runs under Playwright (scripts/e2e.ts). torture is not part
// of npm test: it kills at moments of its own, so that a run of it is a finding and not a verdict on a change.
export default defineConfig({
  test: {
    // Vitest leaves one core free by itself; on two that would be one file at a time, and many wait more than they work
    maxWorkers: availableParallelism(),
    expect: { poll: { timeout: 25_000 } },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{main,shared,emulator,renderer,scripts,bench}/**/*.test.{ts,tsx}'],
          exclude: process.platform === 'win32' ? notOnWindows : [],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['tests/{scenarios,simulation,torture}/**/*.test.ts'],
          // a keyring of a test's own can be started on Linux alone
          exclude: [
            'tests/torture/torture.test.ts',
            ...(process.platform === 'linux' ? [] : ['tests/scenarios/cli-keyring.test.ts']),
          ],
          globalSetup: ['tests/harness/built-cli.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        // the same scenarios with the watcher switched off: scans alone must find everything
        test: {
          name: 'unwatched',
          include: ['tests/scenarios/{cli,deletions,ignore}.test.ts'],
          env: { KOOSYNC_WATCHER: 'off' },
          globalSetup: ['tests/harness/built-cli.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        // attacks, on this build or on another one: npm run attacks
        test: {
          name: 'security',
          include: ['tests/security/**/*.test.ts'],
          globalSetup: ['tests/harness/built-cli.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        // real programs; a bare machine lacks most of them: npm run test:programs
        test: {
          name: 'programs',
          include: ['tests/programs/**/*.test.ts'],
          globalSetup: ['tests/harness/built-cli.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        // real file managers, which a bare machine lacks: npm run test:file-managers
        test: {
          name: 'file-managers',
          include: ['tests/file-managers/**/*.test.ts'],
          globalSetup: ['tests/harness/built-cli.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
        },
      },
      {
        // installs packages on computers of their own: npm run test:packages
        test: {
          name: 'packages',
          include: ['tests/packages/**/*.test.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
        },
      },
      {
        // the programs that start what is to start with a session: npm run test:launchers
        test: { name: 'launchers', include: ['tests/launchers/**/*.test.ts'], testTimeout: 200_000 },
      },
      {
        // packages that update themselves, which are made first: npm run test:updates
        test: {
          name: 'updates',
          include: ['tests/updates/**/*.test.ts'],
          globalSetup: ['tests/harness/built-cli.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 700_000,
          // they share the port of the feed, which the packages name
          fileParallelism: false,
        },
      },
      {
        // what holds on Windows alone: npm run test:windows
        test: {
          name: 'windows',
          include: ['tests/windows/**/*.test.ts'],
          globalSetup: ['tests/harness/built-cli.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'torture',
          include: ['tests/torture/torture.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['tests/{conformance,fuzz}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
