/** Two tables, cell by cell. Rows and columns correspond by what is in them: an inserted row moves no other. Pure. */
import { compareTexts, type Hunk } from '../../../shared/text-diff/compare-texts.ts';
import { changedWords } from '../../../shared/text-diff/changed-words.ts';

type Rows = readonly (readonly string[])[];

export type CellChange =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }
  | { readonly kind: 'changed'; readonly before: string; readonly after: string };

export type TableRow = {
  readonly kind: 'same' | 'added' | 'removed' | 'changed';
  /** counted from 1; undefined where the row is not there */
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly cells: readonly CellChange[];
};

export type TableComparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'too-different' }
  | { readonly kind: 'differs'; readonly rows: readonly TableRow[]; readonly changedCells: number };

export function compareTables(before: Rows, after: Rows): TableComparison {
  const columns = columnsOf(before, after);
  // a row as one line; a newline within a cell must not end it
  const lines = (rows: Rows): string =>
    rows.map((row) => `${JSON.stringify(trimmed(row)).replaceAll('\n', ' ')}\n`).join('');
  const [older, newer] = [
    before.map((row) => pick(row, columns, 'before')),
    after.map((row) => pick(row, columns, 'after')),
  ];
  const comparison = compareTexts(lines(older), lines(newer));
  if (comparison.kind === 'too-different') return { kind: 'too-different' };
  if (comparison.kind !== 'differs') return { kind: 'same' };
  const rows: TableRow[] = [];
  let at = { before: 0, after: 0 };
  const same = (until: number): void => {
    for (; at.before < until; at = { before: at.before + 1, after: at.after + 1 }) {
      const cells = (newer[at.after] ?? []).map((text): CellChange => ({ kind: 'same', text }));
      rows.push({ kind: 'same', before: at.before + 1, after: at.after + 1, cells });
    }
  };
  for (const hunk of comparison.hunks) {
    same(hunk.before.from);
    rows.push(...rowsOf(hunk, older, newer));
    at = { before: hunk.before.to, after: hunk.after.to };
  }
  same(before.length);
  const changedCells = rows.flatMap(({ cells }) => cells.filter(({ kind }) => kind !== 'same')).length;
  return { kind: 'differs', rows, changedCells };
}

const trimmed = (row: readonly string[]): readonly string[] =>
  row.slice(0, row.findLastIndex((cell) => cell !== '') + 1);

type Column = { readonly before?: number | undefined; readonly after?: number | undefined };

/** By the names in the first row, if both have them: a column that came or went moves no other. */
function columnsOf(before: Rows, after: Rows): readonly Column[] {
  const [a, b] = [before[0] ?? [], after[0] ?? []];
  const count = Math.max(0, ...[...before, ...after].map((row) => row.length));
  const byPlace = Array.from({ length: count }, (_, n) => ({ before: n, after: n }));
  if (a.length === b.length || a.some((name) => name === '') || b.some((name) => name === '')) return byPlace;
  const comparison = compareTexts(headLines(a), headLines(b));
  if (comparison.kind !== 'differs') return byPlace;
  const columns: Column[] = [];
  let at = { before: 0, after: 0 };
  for (const { before: gone, after: come } of [
    ...comparison.hunks,
    { before: { from: count, to: count }, after: { from: count, to: count } },
  ]) {
    for (; at.before < Math.min(gone.from, a.length); at = { before: at.before + 1, after: at.after + 1 })
      columns.push({ before: at.before, after: at.after });
    for (let n = gone.from; n < gone.to; n += 1) columns.push({ before: n });
    for (let n = come.from; n < come.to; n += 1) columns.push({ after: n });
    at = { before: gone.to, after: come.to };
  }
  return columns;
}

const headLines = (names: readonly string[]): string =>
  names.map((name) => `${name.replaceAll('\n', ' ')}\n`).join('');

const pick = (
  row: readonly string[],
  columns: readonly Column[],
  side: 'before' | 'after',
): readonly string[] =>
  columns.map((column) => {
    const place = column[side];
    return place === undefined ? '' : (row[place] ?? '');
  });

/** Rows of one hunk, the most alike beside each other as far as their order allows. */
function rowsOf({ before, after }: Hunk, older: Rows, newer: Rows): readonly TableRow[] {
  const rows: TableRow[] = [];
  let j = after.from;
  const alone = (kind: 'added' | 'removed', n: number, row: readonly string[]): TableRow => ({
    kind,
    ...(kind === 'added' ? { after: n + 1 } : { before: n + 1 }),
    cells: row.map((text) => ({ kind, text })),
  });
  for (let i = before.from; i < before.to; i += 1) {
    const row = older[i] ?? [];
    let match = j;
    while (match < after.to && !alike(row, newer[match] ?? [])) match += 1;
    if (match >= after.to) {
      rows.push(alone('removed', i, row));
      continue;
    }
    for (; j < match; j += 1) rows.push(alone('added', j, newer[j] ?? []));
    rows.push(changedRow(row, newer[j] ?? [], i, j));
    j += 1;
  }
  for (; j < after.to; j += 1) rows.push(alone('added', j, newer[j] ?? []));
  return rows;
}

/** The first cell often names the row; else a third of the cells, or words within them, must be the same. */
function alike(a: readonly string[], b: readonly string[]): boolean {
  if ((a[0] ?? '') !== '' && a[0] === b[0]) return true;
  const used = Math.max(trimmed(a).length, trimmed(b).length);
  const same = a.slice(0, used).filter((cell, n) => cell !== '' && cell === b[n]).length;
  return used === 0 || same * 3 >= used || (used < 3 && changedWords(a.join(' '), b.join(' ')).alike > 0.5);
}

const changedRow = (a: readonly string[], b: readonly string[], i: number, j: number): TableRow => ({
  kind: 'changed',
  before: i + 1,
  after: j + 1,
  cells: Array.from({ length: Math.max(a.length, b.length) }, (_, n): CellChange => {
    const [before, after] = [a[n] ?? '', b[n] ?? ''];
    if (before === after) return { kind: 'same', text: after };
    if (before === '') return { kind: 'added', text: after };
    return after === '' ? { kind: 'removed', text: before } : { kind: 'changed', before, after };
  }),
});
