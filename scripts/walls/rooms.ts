/**
 * The walls of the house: every file belongs to one room, and a room imports what its row names and nothing else, types
 * included. Rows stand from the ground floor up: a row names only rooms above it in this file, so that no room can
 * import one that imports it. `npm run walls` holds this (dependency-cruiser, rules.ts makes its rules out of the rows);
 * tests/conformance/walls.test.ts tries every import that no row allows, and finds entries that nobody uses.
 *
 * To add a folder, add a row. To add a package, name it in the one row that is to import it; who else needs it asks that
 * room. Why an allow-list: docs/decisions/allow-listed-imports.md.
 */

/** What the unit tests beside a room's code, and test support named `test-*.ts`, import on top of what the room may. */
export type UnitTests = { readonly rooms?: readonly string[]; readonly packages?: readonly string[] };

export type Room = {
  readonly about: string;
  /**
   * Files, and folders with a slash at the end. A folder stands for the files right in it and not for its folders: a new
   * folder is a new row, or joins a row by name. Default: the folder that is called like the room.
   */
  readonly at?: readonly string[];
  /** rooms it may import; for tests and scripts also `main/*`: every room of which the name begins so */
  readonly rooms?: readonly string[];
  /** modules of Node, without `node:`; 'any' where the whole of Node is at hand */
  readonly node?: readonly string[] | 'any';
  /** outside packages */
  readonly packages?: readonly string[];
  /** absent: the room has no unit tests; `true`: the room is a suite, its tests are files like the others */
  readonly tests?: UnitTests | true;
};

/** Packages that several rooms of one program import. Every other package has a single importer in each program. */
export const severalImporters: Readonly<Record<string, string>> = {
  zod: 'every room checks what comes into it with the schemas that it owns',
  electron: 'the shell of the app, its preload and its entry',
  react: 'every room that draws',
  'react-aria-components': 'pages put controls together; what is used twice goes to ui/',
  'react-i18next': 'the hook of strings/, and the provider in the shell',
  i18next: 'the translator, and the types of the instance that is handed to React',
  '@tanstack/react-virtual': 'long lists: ui/, and the results of the search',
};

