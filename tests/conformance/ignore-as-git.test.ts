/**
 * `.koosyncignore` says what `.gitignore` says: the real git is asked about the same rules and paths, drawn at random from
 * what is easily read otherwise. What fails is printed with its seed; IGNORE_SEED tries another one, IGNORE_SETS more.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createIgnoreRules } from '../../main/engine/watch/ignore-rules.ts';
import { gitIgnore, type GitIgnore } from '../harness/git-ignore.ts';

const seed = Number(process.env['IGNORE_SEED'] ?? 20261127);
/** Sets of rules for each tree of paths. */
const sets = Number(process.env['IGNORE_SETS'] ?? 12);
const trees = 8;

/** Windows takes none of these in a name, and macOS writes its letters in another way. */
const plainNames = [
  'a',
  'b',
  'ab',
  'abc',
  'B',
  'Ab',
  'aB.c',
  'a.log',
  '.b',
  'a b',
  'a-b',
  '#a',
  '!a',
  'a~b',
  '1',
];
const oddNames = [
  'a*',
  '*',
  '[a]',
  'a?b',
  '\\a',
  'a\\b',
  ' a',
  'a ',
  'a\tb',
  '"a"',
  'é',
  'a日',
  '日',
  ':a',
  '[',
  ']',
  '-',
  '**',
];
const names = process.platform === 'linux' ? [...plainNames, ...oddNames] : plainNames;

const anyName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...plainNames) },
  { weight: 2, arbitrary: fc.constantFrom(...names) },
);
const anyPath = fc
  .oneof(fc.array(anyName, { minLength: 1, maxLength: 2 }), fc.array(anyName, { minLength: 1, maxLength: 4 }))
  .map((segments) => segments.join('/'));

/** A tree without two paths that a file system might take for one. */
const anyTree = fc.array(fc.tuple(anyPath, fc.boolean()), { minLength: 70, maxLength: 90 }).map((drawn) => {
  const kinds = new Map<string, boolean>();
  const spelled = new Map<string, string>();
  for (const [path, isFolder] of drawn) {
    const segments = path.split('/');
    const steps = segments.map((_, i) => segments.slice(0, i + 1).join('/'));
    if (steps.some((step) => (spelled.get(step.toLowerCase()) ?? step) !== step)) continue;
    if (steps.slice(0, -1).some((step) => kinds.get(step) === false) || kinds.has(path)) continue;
    for (const step of steps) {
      spelled.set(step.toLowerCase(), step);
      kinds.set(step, step !== path || isFolder);
    }
  }
  return kinds;
});

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...names) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '*',
      '?',
      '**',
      '***',
      '/',
      '/**',
      '**/',
      '/**/',
      '/*',
      '*/',
      'a',
      'b',
      'c',
      'A',
      '日',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '[a]',
      '[ab]',
      '[!a]',
      '[^a]',
      '[a-c]',
      '[A-C]',
      '[]a]',
      '[!]a]',
      '[a-]',
      '[-a]',
      '[[:alpha:]]',
      '[[:upper:]]',
      '[[:lower:][:digit:]]',
      '[[:space:]]',
      '[[:punct:]]',
      '[[:bad:]]',
      '[[:alpha]',
      '[a',
      '[',
      ']',
      '[\\]]',
      '[\\a-\\c]',
      '[a/b]',
      '[é]',
      '[!é]',
      '[]',
      '[!]',
      '[[]',
      '[b-a]',
      '[*]',
      '[?]',
      '[a-b-c]',
      '[[:alnum:]-]',
      '[^/]',
      '[B]',
      '[\\B]',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '\\a',
      '\\*',
      '\\?',
      '\\[',
      '\\\\',
      '\\/',
      '\\ ',
      '\\B',
      '\\',
      '\\#',
      '\\!',
      '\\é',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ' ',
      '  ',
      '\t',
      '#',
      '!',
      '.',
      '..',
      './',
      '//',
      '~',
      '{a,b}',
      '$',
      '^',
      '+',
      '(a|b)',
      '\r',
      '\0',
    ),
  },
);
/** What may stand for one character of a path. */
const forOne = (character: string) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constant(character) },
    { weight: 10, arbitrary: fc.constantFrom('*', '?', '**', '', '?*') },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        character.toUpperCase(),
        character.toLowerCase(),
        `\\${character}`,
        `\\${character.toUpperCase()}`,
        `[${character}]`,
        `[${character.toUpperCase()}]`,
        `[!${character}]`,
        `[a-${character}]`,
        `[[:alpha:]${character}]`,
      ),
    },
    { weight: 1, arbitrary: piece },
  );
/** A rule that nearly says a path, so that many fit. */
const nearly = (path: string) =>
  fc
    .tuple(
      ...[...path].map((character) =>
        character === '/'
          ? fc.constantFrom('/', '/', '/', '/**/', '/*/', '**/', '/**', '\\/')
          : forOne(character),
      ),
    )
    .map((parts) => parts.join(''));
