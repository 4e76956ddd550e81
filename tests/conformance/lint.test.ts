/** The exceptions of scripts/lint/tables.ts are as long as they say, and still needed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { deepFunctions, longFunctions, transactions } from '../../scripts/lint/tables.ts';

const root = join(import.meta.dirname, '..', '..');

/** What rules of ESLint's own say of a file, exceptions left out of account. */
async function findings(file: string): Promise<readonly string[]> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      rules: {
        'max-lines-per-function': ['error', { max: 80, skipBlankLines: true }],
        'max-depth': ['error', 4],
      },
    },
  });
  const results = await eslint.lintFiles([file]);
  return results.flatMap(({ messages }) => messages.map(({ message }) => message));
}

const linesIn = (message: string): number => Number(/too many lines \((\d+)\)/u.exec(message)?.[1] ?? 0);

describe('exceptions from the length and the depth of functions', () => {
  it.each(Object.entries(longFunctions))('%s has a function of %i lines', async (file, lines) => {
    expect(Math.max(...(await findings(file)).map(linesIn))).toBe(lines);
  });

  it.each(deepFunctions)('%s has a function that is too deep', async (file) => {
    expect((await findings(file)).join('\n')).toContain('nested too deeply');
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