export const rooms: Readonly<Record<string, Room>> = {
  // ── what crosses the walls between processes ───────────────────────────────────────────────────────────────────────
  shared: {
    about: 'Views, error codes, results: what crosses between processes. No Node, no DOM.',
    packages: ['zod'],
  },
  'shared/ipc': {
    about: 'What the window may ask of the main process, and what it is told.',
    rooms: ['shared'],
  },
  'shared/strings': {
    about: 'The catalogue of words, and the translator.',
    at: ['shared/strings/', 'shared/strings/en/', 'shared/strings/zh/'],
    rooms: ['shared'],
    packages: ['i18next'],
    tests: {},
  },

  // ── main: values, tools, the doors to the outside ──────────────────────────────────────────────────────────────────
  'main/model': {
    about: 'Values of the domain, without input and output.',
    rooms: ['shared', 'shared/strings'],
  },
  'main/lib': {
    about: 'Tools that know nothing of the domain but its values: clock, log, words, atomic writes.',
    rooms: ['shared/strings', 'main/model'],
    node: ['fs', 'path'],
    packages: ['pino', 'write-file-atomic'],
    tests: { packages: ['fast-check'] },
  },
  'main/disk': {
    about: "The only room that touches the user's files.",
    rooms: ['shared', 'main/model', 'main/lib', 'shared/strings'],
    node: ['crypto', 'fs', 'fs/promises', 'path', 'worker_threads'],
    packages: ['hash-wasm'],
    tests: {},
  },
  'main/storage': {
    about: 'Our own database and files in the state folder.',
    rooms: ['shared', 'main/model', 'main/lib', 'shared/strings'],
    node: ['fs', 'path', 'sqlite'],
    packages: ['env-paths', 'zod'],
    tests: {},
  },
  'main/vault': {
    about: "Secrets, in the system's keyring.",
    rooms: ['main/model'],
    node: ['crypto', 'perf_hooks'],
    packages: ['keytar', 'zod'],
    tests: {},
  },
  'main/settings': {
    about: 'settings.json: schema, migrations, reading and writing.',
    rooms: ['main/model', 'main/lib'],
    node: ['fs', 'path'],
    packages: ['conf', 'zod'],
    tests: { rooms: ['main/storage', 'main/lib tests'] },
  },
  'main/koodrive': {
    about: 'The only room that speaks HTTP: typed calls, a schema for every answer, error codes.',
    rooms: ['shared', 'main/model', 'main/lib', 'main/vault'],
    node: ['crypto', 'stream'],
    packages: ['undici', 'zod'],
    tests: { packages: ['fast-check'], rooms: ['main/lib tests'] },
  },

  // ── main/engine: the pipeline ──────────────────────────────────────────────────────────────────────────────────────
  'main/engine/plan': {
    about: 'Pure decisions: no Node, no other room that does anything.',
    rooms: ['shared', 'main/model'],
    tests: {},
  },
  'main/engine/pending': {
    about: 'The durable queue of paths that may differ.',
    rooms: ['shared', 'main/model', 'main/storage'],
    tests: {},
  },
  'main/engine/baseline': {
    about: 'The last synced state of every path.',
    rooms: ['main/model', 'main/storage'],
    tests: {},
  },
  'main/engine/watch': {
    about: 'Names paths that may differ: events are hints, the scan is the truth.',
    rooms: [
      'main/model',
      'main/lib',
      'main/disk',
      'main/engine/baseline',
      'main/engine/pending',
      'main/storage',
    ],
    packages: ['chokidar', 'ignore'],
    tests: { packages: ['fast-check'] },
  },
  'main/engine/api': {
    about: 'What an engine is: all that the shells see of it.',
    at: ['main/engine/api.ts'],
    rooms: [
      'shared',
      'main/model',
      'main/lib',
      'main/disk',
      'main/storage',
      'main/koodrive',
      'main/engine/plan',
      'main/engine/watch',
    ],
  },
  'main/engine/contexts': {
    about: 'For whom the engine works: account, pair, and what stands in the way of a whole host.',
    at: ['main/engine/contexts.ts', 'main/engine/circuit-breaker.ts'],
    rooms: ['main/model', 'main/storage', 'main/koodrive', 'main/engine/api', 'main/engine/plan'],
    tests: {},
  },
  'main/engine/apply': {
    about: 'Carries out what was decided for one path.',
    rooms: [
      'shared',
      'main/model',
      'main/lib',
      'main/disk',
      'main/storage',
      'main/koodrive',
      'main/engine/plan',
      'main/engine/baseline',
      'main/engine/pending',
      'main/engine/contexts',
    ],
    packages: ['p-queue'],
    tests: { rooms: ['main/engine tests'] },
  },
  'main/engine/deletions': {
    about: 'What is missing on disk: held, recycled, undone.',
    rooms: [
      'shared',
      'main/model',
      'main/disk',
      'main/storage',
      'main/koodrive',
      'main/engine/plan',
      'main/engine/baseline',
      'main/engine/apply',
      'main/engine/pending',
      'main/lib',
      'main/engine/contexts',
      'main/engine/api',
    ],
    node: ['path'],
    tests: {},
  },
  'main/engine': {
    about: 'The engine itself: start, stop, the beat; its parts put together.',
    rooms: [
      'shared',
      'main/model',
      'main/lib',
      'main/disk',
      'main/storage',
      'main/engine/plan',
      'main/engine/pending',
      'main/engine/baseline',
      'main/engine/watch',
      'main/engine/apply',
      'main/engine/deletions',
      'main/engine/api',
      'main/engine/contexts',
    ],
    node: ['events', 'fs', 'fs/promises', 'path', 'worker_threads'],
    tests: { rooms: ['main/lib tests', 'main/engine/contexts'] },
  },

  // ── main: what stands on the engine ────────────────────────────────────────────────────────────────────────────────
  'main/history': {
    about: 'Versions of a file, fetch one, restore one.',
    rooms: ['shared', 'main/model', 'main/lib', 'main/disk', 'main/koodrive'],
    node: ['crypto', 'path'],
    tests: { rooms: ['main/lib tests'] },
  },
  'main/account': {
    about: 'Who is signed in, and the session that stays alive.',
    rooms: [
      'shared',
      'main/model',
      'main/lib',
      'main/vault',
      'main/settings',
      'main/koodrive',
      'shared/strings',
    ],
    tests: {},
  },
  'main/compose': {
    about: 'What both shells share, put together once.',
    at: ['main/compose.ts'],
    rooms: [
      'shared/strings',
      'main/model',
      'main/lib',
      'main/disk',
      'main/storage',
      'main/vault',
      'main/settings',
      'main/koodrive',
      'main/engine/api',
      'main/engine',
      'main/history',
      'main/account',
      'main/engine/deletions',
    ],
    node: ['crypto'],
    tests: {},
  },
  'main/cli': {
    about: 'The shell `koosync`: the same engine without Electron.',
    at: ['main/cli/', 'main/cli/commands/'],
    rooms: [
      'shared',
      'shared/strings',
      'main/model',
      'main/lib',
      'main/storage',
      'main/settings',
      'main/engine/api',
      'main/account',
      'main/compose',
    ],
    node: [
      'child_process',
      'events',
      'fs',
      'fs/promises',
      'os',
      'path',
      'process',
      'readline/promises',
      'stream',
      'timers/promises',
      'url',
    ],
    packages: ['commander'],
    tests: {},
  },
  'main/preload': {
    about: "The window's bridge. A sandboxed preload has electron and nothing else.",
    rooms: ['shared', 'shared/ipc'],
    packages: ['electron'],
  },
  'main/desktop/file-manager': {
    about: "From the system's file manager to a file's history.",
    node: ['path'],
    packages: ['zod'],
    tests: {},
  },
  'main/desktop/window': {
    about: 'The window, the protocol that its files come by, its guards.',
    rooms: ['shared', 'main/lib', 'main/desktop/file-manager', 'shared/ipc'],
    node: ['fs', 'fs/promises', 'path'],
    packages: ['electron', 'zod'],
    tests: {},
  },
  'main/desktop/ipc': {
    about: 'The one door from the window into the main process: sender, then shape, then act.',
    rooms: [
      'shared',
      'main/model',
      'main/lib',
      'main/engine/api',
      'main/history',
      'main/desktop/window',
      'shared/ipc',
    ],
    packages: ['electron', 'zod'],
    tests: {},
  },
  'main/desktop/tray': {
    about: 'The icon in the tray and its menu.',
    rooms: ['shared', 'shared/strings'],
    node: ['child_process', 'path'],
    packages: ['electron'],
    tests: {},
  },
  'main/desktop': {
    about: "The app's life, from start to quit.",
    rooms: [
      'shared',
      'shared/strings',
      'main/model',
      'main/lib',
      'main/storage',
      'main/settings',
      'main/koodrive',
      'main/compose',
      'main/desktop/file-manager',
      'main/desktop/window',
      'main/desktop/ipc',
      'main/desktop/tray',
      'main/account',
    ],
    node: ['fs', 'fs/promises', 'path'],
    packages: ['electron'],
    tests: {},
  },
  main: {
    about: "Electron's entry: what must be done before the app is ready.",
    at: ['main/index.ts'],
    rooms: [
      'shared/strings',
      'main/model',
      'main/lib',
      'main/storage',
      'main/desktop/file-manager',
      'main/desktop/window',
      'main/desktop',
    ],
    node: ['fs', 'os', 'path'],
    packages: ['electron'],
  },

  // ── renderer: reaches shared/ and window.koo alone ─────────────────────────────────────────────────────────────────
  'renderer/format': {
    about: 'Sizes, times and paths as text. Pure.',
    at: ['renderer/src/format/'],
    rooms: ['shared'],
    tests: {},
  },
  'renderer/state': {
    about: 'What the page knows of the main process: bridge, feeds, account, preferences.',
    at: ['renderer/src/state/'],
    rooms: ['shared', 'shared/ipc'],
    packages: ['react'],
  },
  'renderer/strings': {
    about: 'Words and formats for components.',
    at: ['renderer/src/strings/'],
    rooms: ['shared', 'shared/strings', 'renderer/format', 'renderer/state'],
    packages: ['i18next', 'react', 'react-i18next'],
  },
  'renderer/ui': {
    about: 'Components that know nothing of files and versions.',
    at: ['renderer/src/ui/'],
    rooms: ['renderer/strings'],
    packages: ['@tanstack/react-virtual', 'react', 'react-aria-components'],
    tests: {},
  },
  'renderer/navigation': {
    about: 'Which page is shown, and where Back leads.',
    at: ['renderer/src/navigation/'],
    rooms: ['shared/strings'],
    packages: ['react'],
    tests: {},
  },
  'renderer/status': {
    about: 'The first page: what is going on.',
    at: ['renderer/src/status/'],
    rooms: [
      'shared',
      'shared/strings',
      'renderer/format',
      'renderer/state',
      'renderer/strings',
      'renderer/ui',
      'renderer/navigation',
    ],
    packages: ['react', 'react-aria-components'],
    tests: { rooms: ['renderer/dev'] },
  },
  'renderer/sign-in': {
    about: 'The page of whoever is not signed in.',
    at: ['renderer/src/sign-in/'],
    rooms: ['shared', 'renderer/state', 'renderer/strings', 'renderer/ui', 'renderer/navigation'],
    packages: ['react', 'react-aria-components'],
    tests: {},
  },
  'renderer/files': {
    about: 'The page that finds a file.',
    at: ['renderer/src/files/'],
    rooms: [
      'shared',
      'renderer/format',
      'renderer/state',
      'renderer/strings',
      'renderer/ui',
      'renderer/navigation',
      'shared/strings',
    ],
    packages: ['@tanstack/react-virtual', 'react'],
    tests: {},
  },
  'renderer/history': {
    about: 'The page with the versions of a file.',
    at: ['renderer/src/history/'],
    rooms: [
      'shared',
      'renderer/format',
      'renderer/state',
      'renderer/strings',
      'renderer/ui',
      'renderer/navigation',
      'renderer/status',
    ],
    packages: ['react', 'react-aria-components'],
    tests: { rooms: ['renderer/dev'] },
  },
  'renderer/deletions': {
    about: 'The page with what is missing on disk.',
    at: ['renderer/src/deletions/'],
    rooms: [
      'shared',
      'renderer/format',
      'renderer/state',
      'renderer/strings',
      'renderer/ui',
      'renderer/navigation',
      'shared/strings',
    ],
    packages: ['react', 'react-aria-components'],
    tests: { rooms: ['renderer/dev'] },
  },
  'renderer/settings': {
    about: 'The page of the settings.',
    at: ['renderer/src/settings/'],
    rooms: [
      'shared',
      'renderer/format',
      'renderer/state',
      'renderer/strings',
      'renderer/ui',
      'renderer/navigation',
      'renderer/status',
    ],
    packages: ['react', 'react-aria-components'],
  },
  'renderer/shell': {
    about: 'The frame around the pages: which one is shown, the sidebar, the keys.',
    at: ['renderer/src/shell/'],
    rooms: [
      'shared/strings',
      'renderer/state',
      'renderer/strings',
      'renderer/ui',
      'renderer/navigation',
      'renderer/status',
      'renderer/sign-in',
      'renderer/files',
      'renderer/history',
      'renderer/deletions',
      'renderer/settings',
      'shared/ipc',
    ],
    packages: ['i18next', 'react', 'react-aria-components', 'react-i18next'],
    tests: { rooms: ['shared', 'renderer/dev'], packages: ['react-dom'] },
  },
  renderer: {
    about: 'Puts the app into the page.',
    at: ['renderer/src/'],
    rooms: ['shared/strings', 'renderer/strings', 'renderer/ui', 'renderer/shell', 'shared/ipc'],
    packages: ['react-dom'],
  },
  'renderer/dev': {
    about: 'The page in a browser, on a bridge that answers out of fixtures. Never packed.',
    rooms: ['shared', 'shared/strings', 'renderer', 'shared/ipc'],
    tests: {},
  },
  'renderer build': {
    about: "The build of the window's files.",
    at: ['renderer/vite.config.ts'],
    node: ['url'],
    packages: ['@vitejs/plugin-react', 'vite'],
  },

  // ── emulator: written from the API document alone, so that it can prove the client wrong ───────────────────────────
  'emulator/defaults': {
    about: 'The account and the space of an emulator that was told nothing else.',
    at: ['emulator/defaults.ts'],
  },
  'emulator/rules': {
    about: 'What the API document states, as pure functions.',
    node: ['crypto'],
    tests: { rooms: ['emulator tests'] },
  },
  'emulator/switches': {
    about: 'What tests switch, plan and count.',
    node: [],
  },
  'emulator/store': {
    about: "The emulator's database, contents, tokens and links.",
    rooms: ['emulator/defaults', 'emulator/rules', 'emulator/switches'],
    node: ['crypto', 'fs', 'fs/promises', 'path', 'sqlite'],
  },
  'emulator/world': {
    about: 'What every call of one emulator shares, and the shape of a call.',
    at: ['emulator/world.ts', 'emulator/call.ts'],
    rooms: ['emulator/switches', 'emulator/store'],
    node: ['http'],
  },
  'emulator/work': {
    about: 'What calls and jobs do to the drive.',
    rooms: ['emulator/rules', 'emulator/store', 'emulator/world'],
    node: ['crypto', 'fs'],
    packages: ['zod'],
  },
  'emulator/control': {
    about: 'What a test does to the drive behind the API, and what it reads of it.',
    rooms: [
      'emulator/defaults',
      'emulator/rules',
      'emulator/switches',
      'emulator/store',
      'emulator/world',
      'emulator/work',
    ],
    node: ['crypto', 'fs'],
  },
  'emulator/http': {
    about: 'From a request to a call, and from a result to an answer.',
    rooms: ['emulator/defaults', 'emulator/rules', 'emulator/switches', 'emulator/world', 'emulator/work'],
    node: ['http', 'stream', 'timers/promises'],
    packages: ['fastify', 'zod'],
  },
  'emulator/routes': {
    about: 'The calls of the API, one file per section of the document.',
    rooms: [
      'emulator/defaults',
      'emulator/rules',
      'emulator/switches',
      'emulator/store',
      'emulator/world',
      'emulator/work',
      'emulator/control',
      'emulator/http',
    ],
    node: ['crypto', 'fs', 'fs/promises', 'stream', 'stream/promises'],
    packages: ['fastify', 'zod'],
  },
  emulator: {
    about: 'Puts an emulator together; its command line.',
    rooms: [
      'emulator/defaults',
      'emulator/rules',
      'emulator/switches',
      'emulator/store',
      'emulator/world',
      'emulator/work',
      'emulator/control',
      'emulator/http',
      'emulator/routes',
    ],
    node: ['crypto', 'fs', 'net', 'os', 'path', 'child_process', 'events', 'readline'],
    packages: ['commander'],
    tests: {},
  },

  // ── scripts and tests ──────────────────────────────────────────────────────────────────────────────────────────────
  'scripts/setup': {
    about: 'Sets up a fresh checkout: starts under Node 20 and before there are packages.',
    at: ['scripts/setup/', 'scripts/setup.mjs'],
    node: 'any',
  },
  'scripts/electron': {
    about: 'Finds, fetches and tries an Electron.',
    rooms: ['scripts/setup'],
    node: 'any',
    packages: ['@electron/get', 'yauzl'],
  },
  'scripts/build': {
    about: 'Bundles and icons.',
    rooms: ['scripts/setup'],
    node: 'any',
    packages: ['@resvg/resvg-js', 'esbuild', 'vite'],
  },
  'scripts/lint': {
    about: 'Who may begin a transaction.',
  },
  'scripts/walls': {
    about: 'This table, and the rules that are made of it.',
    node: [],
  },
  'tests/stand-ins': {
    about: 'Electron and node:sqlite for machines on which the real ones cannot be had.',
    at: ['tests/stand-ins/', 'tests/stand-ins/sqlite/', 'tests/stand-ins/electron-app/'],
    rooms: ['scripts/setup', 'scripts/electron'],
    node: 'any',
    packages: ['@electron/asar', '@electron/fuses', 'electron', 'libsql'],
  },
  'tests/harness': {
    about: 'What several suites need: worlds, a desktop session, a client of the command line.',
    rooms: ['shared', 'main/*', 'emulator', 'main/lib tests', 'shared/ipc'],
    node: 'any',
    packages: ['dbus-next', 'fast-check', 'zod', 'vitest', 'typescript'],
  },
  'tests/fixtures': {
    about: 'State folders that earlier versions wrote, and how they were made.',
    at: ['tests/fixtures/previous-version/'],
    rooms: ['emulator'],
    node: 'any',
  },
  'tests/simulation': {
    about: 'The engine on a simulated disk, server and clock, and the bugs that are planted to try it.',
    rooms: ['shared', 'main/*'],
    node: 'any',
    packages: ['hash-wasm', 'vitest'],
    tests: true,
  },
  'tests/torture': {
    about: 'The real client, killed again and again.',
    at: ['tests/torture/', 'tests/torture/writers/'],
    rooms: ['shared', 'main/*', 'emulator', 'tests/harness', 'tests/simulation'],
    node: 'any',
    packages: ['vitest'],
    tests: true,
  },
  scripts: {
    about: 'The commands of package.json.',
    rooms: [
      'scripts/setup',
      'scripts/electron',
      'scripts/build',
      'tests/stand-ins',
      'tests/simulation',
      'tests/torture',
    ],
    node: 'any',
    packages: ['@electron/fuses', 'electron-builder', 'vite'],
  },
  'scripts/app-run': {
    about: 'Runs the built app on a desktop of its own.',
    rooms: ['scripts/setup', 'tests/harness'],
    node: 'any',
  },
  'scripts/demo': {
    about: 'The demo: the whole product on an emulator of its own.',
    rooms: ['emulator', 'emulator/defaults', 'scripts', 'scripts/app-run'],
    node: 'any',
    packages: ['@resvg/resvg-js', 'zod'],
  },
  'scripts that start without packages': {
    about: 'They start under Node 20 and before there are packages, and start the rest themselves.',
    at: [
      'scripts/busy.mjs',
      'scripts/demo.mjs',
      'scripts/dev.mjs',
      'scripts/launch.mjs',
      'scripts/start.mjs',
      'scripts/test.mjs',
      'scripts/test/',
    ],
    rooms: ['scripts/setup', 'scripts/demo'],
    node: 'any',
  },
  'scripts/start': {
    about: 'The app on an emulator of its own, restarted when the sources change.',
    rooms: [
      'main/engine/watch',
      'emulator',
      'emulator/defaults',
      'scripts/setup',
      'scripts/build',
      'scripts',
      'scripts/app-run',
      'scripts/demo',
    ],
    node: 'any',
    packages: ['esbuild', 'zod'],
    tests: {},
  },
  bench: {
    about: 'Measures the built command line.',
    rooms: ['emulator/defaults', 'emulator'],
    node: 'any',
  },
  'tests/scenarios': {
    about: 'The command line and the engine against the emulator.',
    rooms: [
      'shared',
      'shared/strings',
      'main/*',
      'main/koodrive tests',
      'emulator',
      'tests/harness',
      'tests/simulation',
      'tests/fixtures',
    ],
    node: 'any',
    packages: ['vitest'],
    tests: true,
  },
  'tests/conformance': {
    about: 'Fakes and stand-ins are like what they stand for; rules of the house hold.',
    at: ['tests/conformance/', 'tests/conformance/strings/', 'tests/conformance/tray-app/'],
    rooms: [
      'shared',
      'main/*',
      'emulator',
      'scripts',
      'scripts/lint',
      'scripts/walls',
      'tests/harness',
      'tests/simulation',
      'tests/stand-ins',
      'shared/ipc',
      'renderer/dev',
      'shared/strings',
      'main/lib tests',
    ],
    node: 'any',
    packages: [
      'dependency-cruiser',
      'electron',
      'esbuild',
      'hash-wasm',
      'vitest',
      'fast-check',
      'typescript',
      'eslint',
      'zod',
    ],
    tests: true,
  },
  'tests/fuzz': {
    about: 'Hostile names, answers and texts.',
    rooms: ['shared', 'main/*', 'emulator', 'main/lib tests'],
    node: 'any',
    packages: ['fast-check', 'undici', 'vitest', 'zod'],
    tests: true,
  },
  'tests/e2e': {
    about: 'The built app on a real Electron.',
    rooms: ['shared', 'emulator', 'emulator/defaults', 'scripts', 'tests/harness', 'shared/ipc'],
    node: 'any',
    packages: ['@playwright/test'],
  },
  configuration: {
    about: 'What the tools read.',
    at: ['.dependency-cruiser.js', 'eslint.config.js', 'knip.config.ts', 'vitest.config.ts'],
    rooms: ['scripts/lint', 'scripts/walls'],
    node: ['module', 'os'],
    packages: ['@eslint/js', 'dependency-cruiser', 'knip', 'typescript-eslint', 'vitest'],
  },
};

/**
 * Files that still import what their room's row does not allow. `npm run walls` prints them each time, and
 * walls.test.ts fails when an entry is no longer true. It only ever gets shorter.
 */
export const known: readonly { readonly file: string; readonly rooms: readonly string[] }[] = [
  { file: 'main/cli/commands/check-ignore.ts', rooms: ['main/engine/watch', 'main/disk'] },
];
