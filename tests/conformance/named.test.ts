/**
 * What is written about files is true: every test that a comment or a document names exists, every invariant names some,
 * and every path and link in a document leads somewhere.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n');
const files = tracked.filter((file) => /\.(tsx?|mjs|md)$/.test(file) && existsSync(join(root, file)));
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

describe('what documents name', () => {
  const documents = files.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md');
  // the folders and files at the root of the checkout, but for those that are made by commands
  const roots = new Set(tracked.map((file) => file.split('/')[0] ?? ''));
  /** Words in code, in a line or in a block, without what stands around a path there: quotes, commas, a colon. */
  const wordsInCode = (text: string): string[] =>
    [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].flatMap(([code]) =>
      code.split(/[\s`'"(),;|]+/).map((word) => word.replace(/[:.]+$/, '')),
    );
  /** `main/engine/` or `plan/decide.ts`: below a folder of the checkout, or a file of a kind that is kept in it. */
  const isPath = (word: string): boolean =>
    /^[\w-][\w./-]*$/.test(word) &&
    ((word.includes('/') && roots.has(word.split('/')[0] ?? '')) || /\w\.(tsx?|mjs|md|css)$/.test(word));

  it('exists, where it looks like a path', () => {
    const missing = documents.flatMap((file) =>
      wordsInCode(read(file)).flatMap((word) =>
        isPath(word) && !exists(word, file) ? [`${file}: ${word}`] : [],
      ),
    );
    expect(missing).toEqual([]);
  });

  it('exists, where it is a link', () => {
    const missing = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
        const path = target.split('#')[0] ?? '';
        const leadsAway = /^[a-z]+:/i.test(target) || path === '';
        return leadsAway || existsSync(join(root, dirname(file), path)) ? [] : [`${file}: ${target}`];
      }),
    );
    expect(missing).toEqual([]);
  });
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
