// @ts-check
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Each outside package has one importer; everything else goes through it. */
const owners = {
  chokidar: ['main/engine'],
  'p-queue': ['main/engine'],
  keytar: ['main/vault'],
  undici: ['main/koodrive'],
  'node:sqlite': ['main/storage', 'emulator'],
  conf: ['main/settings'],
  electron: ['main/desktop', 'main/preload', 'main/index.ts'],
  commander: ['main/cli', 'emulator'],
  pino: ['main/lib'],
  ignore: ['main/engine'],
  'hash-wasm': ['main/disk'],
  'write-file-atomic': ['main/lib'],
  fastify: ['emulator'],
  libsql: ['tests/stand-ins'],
  'dbus-next': ['tests', 'scripts'],
};

/**
 * @param {string} folder
 * @param {{group: string[], message: string}[]} [more]
 * @returns {['error', {patterns: {group: string[], message: string}[]}]}
 */
const walls = (folder, more = []) => {
  const denied = Object.entries(owners)
    .filter(([, at]) => !at.some((owner) => folder === owner || folder.startsWith(`${owner}/`)))
    .map(([name, at]) => ({
      group: [name, `${name}/*`],
      message: `${name} is imported in ${at.join(', ')} alone.`,
    }));
  return ['error', { patterns: [...denied, ...more] }];
};

const noEmulator = {
  group: ['**/emulator/**'],
  message: 'The product never imports the emulator; tests may.',
};
const noDesktop = {
  group: ['**/desktop/**', '**/preload/**', '**/cli/**'],
  message: 'Only main/index.ts and the shells reach the shells.',
};

const folderRules = [
  'model',
  'disk',
  'storage',
  'koodrive',
  'engine',
  'lib',
  'vault',
  'settings',
  'history',
  'account',
  'cli',
  'desktop',
  'preload',
].map((folder) => ({
  files: [`main/${folder}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': walls(`main/${folder}`, [
      noEmulator,
      ...(folder === 'desktop' || folder === 'cli' || folder === 'preload' ? [] : [noDesktop]),
    ]),
  },
}));

const noNode = { group: ['node:*'], message: 'A sandboxed preload has electron and nothing else.' };

export default tseslint.config(
  { ignores: ['out/**', 'release/**', '.cache/**', 'node_modules/**', 'test-results/**'] },
  eslint.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  ...folderRules,
  {
    files: ['main/preload/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': walls('main/preload', [noEmulator, noNode]) },
  },
  { files: ['main/index.ts'], rules: { 'no-restricted-imports': walls('main/index.ts', [noEmulator]) } },
  {
    files: ['main/*.ts'],
    ignores: ['main/index.ts', '**/*.test.ts'],
    rules: { 'no-restricted-imports': walls('main', [noEmulator, noDesktop]) },
  },
  {
    files: ['shared/**/*.ts'],
    rules: {
      'no-restricted-imports': walls('shared', [
        {
          group: ['node:*', '**/main/**', '**/renderer/**'],
          message: 'shared has neither Node nor DOM, and knows nobody.',
        },
      ]),
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    ignores: ['renderer/vite.config.ts'],
    rules: {
      'no-restricted-imports': walls('renderer', [
        {
          group: ['node:*', '**/main/**', '**/emulator/**'],
          message: 'The renderer talks to window.koo alone.',
        },
      ]),
    },
  },
  {
    files: ['emulator/**/*.ts'],
    rules: {
      'no-restricted-imports': walls('emulator', [
        {
          group: ['**/main/**', '**/renderer/**'],
          message:
            'The emulator is written from the API document alone, so that it can prove the client wrong.',
        },
      ]),
    },
  },
  { files: ['scripts/**', 'emulator/main.ts', 'bench/**', 'tests/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        Buffer: 'readonly',
        AbortController: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
);