const before = fc.constantFrom(
  '',
  '',
  '',
  '',
  '!',
  '!',
  '/',
  '/',
  '!/',
  '#',
  '\\#',
  '\\!',
  ' ',
  '\uFEFF',
  '!!',
  '**/',
  '*/',
  '//',
);
const after = fc.constantFrom(
  ...[
    '',
    '',
    '',
    '',
    '',
    '/',
    '/',
    '/*',
    '/**',
    ' ',
    '  ',
    '\\ ',
    '\\  ',
    '\\\\ ',
    '\r',
    ' \r',
    '\r\r',
    '\t',
    '\\',
    '/ ',
    '//',
    '**',
    '*',
  ],
);
const anyLine = (paths: readonly string[]) => {
  const name = fc.constantFrom(...paths).map((path) => path.slice(path.lastIndexOf('/') + 1));
  return fc
    .tuple(
      before,
      fc.oneof(
        { weight: 4, arbitrary: name.chain(nearly) },
        { weight: 4, arbitrary: fc.constantFrom(...paths).chain(nearly) },
        { weight: 1, arbitrary: fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join('')) },
        { weight: 1, arbitrary: fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')) },
      ),
      after,
    )
    .map((parts) => parts.join(''));
};
const anyRules = (paths: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom('', '', '', '\uFEFF', '\uFEFF\uFEFF'),
      fc.oneof(
        fc.array(anyLine(paths), { minLength: 1, maxLength: 2 }),
        fc.array(anyLine(paths), { minLength: 1, maxLength: 7 }),
      ),
      fc.constantFrom('\n', '\n', '\r\n'),
      fc.constantFrom('', '\n'),
    )
    .map(([mark, lines, end, last]) => `${mark}${lines.join(end)}${last}`);

type Difference = { rules: string; foldsCase: boolean; path: string; git: boolean };

/** Default rules are ours alone: what they leave out is not asked about. */
const ours = createIgnoreRules('', false);

function differences(git: GitIgnore, kinds: ReadonlyMap<string, boolean>, rules: string, foldsCase: boolean) {
  const left = git.leavesOut(new TextEncoder().encode(rules), foldsCase);
  const read = createIgnoreRules(rules, foldsCase);
  const found: Difference[] = [];
  for (const [path, isFolder] of kinds)
    if (!ours.ignores(path, isFolder) && read.ignores(path, isFolder) !== left.has(path))
      found.push({ rules, foldsCase, path: isFolder ? `${path}/` : path, git: left.has(path) });
  return { found, leftOut: left.size };
}

/** What other readers of such files get wrong; the last column is what git says. */
const rows: readonly (readonly [rules: string, path: string, leftOut: boolean])[] = [
  ['build/', 'Build/', false],
  ['*.log', 'b.LOG', false],
  ['é', 'É', false],
  ['a.log ', 'a.log', true],
  ['a.log\\ ', 'a.log', false],
  ['a.log\t', 'a.log', false],
  ['a.log\r', 'a.log', true],
  ['\uFEFFa.log', 'a.log', true],
  ['b\n\uFEFFa.log', 'a.log', false],
  ['\\#a', '#a', true],
  ['#a', '#a', false],
  ['a\n\\!a', 'a', true],
  ['\\!a', '!a', true],
  ['a/\n!a/b', 'a/b', true],
  ['a/*\n!a/b', 'a/b', false],
  ['a/**\n!a/b/', 'a/b/c', true],
  ['a/**/c', 'a/c', true],
  ['a/**/c', 'a/b/b/c', true],
  ['a**/c', 'abc/c', true],
  ['b/a**c', 'b/a/c', false],
  ['/a.log', 'b/a.log', false],
  ['b/a.log', 'b/b/a.log', false],
  ['[!a]', 'b', true],
  ['[^a]', 'a', false],
  ['[]-a]', '^', true],
  ['[[:upper:]]', 'b', false],
  ['a[/]b', 'a/b', false],
  ['a?b', 'a/b', false],
  ['?', '日', false],
  ['???', '日', true],
  ['a\\', 'a', false],
  ['[a', '[a', false],
  ['*', '.b', true],
  ['.*/', '.b', false],
];

it.each(rows)('%j leaves out %s: %s', (rules, written, leftOut) => {
  const isFolder = written.endsWith('/');
  const path = isFolder ? written.slice(0, -1) : written;
  const git = gitIgnore(isFolder ? [path] : [], isFolder ? [] : [path]);
  try {
    expect(createIgnoreRules(rules).ignores(path, isFolder)).toBe(leftOut);
    expect(git.leavesOut(new TextEncoder().encode(rules), false).has(path)).toBe(leftOut);
  } finally {
    git.close();
  }
});

describe('rules and paths drawn at random are read as git reads them', () => {
  let asked = 0;
  let leftOut = 0;
  it.each(Array.from({ length: trees }, (_, i) => seed + i))('seed %i', (own) => {
    const [kinds = new Map<string, boolean>()] = fc.sample(anyTree, { seed: own, numRuns: 1 });
    const git = gitIgnore(
      [...kinds].flatMap(([path, isFolder]) => (isFolder ? [path] : [])),
      [...kinds].flatMap(([path, isFolder]) => (isFolder ? [] : [path])),
    );
    try {
      const found: Difference[] = [];
      for (const rules of fc.sample(anyRules([...kinds.keys()]), { seed: own, numRuns: sets }))
        for (const foldsCase of [false, true]) {
          const told = differences(git, kinds, rules, foldsCase);
          found.push(...told.found);
          leftOut += told.leftOut;
          asked += kinds.size;
        }
      expect(found.slice(0, 20), `${found.length} of them`).toEqual([]);
    } finally {
      git.close();
    }
  });

  afterAll(() => {
    console.log(
      `ignore rules: ${asked} pairs of rules and path, ${leftOut} left out, seeds from ${seed}; again with IGNORE_SEED=${seed} IGNORE_SETS=${sets}`,
    );
  });
});
