/** OpenDocument: texts, spreadsheets and presentations, all out of content.xml. */
import type { Block, OfficeDocument, Page, Run, Table } from './document.ts';
import { limits } from './limits.ts';
import type { OfficePackage } from './package.ts';
import { Refused } from './refusal.ts';
import { pictureOf, thumbnailOf } from './picture.ts';
import { Enough, readXml, type Attributes } from './xml.ts';

function contentOf(pack: OfficePackage): string {
  const xml = pack.text('content.xml');
  if (xml === undefined) throw new Refused('damaged');
  // an encrypted document's parts are no XML
  if (!xml.slice(0, 4_000).includes('<'))
    throw new Refused(
      (pack.text('META-INF/manifest.xml') ?? '').includes('encryption-data') ? 'encrypted' : 'damaged',
    );
  return xml;
}

/** Elements whose text is none of the page: notes to it, and what was deleted while changes were recorded. */
const besides = new Set([
  'presentation:notes',
  'text:tracked-changes',
  'office:annotation',
  'svg:title',
  'svg:desc',
]);

export function readOdfDocument(pack: OfficePackage): OfficeDocument {
  const xml = contentOf(pack);
  const styles = textStyles(xml);
  const reader = new PageReader(styles, (name) => pictureOf(pack, name));
  readXml(xml, {
    open: (name, attributes) => {
      reader.open(name, attributes);
    },
    text: (text) => {
      reader.text(text);
    },
    close: (name) => {
      reader.close(name);
    },
  });
  return { pages: reader.pages(), thumbnail: thumbnailOf(pack), cut: reader.cut };
}

type Style = Omit<Run, 'text'>;

/** Bold, italic and struck, by the names of styles that say so themselves. */
function textStyles(xml: string): ReadonlyMap<string, Style> {
  const styles = new Map<string, Style>();
  let name: string | undefined;
  readXml(xml, {
    open: (tag, attributes) => {
      if (tag === 'office:body') throw new Enough();
      if (tag === 'style:style') name = attributes['style:name'];
      if (tag !== 'style:text-properties' || name === undefined) return;
      const struck = attributes['style:text-line-through-style'];
      const line = attributes['style:text-underline-style'];
      styles.set(name, {
        ...(attributes['fo:font-weight'] === 'bold' ? { bold: true } : {}),
        ...(attributes['fo:font-style'] === 'italic' ? { italic: true } : {}),
        ...(line !== undefined && line !== 'none' ? { underlined: true } : {}),
        ...(struck !== undefined && struck !== 'none' ? { struck: true } : {}),
      });
    },
  });
  return styles;
}

class PageReader {
  cut = false;
  readonly #styles: ReadonlyMap<string, Style>;
  readonly #picture: (name: string) => ReturnType<typeof pictureOf>;
  readonly #pages: { blocks: Block[] }[] = [{ blocks: [] }];
  #runs: Run[] | undefined;
  #heading: number | undefined;
  #lists = 0;
  #skipping = 0;
  #tables: string[][][] = [];
  #title = false;
  readonly #spans: Style[] = [];
  #count = 0;
  #pictures = 0;

  constructor(styles: ReadonlyMap<string, Style>, picture: (name: string) => ReturnType<typeof pictureOf>) {
    this.#styles = styles;
    this.#picture = picture;
  }

