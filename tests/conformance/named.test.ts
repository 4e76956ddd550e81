/** What is written about tests is true: every test that a comment or a document names exists, and every invariant names some. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(tsx?|mjs|md)$/.test(file) && existsSync(join(root, file)));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const names = new Set(files.map((file) => basename(file)));
const tests = /(?<![\w./-])[\w./-]*[\w-]\.(?:test|spec)\.tsx?\b|(?<![\w./-])tests\/[\w/-]+\.(?:ts|mjs)\b/g;

/** From the root, beside the file that names it, or a bare name of a file anywhere. */
const exists = (named: string, by: string): boolean =>
  existsSync(join(root, named)) ||
  existsSync(join(root, dirname(by), named)) ||
  existsSync(join(root, 'main', named)) ||
  (!named.includes('/') && names.has(named));

it('every test that is named exists', () => {
  const missing = files
    .filter((file) => file !== 'tests/conformance/named.test.ts' && file !== 'CHANGELOG.md')
    .flatMap((file) =>
      [...read(file).matchAll(tests)].flatMap(([named]) =>
        exists(named, file) ? [] : [`${file}: ${named}`],
      ),
    );
  expect(missing).toEqual([]);
});

describe('every invariant of docs/ARCHITECTURE.md', () => {
  const section = read('docs/ARCHITECTURE.md').split('## Invariants')[1]?.split('\n## ')[0] ?? '';
  const invariants = section.split('\n').filter((line) => /^\d\. /.test(line));
  const keepers = invariants.flatMap((line) =>
    [...line.matchAll(/`([\w/-]+\.ts)`/g)].map(
      ([, file]) => [line.slice(0, 1), `main/${file ?? ''}`] as const,
    ),
  );

  it('names who keeps it', () => {
    expect(invariants).toHaveLength(6);
    expect(new Set(keepers.map(([number]) => number)).size).toBe(6);
  });

  it.each(keepers)('%s is stated in %s, with the tests that attack it', (number, file) => {
    const header = /^\/\*\*[\s\S]*?\*\//.exec(read(file))?.[0] ?? '';
    expect(header).toMatch(new RegExp(`invariants? (\\d,? (to|and) )?${number}|invariants 1 to 4`, 'i'));
    const [, attackers = ''] = /Attacked(?: as a whole)? by:?([\s\S]*)/.exec(header) ?? [];
    expect(attackers).toMatch(/\.test\.ts/);
  });
});
