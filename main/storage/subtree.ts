/**
 * SQL conditions for a path and what lies below or above it: one wording for every table with a path column. A range
 * and not LIKE or substr: names may hold `%` and `_`, and a range is found by the index. `/` is followed by `0` in
 * the order of bytes, in which SQLite compares text.
 */

/** What lies below the path `param`, at any depth, and not the path itself. */
export const below = (column: string, param: string): string =>
  `(${column} > ${param} || '/' AND ${column} < ${param} || '0')`;

/** The path `param` and what lies below it. */
export const atOrBelow = (column: string, param: string): string =>
  `(${column} = ${param} OR ${below(column, param)})`;

/** The path `param` and the folders above it. */
export const atOrAbove = (column: string, param: string): string =>
  `(${column} = ${param} OR substr(${param}, 1, length(${column}) + 1) = ${column} || '/')`;

/** What a path at or below `from` becomes when `from` is renamed to `to`. */
export const renamed = (column: string, from: string, to: string): string =>
  `${to} || substr(${column}, length(${from}) + 1)`;
