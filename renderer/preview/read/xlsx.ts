/** The cells of an Excel workbook as it shows them, within the limits. Formulas are shown by their last value. */
import type { Table } from './document.ts';
import { limits } from './limits.ts';
import type { OfficePackage } from './package.ts';
import { Refused } from './refusal.ts';
import { formatNumber, numberStyle, type NumberStyle } from './sheet-format.ts';
import { attributesOf, Enough, readXml, relationsOf, relationsPart, type Attributes } from './xml.ts';

const workbookPart = 'xl/workbook.xml';

type Workbook = {
  readonly strings: readonly string[];
  readonly styles: readonly NumberStyle[];
  readonly since1904: boolean;
};

export function readXlsx(pack: OfficePackage): readonly Table[] {
  const xml = pack.text(workbookPart);
  if (xml === undefined) throw new Refused('damaged');
  const relations = relationsOf(pack.text(relationsPart(workbookPart)), workbookPart);
  const workbook: Workbook = {
    strings: sharedStrings(pack.text('xl/sharedStrings.xml')),
    styles: cellStyles(pack.text('xl/styles.xml')),
    since1904: attributesOf(xml, 'workbookPr').some(
      ({ date1904 }) => date1904 === '1' || date1904 === 'true',
    ),
  };
  return attributesOf(xml, 'sheet')
    .slice(0, limits.sheets)
    .flatMap((sheet): Table[] => {
      const part = relations.get(sheet['r:id'] ?? '');
      const cells = part === undefined ? undefined : pack.text(part);
      return cells === undefined ? [] : [readSheet(sheet['name'] ?? '', cells, workbook)];
    });
}

function sharedStrings(xml: string | undefined): readonly string[] {
  const strings: string[] = [];
  if (xml === undefined) return strings;
  let [text, reading, phonetic] = ['', false, false];
  readXml(xml, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 't') reading = !phonetic;
      if (name === 'rPh') phonetic = true;
    },
    text: (more) => {
      if (reading && text.length < limits.cellLength) text += more;
    },
    close: (name) => {
      if (name === 't') reading = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') strings.push(text);
    },
  });
  return strings;
}

/** What the numbers in cells of each style stand for. */
function cellStyles(xml: string | undefined): readonly NumberStyle[] {
  if (xml === undefined) return [];
  const codes = new Map(attributesOf(xml, 'numFmt').map((one) => [one['numFmtId'], one['formatCode']]));
  const styles: NumberStyle[] = [];
  let inside = false;
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'cellXfs') inside = true;
      const id = attributes['numFmtId'] ?? '0';
      if (inside && name === 'xf') styles.push(numberStyle(Number(id), codes.get(id)));
    },
    close: (name) => {
      if (name === 'cellXfs') inside = false;
    },
  });
  return styles;
}

function readSheet(name: string, xml: string, workbook: Workbook): Table {
  const rows: string[][] = [];
  let cut = false;
  let cell: Attributes | undefined;
  let place = { row: 0, column: -1 };
  let [value, reading] = ['', false];
  readXml(xml, {
    open: (tag, attributes) => {
      if (tag === 'row') place = { row: Number(attributes['r'] ?? place.row + 1) - 1, column: -1 };
      if (tag === 'row' && place.row >= limits.tableRows) {
        cut = true;
        throw new Enough();
      }
      if (tag === 'c') {
        [cell, value] = [attributes, ''];
        place = { ...place, column: columnOf(attributes['r']) ?? place.column + 1 };
      }
      reading = tag === 'v' || tag === 't';
    },
    text: (more) => {
      if (reading && value.length < limits.cellLength) value += more;
    },
    close: (tag) => {
      reading = false;
      if (tag !== 'c' || cell === undefined || value === '') return;
      if (place.column >= limits.tableColumns) cut = true;
      else put(rows, place, shownValue(cell, value, workbook));
    },
  });
  return { name, rows: filled(rows), cut };
}

function put(
  rows: string[][],
  { row, column }: { readonly row: number; readonly column: number },
  text: string,
): void {
  const cells = (rows[row] ??= []);
  cells[column] = text;
}

/** Rows and cells that a file leaves out are empty ones. */
const filled = (rows: readonly (readonly string[] | undefined)[]): string[][] =>
  Array.from(rows, (row) => Array.from(row ?? [], (cell: string | undefined) => cell ?? ''));

function shownValue(cell: Attributes, value: string, { strings, styles, since1904 }: Workbook): string {
  switch (cell['t']) {
    case 's':
      return strings[Number(value)] ?? '';
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'str':
    case 'inlineStr':
    case 'e':
      return value;
    case 'd':
      return value.replace('T', ' ');
    default: {
      const number = Number(value);
      return Number.isNaN(number)
        ? value
        : formatNumber(number, styles[Number(cell['s'] ?? 0)] ?? 'number', since1904);
    }
  }
}

/** "BC12" is column 54; cells without a reference follow each other. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/u.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
