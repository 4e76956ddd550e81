/** A table for a terminal: columns as wide as they must be, the header first, no lines drawn. */
import { printable } from './format.ts';
import { columnsOf } from './output.ts';

export type Column = { readonly title: string; readonly right?: boolean };

/** Every row has as many cells as there are columns, each of one line. The last column is not padded. */
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const all = [columns.map(({ title }) => title), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => columnsOf(row[i] ?? ''))));
  return all
    .map((row) =>
      columns
        .map((column, i) => {
          const cell = row[i] ?? '';
          const space = ' '.repeat((widths[i] ?? 0) - columnsOf(cell));
          return column.right === true ? space + cell : cell + space;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
