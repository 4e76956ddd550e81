/** The walls of docs/ARCHITECTURE.md: no file stands outside of them, and each of them holds. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const eslint = new ESLint({ cwd: root });
const sources = execFileSync('git', ['ls-files', 'main', 'renderer', 'shared', 'emulator'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file) && !/\.(test|config)\.ts$/.test(file) && !file.includes('/dev/'));

describe('walls', () => {
  it('leave no file outside', { timeout: 120_000 }, async () => {
    const uncovered: string[] = [];
    for (const file of sources) {
      const config = (await eslint.calculateConfigForFile(join(root, file))) as
        { rules?: Record<string, unknown> } | undefined;
      if (!config?.rules?.['no-restricted-imports']) uncovered.push(file);
    }
    expect(sources.length).toBeGreaterThan(100);
    expect(uncovered).toEqual([]);
  });

  it.each([
    ['main/engine/plan/decide.ts', 'electron'],
    ['main/engine/apply/sync-path.ts', 'keytar'],
    ['main/koodrive/client.ts', 'p-queue'],
    ['main/engine/engine.ts', 'undici'],
    ['main/engine/engine.ts', '../emulator/index.ts'],
    ['main/cli/main.ts', 'electron'],
    ['main/preload/index.ts', 'node:fs'],
    ['renderer/src/main.tsx', 'electron'],
    ['renderer/src/main.tsx', 'node:fs'],
    ['shared/views.ts', 'node:path'],
    ['emulator/index.ts', '../main/koodrive/client.ts'],
  ])('%s cannot import %s', async (file, what) => {
    expect(sources).toContain(file);
    const [result] = await eslint.lintText(`import * as it from '${what}';\nexport { it };\n`, {
      filePath: join(root, file),
    });
    expect(result?.messages.map((message) => message.ruleId)).toContain('no-restricted-imports');
  });
});
