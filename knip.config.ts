import type { KnipConfig } from 'knip';

/**
 * For `npm run dead`, which runs this twice. First for everything: files and packages that nobody uses, and exports that
 * no other file imports (a type may be exported because it is part of what the file's other exports take and give). Then
 * with --production for what is shipped: the tests do not count as users then, so that code is found which nothing but
 * its test calls. To export a part for the tests is fine as long as the product uses it within its file.
 */
export default ({ production = false }: { readonly production?: boolean }): KnipConfig => ({
  // `!` marks what counts in the second run
  entry: [
    'main/{index,preload/index,cli/main,cli/launcher,cli/windows-path/main,engine-process/main}.ts!',
    'main/**/*.worker.ts!',
    // JSX itself imports them
    ...(production ? ['renderer/jsx/jsx-{runtime,dev-runtime}.ts!'] : []),
    // asked for by two-way sync, which is not there yet; its test holds it until then
    'main/koodrive/sync-directories.ts!',
    // started in processes of their own
    'main/vault/keyring-child.ts',
    'bench/meter.mjs',
    'scripts/electron/download.ts',
    'scripts/package/stand-ins/fpm.ts',
    'scripts/{demo,start}/main.ts',
    'scripts/windows/installer/pack.ts',
    'tests/conformance/tray-app/main.mjs',
    'tests/e2e/plain-window/main.mjs',
    'tests/harness/*-preload.mjs',
    'tests/stand-ins/electron-app/main.mjs',
    'tests/windows/{faults/*,steady-birth-times}.mjs',
    // started by hand
    'bench/reference/*.mjs',
    'scripts/*.{ts,mjs}',
    'tests/fixtures/*/make.ts',
  ],
  project: [
    '{main,shared,renderer}/**/*.{ts,tsx}!',
    '!{main,shared,renderer}/**/{*.test.{ts,tsx},test-*.ts}!',
    '!renderer/dev/**!',
    '{bench,emulator,scripts,tests}/**/*.{ts,mjs}',
    '*.{ts,js}',
  ],
  vite: {
    config: 'renderer/vite.config.ts',
    entry: ['renderer/src/main.tsx!', 'renderer/preview/main.tsx!', 'renderer/dev/dev.ts'],
  },
  playwright: {
    config: [
      'tests/e2e/playwright.config.ts',
      'bench/history/{playwright,first-page}.config.ts',
      'bench/main-loop/playwright.config.ts',
    ],
  },
  ignoreExportsUsedInFile: production ? true : { interface: true, type: true },
  // `#jsx` is renderer/jsx/, by its name in package.json
  ignoreIssues: { 'renderer/tsconfig.json': ['unlisted'] },
  // programs of the system: GNOME's settings, and what tests start
  ignoreBinaries: [
    'apt-get',
    'dpkg',
    'dpkg-deb',
    'emacs',
    'gcc',
    'mkfifo',
    'mount',
    'readelf',
    'script',
    'setpriv',
    'soffice',
    'sqlite3',
    'umount',
    'unshare',
    'vim',
    'wine',
    'wineserver',
  ],
});