  /** The page before the first slide is none. */
  pages(): readonly Page[] {
    return this.#pages.filter(({ blocks }, n) => n > 0 || blocks.length > 0 || this.#pages.length === 1);
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skipping > 0 || besides.has(name)) {
      this.#skipping += 1;
      return;
    }
    switch (name) {
      case 'draw:page':
        this.#pages.push({ blocks: [] });
        break;
      case 'draw:frame':
        this.#title = attributes['presentation:class'] === 'title';
        break;
      case 'text:list':
        this.#lists += 1;
        break;
      case 'text:h':
      case 'text:p':
        this.#runs ??= [];
        this.#heading = name === 'text:h' ? Number(attributes['text:outline-level'] ?? 1) : undefined;
        this.#spans.push(this.#styles.get(attributes['text:style-name'] ?? '') ?? {});
        break;
      case 'text:span':
        this.#spans.push(this.#styles.get(attributes['text:style-name'] ?? '') ?? {});
        break;
      case 'text:s':
        this.text(' '.repeat(Math.min(Number(attributes['text:c'] ?? 1) || 1, 100)));
        break;
      case 'text:tab':
        this.text('\t');
        break;
      case 'text:line-break':
        this.text('\n');
        break;
      default:
        this.#openOther(name, attributes);
    }
  }

  #openOther(name: string, attributes: Attributes): void {
    if (name === 'table:table') this.#tables.push([]);
    if (name === 'table:table-row') this.#tables.at(-1)?.push([]);
    if (name === 'table:table-cell') this.#tables.at(-1)?.at(-1)?.push('');
    if (name === 'draw:image') this.#show(attributes['xlink:href'] ?? '');
  }

  text(text: string): void {
    if (this.#skipping > 0 || this.#runs === undefined) return;
    this.#runs.push({ text, ...Object.assign({}, ...this.#spans) });
  }

  close(name: string): void {
    if (this.#skipping > 0) {
      this.#skipping -= 1;
      return;
    }
    if (name === 'text:list') this.#lists -= 1;
    if (name === 'text:span') this.#spans.pop();
    if (name === 'text:h' || name === 'text:p') {
      this.#spans.pop();
      this.#finish();
    }
    if (name === 'draw:frame') this.#title = false;
    if (name === 'table:table') {
      const rows = this.#tables.pop();
      if (rows !== undefined && this.#tables.length === 0) this.#add({ kind: 'table', rows });
    }
  }

  #finish(): void {
    const runs = this.#runs ?? [];
    this.#runs = undefined;
    const cells = this.#tables.at(-1)?.at(-1);
    if (cells !== undefined) {
      const before = cells.pop() ?? '';
      cells.push([before, runs.map(({ text }) => text).join('')].filter((text) => text !== '').join('\n'));
      return;
    }
    if (runs.every(({ text }) => text.trim() === '')) return;
    if (this.#title) this.#add({ kind: 'heading', level: 2, runs });
    else if (this.#heading !== undefined) this.#add({ kind: 'heading', level: this.#heading, runs });
    else if (this.#lists > 0) this.#add({ kind: 'item', depth: this.#lists - 1, numbered: false, runs });
    else this.#add({ kind: 'paragraph', runs });
  }

  #show(name: string): void {
    if (this.#pictures >= limits.pictures) return;
    const picture = this.#picture(name);
    if (picture === undefined) return;
    this.#pictures += 1;
    this.#add({ kind: 'picture', picture });
  }

  #add(block: Block): void {
    this.#count += 1;
    if (this.#count > limits.blocks) {
      this.cut = true;
      throw new Enough();
    }
    this.#pages.at(-1)?.blocks.push(block);
  }
}

/** Rows and cells may be repeated by a number: "1048576 empty rows" is one element. */
export function readOds(pack: OfficePackage): readonly Table[] {
  const tables: { name: string; rows: string[][]; cut: boolean }[] = [];
  let row: string[] = [];
  let [text, cells, times, repeated, skipping] = ['', 0, 1, 1, 0];
  readXml(contentOf(pack), {
    open: (name, attributes) => {
      if (skipping > 0 || besides.has(name)) skipping += 1;
      else if (name === 'table:table') {
        if (tables.length >= limits.sheets) throw new Enough();
        tables.push({ name: attributes['table:name'] ?? '', rows: [], cut: false });
      } else if (name === 'table:table-row') {
        row = [];
        repeated = Number(attributes['table:number-rows-repeated'] ?? 1) || 1;
      } else if (name === 'table:table-cell' || name === 'table:covered-table-cell') {
        times = Number(attributes['table:number-columns-repeated'] ?? 1) || 1;
        [text, cells] = ['', row.length];
      } else if (name === 'text:p' && text !== '') text += '\n';
    },
    text: (more) => {
      if (skipping === 0 && text.length < limits.cellLength) text += more.replace(/[\r\n]+\s*/gu, '');
    },
    close: (name) => {
      const table = tables.at(-1);
      if (skipping > 0) skipping -= 1;
      else if (name === 'table:table-cell' || name === 'table:covered-table-cell') {
        if (text !== '' && cells + times > limits.tableColumns && table !== undefined) table.cut = true;
        for (let n = 0; n < times && row.length < limits.tableColumns; n += 1) row.push(text);
        text = '';
      } else if (name === 'table:table-row' && table !== undefined) addRows(table, row, repeated);
    },
  });
  return tables.map((table) => ({ ...table, rows: withoutEmptyEnd(table.rows) }));
}

function addRows(table: { rows: string[][]; cut: boolean }, row: readonly string[], repeated: number): void {
  const empty = row.every((cell) => cell === '');
  for (let n = 0; n < repeated; n += 1) {
    if (table.rows.length >= limits.tableRows) {
      table.cut ||= !empty;
      return;
    }
    table.rows.push(trimEnd(row));
  }
}

const trimEnd = (row: readonly string[]): string[] =>
  row.slice(0, row.findLastIndex((cell) => cell !== '') + 1);

const withoutEmptyEnd = (rows: readonly string[][]): string[][] =>
  rows.slice(0, rows.findLastIndex((row) => row.length > 0) + 1);
