/** Rules of eslint.config.js that are ours hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { transactions } from '../../scripts/lint/transactions.ts';

const root = join(import.meta.dirname, '..', '..');

const real = new ESLint({ cwd: root });

describe('transactions', () => {
  const text = (call: string): string => `export const work = (db: any): void => {\n  ${call};\n};\n`;

  it.each([
    'db.transaction(() => {})',
    'db.durably(() => {})',
    'db.inGroup(() => {})',
    'db.durablyInGroup(() => {})',
    'const { durably } = db',
    'const begin = db.transaction',
  ])('%s is refused outside of the files that own tables', async (call) => {
    const [result] = await real.lintText(text(call), { filePath: join(root, 'main/engine/engine.ts') });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('no-restricted-syntax');
  });

  it.each(transactions)('%s begins one', (file) => {
    expect(readFileSync(join(root, file), 'utf8')).toMatch(
      /\b(transaction|durably|inGroup|durablyInGroup)\(/u,
    );
  });
});

describe('functions', () => {
  const long = `export function long(): number {\n  let sum = 0;\n${'  sum += 1;\n'.repeat(80)}  return sum;\n}\n`;
  const deep =
    'export function deep(): void { for (;;) { for (;;) { for (;;) { for (;;) { for (;;) { return; } } } } } }\n';

  it.each([
    ['main/engine/engine.ts', long, 'max-lines-per-function'],
    ['main/engine/engine.ts', deep, 'max-depth'],
    ['emulator/index.ts', long, 'max-lines-per-function'],
    ['scripts/build.ts', long, 'max-lines-per-function'],
    ['bench/run.ts', deep, 'max-depth'],
  ])('%s: no longer than 80 lines, no deeper than 4 blocks', async (file, text, rule) => {
    const [result] = await real.lintText(text, { filePath: join(root, file) });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain(rule);
  });
});
