/** Tables in text files, by papaparse, which finds the delimiter. Pure. */
import Papa from 'papaparse';
import type { Table } from './document.ts';
import { limits } from './limits.ts';

export type CsvTable = Table & { readonly delimiter: string };

/** Undefined: it is no table but a text. */
export function readCsv(text: string, format: string): CsvTable | undefined {
  const { data, meta } = Papa.parse<string[]>(text, {
    delimiter: format === 'tsv' || format === 'tab' ? '\t' : '',
    delimitersToGuess: [',', ';', '\t', '|'],
    preview: limits.tableRows + 1,
    skipEmptyLines: true,
  });
  const columns = Math.max(0, ...data.map((row) => row.length));
  if (data.length === 0 || columns < 2) return undefined;
  const cut = data.length > limits.tableRows || columns > limits.tableColumns;
  const rows = data
    .slice(0, limits.tableRows)
    .map((row) => row.slice(0, limits.tableColumns).map((cell) => cell.slice(0, limits.cellLength)));
  return { name: '', rows, cut, delimiter: meta.delimiter };
}
