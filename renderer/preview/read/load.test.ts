/** Every kind of file that a preview knows, made to be read; and what is made to do harm. */
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  docxOf,
  odfOf,
  oleOf,
  pdfOf,
  pngOf,
  pngThatSays,
  pptxOf,
  utf16,
  utf8,
  wavOf,
  xlsxOf,
  zipOf,
} from '../../dev/preview-files.ts';
import { textOfDocument } from './document.ts';
import { limits } from './limits.ts';
import { load, type Loaded } from './load.ts';
import { bytesSource, type Source } from './source.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const read = (name: string, bytes: Bytes): Promise<Loaded> =>
  load(name, bytesSource(bytes), { textBytes: limits.textBytes });

/** Fails, with what it is instead, where it is of another kind. */
async function as<K extends Loaded['kind']>(
  kind: K,
  name: string,
  bytes: Bytes,
): Promise<Extract<Loaded, { kind: K }>> {
  const loaded = await read(name, bytes);
  if (loaded.kind !== kind)
    throw new Error(`${name} is ${loaded.kind} ${loaded.kind === 'refused' ? loaded.why : ''}`);
  return loaded as Extract<Loaded, { kind: K }>;
}

const grey = (): readonly [number, number, number] => [128, 128, 128];

describe('a preview reads', () => {
  it('nothing', async () => {
    expect((await read('a.txt', new Uint8Array(0))).kind).toBe('empty');
  });

  it.each([
    ['UTF-8', utf8('naïve 中文\n'), 'utf-8', false],
    ['UTF-8 with its mark', utf8('\uFEFF中文\n'), 'utf-8', true],
    ['UTF-16', utf16('naïve 中文\n'), 'utf-16le', true],
    ['UTF-16 without its mark', utf16('some words, 中文 and more\n').slice(2), 'utf-16le', false],
  ] as const)('text in %s', async (_what, bytes, encoding, mark) => {
    const { text } = await as('text', 'a.txt', bytes);
    expect(text).toMatchObject({ encoding, mark, lossy: false, cut: false });
    expect(text.text).toContain('中文');
    expect(text.text.startsWith('\uFEFF')).toBe(false);
  });

  it.each([
    [
      'GB18030',
      'gb18030',
      '中文文件预览，会议记录：预算讨论',
      'd6d0cec4cec4bcfed4a4c0c0a3acbbe1d2e9bcc7c2bca3bad4a4cbe3ccd6c2db',
    ],
    [
      'Big5',
      'big5',
      '中文檔案預覽，會議記錄：預算討論',
      'a4a4a4e5c0c9aed7b977c4fda141b77cc4b3b04fbffda147b977bae2b051bdd7',
    ],
    [
      'Shift JIS',
      'shift_jis',
      'これは日本語の文章です。',
      '82b182ea82cd93fa967b8cea82cc95b68fcd82c582b78142',
    ],
  ])('text in %s', async (_what, encoding, expected, hex) => {
    const bytes = new Uint8Array(Buffer.from(hex.repeat(4), 'hex'));
    const { text } = await as('text', 'a.txt', bytes);
    expect(text).toMatchObject({ encoding, guessed: true, lossy: false });
    expect(text.text).toBe(expected.repeat(4));
  });

  it('a short Chinese text as Chinese', async () => {
    // "你好，世界" in GBK: eleven bytes with the newline
    const bytes = new Uint8Array(Buffer.from('c4e3bac3a3accac0bde70a', 'hex'));
    expect((await as('text', 'a.txt', bytes)).text.text).toBe('你好，世界\n');
  });

  it('text with accents in Latin letters', async () => {
    const bytes = new Uint8Array(
      Buffer.from('Le café est fermé à midi, désolé pour la gêne occasionnée.', 'latin1'),
    );
    const { text } = await as('text', 'a.txt', bytes);
    expect(text.text).toContain('café est fermé à midi');
  });

  it('Markdown, and tables', async () => {
    expect((await read('a.md', utf8('# Title\n'))).kind).toBe('markdown');
    const { table } = await as('csv', 'a.csv', utf8('name;size\n"a;b";1\n'));
    expect(table).toMatchObject({ delimiter: ';', cut: false });
    expect(table.rows).toEqual([
      ['name', 'size'],
      ['a;b', '1'],
    ]);
    // a text with commas in a file that is called so
    expect((await read('a.csv', utf8('just words\n'))).kind).toBe('text');
  });

  it('images, and how large they are', async () => {
    const image = await as('image', 'a.png', pngOf(7, 5, grey));
    expect(image).toMatchObject({ mime: 'image/png', pixels: { width: 7, height: 5 } });
    // by its bytes, whatever its name
    expect((await read('a.txt', pngOf(2, 2, grey))).kind).toBe('image');
    expect((await read('a.png', utf8('no image'))).kind).toBe('text');
    expect((await read('a.svg', utf8('<svg xmlns="http://www.w3.org/2000/svg"/>'))).kind).toBe('image');
  });

  it('sound, PDF, and what is nothing that is known', async () => {
    expect(await read('a.wav', wavOf(1))).toMatchObject({ kind: 'audio', format: 'wav' });
    expect((await read('a.pdf', pdfOf([['Hello']]))).kind).toBe('pdf');
    expect((await read('a.bin', new Uint8Array([0, 1, 2, 3, 0, 255]))).kind).toBe('binary');
  });

  it('Word documents', async () => {
    const { html, plain } = await as(
      'word',
      'a.docx',
      docxOf(['# Heading', 'A paragraph with <angles> & more.', '- first', [['x', 'y']]]),
    );
    expect(html).toContain('<h1>Heading</h1>');
    expect(html).toContain('&lt;angles&gt; &amp; more.');
    expect(html).toContain('<li>first</li>');
    expect(html).toContain('<td><p>x</p></td>');
    expect(plain).toContain('Heading\nA paragraph');
  });

  it('Excel workbooks, with dates as dates', async () => {
    const { tables } = await as(
      'tables',
      'a.xlsx',
      xlsxOf({
        Budget: [
          ['Item', 'Cost', 'On'],
          ['Paper', 12.5, { date: 46_000 }],
          ['', 0.1 + 0.2],
        ],
        第二: [['x']],
      }),
    );
    expect(tables.map(({ name }) => name)).toEqual(['Budget', '第二']);
    expect(tables[0]?.rows).toEqual([
      ['Item', 'Cost', 'On'],
      ['Paper', '12.5', '2025-12-09'],
      ['', '0.3'],
    ]);
  });

  it('shared strings, rich text and percentages of a workbook', async () => {
    const space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const bytes = zipOf({
      'xl/workbook.xml': `<workbook ${space} xmlns:r="${relation}"><workbookPr date1904="1"/><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="a" Type="${relation}/worksheet" Target="/xl/worksheets/s.xml"/></Relationships>`,
      'xl/sharedStrings.xml': `<sst ${space}><si><t>plain</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>sound</t></rPh></si></sst>`,
      'xl/styles.xml': `<styleSheet ${space}><numFmts><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
      'xl/worksheets/s.xml': `<worksheet ${space}><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row r="3"><c r="B3" s="1"><v>0.125</v></c><c r="D3" s="2"><v>0.5</v></c><c r="E3" t="b"><v>1</v></c></row><row r="4"><c r="A4"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>`,
    });
    expect((await as('tables', 'a.xlsx', bytes)).tables[0]?.rows).toEqual([
      ['plain', 'rich'],
      [],
      ['', '12.5%', '', '1904-01-01 12:00', 'TRUE'],
      ['2'],
    ]);
  });

  it('slides', async () => {
    const { document, slides } = await as(
      'document',
      'a.pptx',
      pptxOf(
        [
          { title: 'First', lines: ['one', 'two'] },
          { title: 'Second', lines: [] },
        ],
        pngOf(4, 3, grey),
      ),
    );
    expect(slides).toBe(true);
    expect(document.pages).toHaveLength(2);
    expect(document.thumbnail?.mime).toBe('image/png');
    expect(textOfDocument(document)).toBe('First\none\ntwo\n\nSecond\n');
  });

  it('OpenDocument, whatever its name', async () => {
    const { document } = await as(
      'document',
      'a.zip',
      odfOf(
        'text',
        '<text:h text:outline-level="1">Title</text:h><text:p>Plain <text:span text:style-name="B">bold</text:span></text:p><text:list><text:list-item><text:p>item</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>',
      ),
    );
    expect(document.pages[0]?.blocks).toMatchObject([
      { kind: 'heading', level: 1 },
      { kind: 'paragraph', runs: [{ text: 'Plain ' }, { text: 'bold', bold: true }] },
      { kind: 'item', depth: 0 },
      { kind: 'table', rows: [['a', 'b']] },
    ]);
    const slides = await as(
      'document',
      'a.odp',
      odfOf(
        'presentation',
        '<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>T</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box><text:p>secret</text:p></draw:text-box></draw:frame></presentation:notes></draw:page><draw:page><draw:frame><draw:text-box><text:p>x</text:p></draw:text-box></draw:frame></draw:page>',
      ),
    );
    expect(textOfDocument(slides.document)).toBe('T\n\nx\n');
  });

  it('OpenDocument spreadsheets, in which a million rows may be one element', async () => {
    const { tables } = await as(
      'tables',
      'a.ods',
      odfOf(
        'spreadsheet',
        '<table:table table:name="S"><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16382"/></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>',
      ),
    );
    expect(tables).toEqual([{ name: 'S', rows: [['x', 'x']], cut: false }]);
  });

  it('what is in a zip', async () => {
    const made = zipSync({ 'folder/a.txt': new Uint8Array(1000), '中文.txt': utf8('x') });
    const { list } = await as('zip', 'a.zip', made as Bytes);
    expect(list.count).toBe(2);
    expect(list.entries.map(({ name, size }) => [name, size])).toEqual([
      ['folder/a.txt', 1000],
      ['中文.txt', 1],
    ]);
  });

  it('names in a zip that Windows made on a Chinese system', async () => {
    // "照片" and "预算" in GBK, in the place of names of the same length; bit 11 is off
    const made = zipSync({ 'AAAA.txt': utf8('x'), 'BBBB.txt': utf8('y') }) as Bytes;
    const text = Buffer.from(made.buffer, made.byteOffset, made.length);
    for (const [name, hex] of [
      ['AAAA', 'd5d5c6ac'],
      ['BBBB', 'd4a4cbe3'],
    ] as const)
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) text.write(hex, at, 'hex');
    const { list } = await as('zip', 'a.zip', made);
    expect(list.entries.map(({ name }) => name)).toEqual(['照片.txt', '预算.txt']);
  });

  it.each([
    ['a.doc', ['WordDocument'], 'word'],
    ['a.et', ['Workbook'], 'excel'],
    ['a.dps', ['PowerPoint Document'], 'powerpoint'],
    ['a.docx', ['EncryptedPackage'], 'encrypted'],
  ])('what %s is, by its folder', async (name, streams, program) => {
    const { file } = await as('old-office', name, oleOf(streams, '年度预算', 'Li Wei'));
    expect(file).toMatchObject({ program, title: '年度预算', author: 'Li Wei' });
  });
});

describe('what is made to do harm is described instead', () => {
  it('an image of 500 megapixels in a few bytes', async () => {
    expect(await read('a.png', pngThatSays(25_000, 20_000))).toMatchObject({
      kind: 'refused',
      what: 'image',
      why: 'pixels',
      pixels: { width: 25_000, height: 20_000 },
    });
  });

  it('a package with a part that inflates to a thousand times its size', async () => {
    const zeros = new Uint8Array(26 * 1024 * 1024);
    const bomb = zipSync({ 'xl/workbook.xml': zeros, 'word/document.xml': zeros, 'content.xml': zeros });
    expect(bomb.length).toBeLessThan(100_000);
    for (const name of ['a.xlsx', 'a.docx', 'a.odt'])
      expect(await read(name, bomb as Bytes)).toMatchObject({ kind: 'refused', why: 'inflates' });
    // its list costs nothing
    expect((await as('zip', 'a.zip', bomb as Bytes)).list.entries[0]?.size).toBe(zeros.length);
  });

  it('a part that says it is small and is not', async () => {
    const bomb = zipSync({ 'xl/workbook.xml': new Uint8Array(30 * 1024 * 1024) }) as Bytes;
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    for (let at = 0; at + 4 < bomb.length; at += 1)
      if (view.getUint32(at, true) === 30 * 1024 * 1024) view.setUint32(at, 10, true);
    expect(await read('a.xlsx', bomb)).toMatchObject({ kind: 'refused', why: 'inflates' });
  });

  it('a text of two gigabytes shows its beginning', async () => {
    let most = 0;
    const huge: Source = {
      size: 2 * 1024 ** 3,
      read: (from, to) => {
        most = Math.max(most, to - from);
        return Promise.resolve(new Uint8Array(to - from).fill(97));
      },
    };
    const loaded = await load('a.txt', huge, { textBytes: limits.textBytes });
    expect(loaded).toMatchObject({ kind: 'text', text: { cut: true } });
    expect(most).toBe(limits.textBytes);
  });

  it('a package that is larger than is read', async () => {
    const huge: Source = {
      size: 2 * 1024 ** 3,
      read: (from, to) => Promise.resolve(utf8('PK\x03\x04').slice(from, to) as Bytes),
    };
    expect(await load('a.docx', huge, { textBytes: 1 })).toMatchObject({ kind: 'refused', why: 'too-large' });
  });

  it('elements within elements without an end', async () => {
    const bomb = odfOf('text', '<text:p>'.repeat(100_000));
    expect(await read('a.odt', bomb)).toMatchObject({ kind: 'refused', why: 'damaged' });
  });

  it('entities that stand for each other', async () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><office:body><office:text><text:p>&b;</text:p></office:text></office:body>`;
    const bytes = zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': laughs });
    const { document } = await as('document', 'a.odt', bytes);
    expect(textOfDocument(document)).toBe('&b;\n');
  });

  it('an OLE file whose sectors go round in a circle', async () => {
    const bytes = oleOf(['WordDocument'], 'x', 'y');
    const view = new DataView(bytes.buffer);
    view.setUint32(512 + 4, 1, true);
    view.setUint32(512 + 9 * 4, 2, true);
    expect((await as('old-office', 'a.doc', bytes)).file.program).toBe('word');
  });
});

describe('files that are damaged', () => {
  const good: readonly (readonly [string, Bytes])[] = [
    ['a.docx', docxOf(['# Heading', 'text', [['x', 'y']]])],
    [
      'a.xlsx',
      xlsxOf({
        S: [
          ['a', 1],
          ['b', { date: 40_000 }],
        ],
      }),
    ],
    ['a.pptx', pptxOf([{ title: 'T', lines: ['one'] }], pngOf(3, 3, grey))],
    ['a.odt', odfOf('text', '<text:p>x</text:p>')],
    ['a.ods', odfOf('spreadsheet', '<table:table table:name="S"/>')],
    ['a.zip', zipOf({ 'a.txt': 'hello', 'b/c.txt': 'there' })],
    ['a.png', pngOf(20, 20, grey)],
    ['a.doc', oleOf(['WordDocument'], 'title', 'author')],
    ['a.wav', wavOf(1)],
    ['a.csv', utf8('a,b\n1,2\n')],
  ];

  it.each(good)('%s, cut off anywhere or with any byte changed, is read or refused', async (name, bytes) => {
    const step = Math.max(1, Math.floor(bytes.length / 25));
    for (let at = 0; at < bytes.length; at += step) {
      expect((await read(name, bytes.slice(0, at))).kind).toBeTypeOf('string');
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      expect((await read(name, changed)).kind).toBeTypeOf('string');
    }
  });
});
