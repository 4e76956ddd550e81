// @ts-check
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { transactions } from './scripts/lint/transactions.ts';

// Who may import what is not stated here but in scripts/walls/rooms.ts, and held by `npm run walls`.
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
  {
    files: ['**/*.{ts,tsx,mjs,js}'],
    rules: {
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true }],
      'max-depth': ['error', 4],
    },
  },
  {
    // a suite is one function
    files: ['tests/**', '**/*.test.{ts,tsx}', '**/test-*.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-depth': 'off' },
  },
  // and so is a component with its markup
  { files: ['renderer/**/*.tsx'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['main/**/*.ts'],
    ignores: ['**/*.test.ts', ...transactions],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'CallExpression > Identifier.callee',
          'MemberExpression > Identifier.property',
          'ObjectPattern > Property > Identifier.key',
        ].map((where) => ({
          selector: `${where}[name=/^(transaction|durably|inGroup|durablyInGroup)$/u]`,
          message:
            'Transactions over several tables stand in main/engine/commit.ts and commit-deletions.ts, others in the file that owns the table (scripts/lint/transactions.ts).',
        })),
      ],
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
