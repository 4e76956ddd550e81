/** docs/ignore.md says to users what main/engine/watch/default-rules.ts leaves out: row by row the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultRules, type Sign } from '../../main/engine/watch/default-rules.ts';

const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'ignore.md'), 'utf8');

/** The cells of every row of the table that begins with the column "pattern". */
const written = (document.split('\n| pattern |')[1] ?? '')
  .split('\n')
  .slice(2)
  .filter((row) => row.startsWith('|'))
  .map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );

const signText = (sign: Sign): string => {
  switch (sign.sign) {
    case 'beside':
      return `${sign.names.map((name) => (name === '*' ? 'the file *' : name)).join(' or ')} is beside it`;
    case 'inside':
      return `it is a folder and ${sign.name} is in it`;
    case 'fresh':
      return 'it is a file and changed within the last 24 hours';
    case 'empty':
      return 'it is a file and empty';
  }
};

it('every default rule is a row, with its program, who else uses the name, and its sign', () => {
  expect(written).toEqual(
    defaultRules.map(({ pattern, madeBy, alsoUsedBy = '', signs }) => [
      pattern,
      madeBy,
      alsoUsedBy,
      signs?.map(signText).join(', or ') ?? '',
    ]),
  );
});

it('a name that others use too has a sign, and a pattern that signs can read', () => {
  for (const { pattern, alsoUsedBy, signs } of defaultRules) {
    if (alsoUsedBy !== undefined) expect(signs, pattern).toBeDefined();
    if (signs) expect(pattern).toMatch(/^\*?[\w.]+$/);
  }
});
