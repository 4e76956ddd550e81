/** What office files of all kinds are read into: blocks of text, tables and pictures. Pure. */
export type Run = {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly struck?: boolean;
  readonly underlined?: boolean;
};

export type Picture = { readonly bytes: Uint8Array<ArrayBuffer>; readonly mime: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly runs: readonly Run[] }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | {
      readonly kind: 'item';
      readonly depth: number;
      readonly numbered: boolean;
      readonly runs: readonly Run[];
    }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'picture'; readonly picture: Picture };

/** A slide, or the one page of a text document. */
export type Page = { readonly blocks: readonly Block[] };

export type OfficeDocument = {
  readonly pages: readonly Page[];
  /** the picture of the first page that programs put into the package */
  readonly thumbnail?: Picture | undefined;
  /** not all of it was read */
  readonly cut: boolean;
};

export type Table = {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  /** how many there are, where not all are in `rows` */
  readonly cut: boolean;
};

const textOfRuns = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');

/** A document as lines, for comparing two of them. */
export function textOfDocument(document: OfficeDocument): string {
  const lines = document.pages.flatMap(({ blocks }) => [...blocks.flatMap(linesOfBlock), '']);
  return lines.join('\n');
}

function linesOfBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [textOfRuns(block.runs)];
    case 'item':
      return [`${'  '.repeat(block.depth)}• ${textOfRuns(block.runs)}`];
    case 'table':
      return block.rows.map((row) => row.join('\t'));
    case 'picture':
      return [];
  }
}

/** Pictures that Chromium draws; others, such as EMF, are left out. */
const pictureTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
};

export function pictureType(name: string): string | undefined {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(pictureTypes, extension) ? pictureTypes[extension] : undefined;
}
