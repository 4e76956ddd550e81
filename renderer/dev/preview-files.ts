/**
 * Small files of every kind that the preview knows, made here byte by byte: for the dev page to show, and for the unit
 * tests of the preview to read. No binary lies in the repository.
 */
import { plainPackage } from '../preview/read/package.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

export const utf16 = (text: string): Bytes => {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, true);
  for (let n = 0; n < text.length; n += 1) view.setUint16(2 + n * 2, text.charCodeAt(n), true);
  return bytes;
};

const packageOf = (parts: Readonly<Record<string, string | Bytes>>): Bytes =>
  plainPackage(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? utf8(part) : part]),
    ),
  );

export const zipOf = packageOf;

const xml = (body: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`;
const word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
const relations = (...all: readonly string[]): string =>
  xml(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`,
  );
const contentTypes = (part: string, type: string): string =>
  xml(
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/></Types>`,
  );
const escaped = (text: string): string =>
  text.replace(/[&<>"]/gu, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] ?? one);

/** Lines that begin with "# " are headings, with "- " items; a list of lists is a table. */
export type WordLine = string | readonly (readonly string[])[];

export function docxOf(lines: readonly WordLine[]): Bytes {
  const run = (text: string): string => `<w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
  const paragraph = (line: string): string => {
    if (line.startsWith('# '))
      return `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>${run(line.slice(2))}</w:p>`;
    if (line.startsWith('- '))
      return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>${run(line.slice(2))}</w:p>`;
    return `<w:p>${run(line)}</w:p>`;
  };
  const table = (rows: readonly (readonly string[])[]): string =>
    `<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`;
  const body = lines.map((line) => (typeof line === 'string' ? paragraph(line) : table(line))).join('');
  return packageOf({
    '[Content_Types].xml': contentTypes('word/document.xml', 'wordprocessingml.document.main'),
    '_rels/.rels': relations(relation('r1', 'officeDocument', 'word/document.xml')),
    'word/_rels/document.xml.rels': relations(
      relation('r1', 'styles', 'styles.xml'),
      relation('r2', 'numbering', 'numbering.xml'),
    ),
    'word/styles.xml': xml(
      `<w:styles ${word}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
    ),
    'word/numbering.xml': xml(
      `<w:numbering ${word}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
    ),
    'word/document.xml': xml(`<w:document ${word}><w:body>${body}</w:body></w:document>`),
  });
}

const letters = (column: number): string => String.fromCharCode(65 + column);

/** A number stays one; `{ date }` is a day of Excel's calendar. */
export type Cell = string | number | { readonly date: number };

export function xlsxOf(sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>): Bytes {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const cell = (value: Cell, place: string): string => {
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    if (typeof value === 'object') return `<c r="${place}" s="1"><v>${value.date}</v></c>`;
    return `<c r="${place}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  };
  const sheet = (rows: readonly (readonly Cell[])[]): string =>
    xml(
      `<worksheet ${main}><sheetData>${rows
        .map(
          (row, r) =>
            `<row r="${r + 1}">${row.map((value, c) => (value === '' ? '' : cell(value, `${letters(c)}${r + 1}`))).join('')}</row>`,
        )
        .join('')}</sheetData></worksheet>`,
    );
  const names = Object.keys(sheets);
  return packageOf({
    '[Content_Types].xml': contentTypes('xl/workbook.xml', 'spreadsheetml.sheet.main'),
    '_rels/.rels': relations(relation('r1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': xml(
      `<workbook ${main} xmlns:r="${office}"><sheets>${names.map((name, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="s${n}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relations(
      ...names.map((_, n) => relation(`s${n}`, 'worksheet', `worksheets/sheet${n + 1}.xml`)),
    ),
    'xl/styles.xml': xml(
      `<styleSheet ${main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    ),
    ...Object.fromEntries(
      Object.values(sheets).map((rows, n) => [`xl/worksheets/sheet${n + 1}.xml`, sheet(rows)]),
    ),
  });
}

export type Slide = { readonly title: string; readonly lines: readonly string[] };

export function pptxOf(slides: readonly Slide[], thumbnail?: Bytes): Bytes {
  const spaces = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${office}"`;
  const shape = (kind: string, paragraphs: readonly string[]): string =>
    `<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="${kind}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>${paragraphs
      .map((text) => `<a:p><a:r><a:rPr/><a:t>${escaped(text)}</a:t></a:r></a:p>`)
      .join('')}</p:txBody></p:sp>`;
  return packageOf({
    '[Content_Types].xml': contentTypes('ppt/presentation.xml', 'presentationml.presentation.main'),
    '_rels/.rels': relations(relation('r1', 'officeDocument', 'ppt/presentation.xml')),
    'ppt/presentation.xml': xml(
      `<p:presentation ${spaces}><p:sldIdLst>${slides.map((_, n) => `<p:sldId id="${256 + n}" r:id="s${n}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    ),
    'ppt/_rels/presentation.xml.rels': relations(
      ...slides.map((_, n) => relation(`s${n}`, 'slide', `slides/slide${n + 1}.xml`)),
    ),
    ...Object.fromEntries(
      slides.map(({ title, lines }, n) => [
        `ppt/slides/slide${n + 1}.xml`,
        xml(
          `<p:sld ${spaces}><p:cSld><p:spTree>${shape('title', [title])}${shape('body', lines)}</p:spTree></p:cSld></p:sld>`,
        ),
      ]),
    ),
    ...(thumbnail === undefined ? {} : { 'docProps/thumbnail.png': thumbnail }),
  });
}

const odfSpaces =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"';

/** `kind`: "text", "spreadsheet" or "presentation"; `body`: what is inside of that element. */
export const odfOf = (kind: string, body: string, parts: Readonly<Record<string, Bytes>> = {}): Bytes =>
  packageOf({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': xml(
      `<office:document-content ${odfSpaces}><office:automatic-styles><style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    ),
    ...parts,
  });

/** A PDF of one font; each page is a list of lines. `chinese`: the font is one that the file names and does not hold. */
export function pdfOf(pages: readonly (readonly string[])[], chinese = false): Bytes {
  const hex = (text: string): string =>
    [...text].map((one) => one.charCodeAt(0).toString(16).padStart(4, '0')).join('');
  const shown = (line: string): string =>
    chinese ? `<${hex(line)}> Tj` : `(${line.replace(/[\\()]/gu, String.raw`\$&`)}) Tj`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${5 + n * 2} 0 R`).join(' ')}] >>`,
    chinese
      ? '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>'
      : '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    chinese
      ? '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>'
      : 'null',
    ...pages.flatMap((lines, n) => {
      const text = lines.map(
        (line, l) => `BT /F1 ${l === 0 ? 22 : 12} Tf 60 ${760 - l * 26} Td ${shown(line)} ET`,
      );
      const content = ['0.9 0.95 0.94 rg 0 800 595 42 re f 0.1 0.15 0.15 rg', ...text].join('\n');
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${6 + n * 2} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, n) => {
    const at = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return utf8(
    `${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
  );
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const be32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];

function joined(parts: readonly (Uint8Array | readonly number[])[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const pngChunk = (name: string, data: Uint8Array | readonly number[]): Bytes => {
  const body = joined([utf8(name), data]);
  return joined([be32(data.length), body, be32(crc32(body))]);
};

const pngOfData = (width: number, height: number, data: Uint8Array): Bytes =>
  joined([
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    pngChunk('IHDR', [...be32(width), ...be32(height), 8, 2, 0, 0, 0]),
    pngChunk('IDAT', data),
    pngChunk('IEND', []),
  ]);

/** A real PNG, not packed: red, green and blue of each pixel by its place. */
export function pngOf(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
): Bytes {
  const raw = new Uint8Array(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) raw.set(colour(x, y), y * (width * 3 + 1) + 1 + x * 3);
  const blocks: (Uint8Array | number[])[] = [[0x78, 0x01]];
  let [a, b] = [1, 0];
  for (const byte of raw) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  for (let at = 0; at < raw.length; at += 65535) {
    const part = raw.subarray(at, at + 65535);
    const [low, high] = [part.length & 255, part.length >> 8];
    blocks.push([at + 65535 >= raw.length ? 1 : 0, low, high, ~low & 255, ~high & 255], part);
  }
  blocks.push(be32(((b << 16) | a) >>> 0));
  return pngOfData(width, height, joined(blocks));
}

/** Says that it is as large as this, and holds next to nothing. */
export const pngThatSays = (width: number, height: number): Bytes =>
  pngOfData(width, height, new Uint8Array([0x78, 0x01, 1, 0, 0, 0xff, 0xff, 0, 0, 0, 1]));

/** A tone of some seconds. */
export function wavOf(seconds: number): Bytes {
  const rate = 8_000;
  const samples = Uint8Array.from(
    { length: rate * seconds },
    (_, n) => 128 + 60 * Math.sin((n * 440 * 2 * Math.PI) / rate),
  );
  const le32 = (value: number): number[] => be32(value).reverse();
  return joined([
    utf8('RIFF'),
    le32(36 + samples.length),
    utf8('WAVEfmt '),
    [...le32(16), 1, 0, 1, 0, ...le32(rate), ...le32(rate), 1, 0, 8, 0],
    utf8('data'),
    le32(samples.length),
    samples,
  ]);
}

/** An OLE file with a folder of these streams, and a summary with a title and an author in GBK's code page or UTF-8's. */
export function oleOf(streams: readonly string[], title: string, author: string): Bytes {
  const sector = 512;
  const file = new Uint8Array(sector * 12);
  const view = new DataView(file.buffer);
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(26, 3, true);
  view.setUint16(28, 0xfffe, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  view.setUint32(44, 1, true);
  view.setUint32(48, 1, true);
  view.setUint32(56, 4096, true);
  view.setUint32(60, 0xfffffffe, true);
  view.setUint32(68, 0xfffffffe, true);
  for (let n = 0; n < 109; n += 1) view.setUint32(76 + n * 4, n === 0 ? 0 : 0xffffffff, true);
  // sector 0: the table; 1: the folder; 2 to 9: the summary, large enough for sectors of its own
  const table = sector;
  for (let n = 0; n < 128; n += 1) view.setUint32(table + n * 4, 0xffffffff, true);
  view.setUint32(table, 0xfffffffd, true);
  view.setUint32(table + 4, 0xfffffffe, true);
  for (let n = 2; n < 10; n += 1) view.setUint32(table + n * 4, n === 9 ? 0xfffffffe : n + 1, true);
  const entry = (at: number, name: string, type: number, start: number, size: number): void => {
    const place = sector * 2 + at * 128;
    for (let n = 0; n < name.length; n += 1) view.setUint16(place + n * 2, name.charCodeAt(n), true);
    view.setUint16(place + 64, name.length * 2 + 2, true);
    view.setUint8(place + 66, type);
    view.setUint32(place + 116, start, true);
    view.setUint32(place + 120, size, true);
  };
  entry(0, 'Root Entry', 5, 0xfffffffe, 0);
  for (const [n, name] of streams.slice(0, 2).entries()) entry(n + 1, name, 2, 0xfffffffe, 0);
  entry(3, '\u0005SummaryInformation', 2, 2, 4096);
  const summary = sector * 3;
  view.setUint32(summary + 24, 1, true);
  view.setUint32(summary + 44, 48, true);
  const section = summary + 48;
  view.setUint32(section + 4, 3, true);
  const property = (n: number, id: number, at: number): void => {
    view.setUint32(section + 8 + n * 8, id, true);
    view.setUint32(section + 12 + n * 8, at, true);
  };
  property(0, 1, 64);
  view.setUint32(section + 64, 2, true);
  view.setUint16(section + 68, 65001, true);
  for (const [n, [id, text]] of (
    [
      [2, title],
      [4, author],
    ] as const
  ).entries()) {
    const at = 80 + n * 200;
    property(n + 1, id, at);
    view.setUint32(section + at, 30, true);
    const bytes = utf8(`${text}\0`);
    view.setUint32(section + at + 4, bytes.length, true);
    file.set(bytes, section + at + 8);
  }
  return file;
}
