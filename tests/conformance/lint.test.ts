/** The exceptions of scripts/lint/tables.ts are as long as they say, and still needed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { longFunctions, transactions } from '../../scripts/lint/tables.ts';

const root = join(import.meta.dirname, '..', '..');

/** The lines of the longest function of a file, where it is longer than others may be. */
async function longestFunction(file: string): Promise<number> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.{ts,mjs}'],
      languageOptions: { parser: tseslint.parser },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      rules: { 'max-lines-per-function': ['error', { max: 80, skipBlankLines: true }] },
    },
  });
  const results = await eslint.lintFiles([file]);
  const messages = results.flatMap((result) => result.messages.map(({ message }) => message));
  return Math.max(...messages.map((message) => Number(/too many lines \((\d+)\)/u.exec(message)?.[1] ?? 0)));
}

describe('exceptions from the length of functions', () => {
  it('are as long as they say', async () => {
    const files = Object.keys(longFunctions);
    const found = await Promise.all(files.map(async (file) => [file, await longestFunction(file)] as const));
    expect(Object.fromEntries(found)).toEqual(longFunctions);
  });
});

describe('transactions', () => {
  const real = new ESLint({ cwd: root });
  const text = (call: string): string => `export const work = (db: any): void => {\n  ${call};\n};\n`;

  it.each([
    'db.transaction(() => {})',
    'db.durably(() => {})',
    'const { durably } = db',
    'const begin = db.transaction',
  ])('%s is refused outside of the files that own tables', async (call) => {
    const [result] = await real.lintText(text(call), { filePath: join(root, 'main/engine/engine.ts') });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('no-restricted-syntax');
  });

  it.each(transactions)('%s begins one', (file) => {
    expect(readFileSync(join(root, file), 'utf8')).toMatch(/\b(transaction|durably)\(/u);
  });
});
