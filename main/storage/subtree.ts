/**
 * SQL conditions for a path and what lies below or above it: one wording for every table with a path column. A range
 * and not LIKE or substr: names may hold `%` and `_`, and a range is found by the index. `/` is followed by `0` in
 * the order of bytes, in which SQLite compares text.
 */
import { parentOf, type RelativePath } from '../model/relative-path.ts';

/** What lies below the path `param`, at any depth, and not the path itself. */
export const below = (column: string, param: string): string =>
  `(${column} > ${param} || '/' AND ${column} < ${param} || '0')`;

/** A range that holds the path `param`, what lies below it and little else: a first condition, for the index. */
const around = (column: string, param: string): string =>
  `(${column} >= ${param} AND ${column} < ${param} || '0')`;

/**
 * The path `param` and what lies below it. The range alone is found by the index, and is a little wider: beside `a/b` it
 * holds `a-b`. SQLite would read all rows of a pair for the two conditions by themselves.
 */
export const atOrBelow = (column: string, param: string): string =>
  `(${around(column, param)} AND (${column} = ${param} OR ${column} > ${param} || '/'))`;

/** A path or one of the folders above it; `param` is what `upwards` gives of the path. */
export const atOrAbove = (column: string, param: string): string =>
  `${column} IN (SELECT value FROM json_each(${param}))`;

/** The path and the folders above it, but the pair's own, for `atOrAbove`. */
export const upwards = (path: RelativePath): string => {
  const all = [path];
  for (let above = parentOf(path); above !== undefined && above !== ''; above = parentOf(above))
    all.push(above);
  return JSON.stringify(all);
};

/** What a path at or below `from` becomes when `from` is renamed to `to`. */
export const renamed = (column: string, from: string, to: string): string =>
  `${to} || substr(${column}, length(${from}) + 1)`;
