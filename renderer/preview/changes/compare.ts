/** What changed between two contents: by their kind, and by plain facts where that says nothing. */
import { compareTexts, type TextComparison } from '../../../shared/text-diff/compare-texts.ts';
import { textOfDocument, type Table } from '../read/document.ts';
import type { Loaded, LoadedText } from '../read/load.ts';
import { limits } from '../read/limits.ts';
import type { Source } from '../read/source.ts';
import { compareBytes, type ByteComparison } from './compare-bytes.ts';
import { compareTables, type TableComparison } from './compare-tables.ts';

export type SheetComparison = {
  readonly name: string;
  readonly state: 'same' | 'added' | 'removed' | 'changed';
  readonly table: TableComparison;
};

export type Comparison =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'text';
      readonly comparison: TextComparison;
      /** of Office and PDF files: only their text was compared */
      readonly extracted: boolean;
      readonly cut: boolean;
      readonly texts?: readonly [LoadedText, LoadedText] | undefined;
    }
  | { readonly kind: 'tables'; readonly sheets: readonly SheetComparison[]; readonly cut: boolean }
  | { readonly kind: 'images' }
  | { readonly kind: 'facts'; readonly bytes: ByteComparison };

export type Side = { readonly loaded: Loaded; readonly source: Source; readonly sha256: string };

/** What gives the text of a PDF; it needs a browser, so it is handed in. */
export type PdfText = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

export async function compare(before: Side, after: Side, pdfText: PdfText): Promise<Comparison> {
  if (before.sha256 === after.sha256) return { kind: 'same' };
  const [a, b] = [before.loaded, after.loaded];
  if (a.kind === 'image' && b.kind === 'image') return { kind: 'images' };
  const [older, newer] = [tablesOf(a), tablesOf(b)];
  if (older !== undefined && newer !== undefined) {
    const sheets = compareSheets(older, newer);
    const tooDifferent = sheets.every(({ table }) => table.kind === 'too-different');
    const cut = [...older, ...newer].some((table) => table.cut);
    if (!tooDifferent) return { kind: 'tables', sheets, cut };
  }
  if ('text' in a && 'text' in b) {
    const texts = [a.text, b.text] as const;
    return textComparison(a.text.text, b.text.text, { texts, cut: a.text.cut || b.text.cut });
  }
  const [one, other] = [await extractedText(a, pdfText), await extractedText(b, pdfText)];
  if (one !== undefined && other !== undefined) return textComparison(one, other, { cut: false });
  return { kind: 'facts', bytes: await compareBytes(before.source, after.source, limits.packageBytes) };
}

function textComparison(
  older: string,
  newer: string,
  more: { readonly texts?: readonly [LoadedText, LoadedText]; readonly cut: boolean },
): Comparison {
  return {
    kind: 'text',
    comparison: compareTexts(older, newer),
    extracted: more.texts === undefined,
    ...more,
  };
}

async function extractedText(loaded: Loaded, pdfText: PdfText): Promise<string | undefined> {
  if (loaded.kind === 'word') return loaded.plain;
  if (loaded.kind === 'document') return textOfDocument(loaded.document);
  if (loaded.kind === 'pdf') return pdfText(loaded.bytes).catch(() => undefined);
  return loaded.kind === 'tables' ? tableText(loaded.tables) : undefined;
}

const tableText = (tables: readonly Table[]): string =>
  tables.flatMap(({ name, rows }) => [name, ...rows.map((row) => row.join('\t'))]).join('\n');

function tablesOf(loaded: Loaded): readonly Table[] | undefined {
  if (loaded.kind === 'csv') return [loaded.table];
  return loaded.kind === 'tables' ? loaded.tables : undefined;
}

/** Sheets correspond by their names; where there is one on each side, they correspond. */
function compareSheets(older: readonly Table[], newer: readonly Table[]): readonly SheetComparison[] {
  const single = older.length === 1 && newer.length === 1;
  const sheets = newer.map((table): SheetComparison => {
    const before = single ? older[0] : older.find(({ name }) => name === table.name);
    const comparison = compareTables(before?.rows ?? [], table.rows);
    const changed = comparison.kind === 'same' ? 'same' : 'changed';
    return { name: table.name, state: before === undefined ? 'added' : changed, table: comparison };
  });
  const gone = single ? [] : older.filter(({ name }) => !newer.some((table) => table.name === name));
  return [
    ...sheets,
    ...gone.map(({ name, rows }): SheetComparison => ({
      name,
      state: 'removed',
      table: compareTables(rows, []),
    })),
  ];
}
