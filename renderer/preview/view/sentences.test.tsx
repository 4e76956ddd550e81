/**
 * What the preview says is true: each row has a sentence, a content of which it is said, and a twin, a content much like
 * it of which it is not. Contents are made, read and drawn as in the frame.
 */
import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactNode } from 'react';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../../shared/strings/en/index.ts';
import {
  docxOf,
  odfOf,
  oleOf,
  pngOf,
  pngThatSays,
  pptxOf,
  utf16,
  utf8,
  wavOf,
  xlsxOf,
  zipOf,
} from '../../dev/preview-files.ts';
import { compare, type Side } from '../changes/compare.ts';
import type { FrameContent } from '../protocol.ts';
import { load } from '../read/load.ts';
import { bytesSource, type Source } from '../read/source.ts';
import { ChangesView } from './changes.tsx';
import { DescribedContent } from './described-content.tsx';
import { FactChanges } from './fact-changes.tsx';
import { FindBar } from './find-bar.tsx';
import { Described } from './parts.tsx';
import { PdfPages } from './pdf-view.tsx';
import type { PDFDocumentProxy } from './pdf.ts';
import { Preview, PreviewView } from './preview.tsx';

type Bytes = Uint8Array<ArrayBuffer>;

const nothing = (): void => undefined;
const contentOf = (name: string, size: number, title = 'Version 3'): FrameContent => ({
  name,
  size,
  sha256: 'abc',
  title,
});

async function preview(name: string, bytes: Bytes | Source, textBytes = 1_000_000): Promise<ReactNode> {
  const source = bytes instanceof Uint8Array ? bytesSource(bytes) : bytes;
  const loaded = await load(name, source, { textBytes });
  return (
    <PreviewView content={contentOf(name, source.size)} loaded={loaded} source={source} onShown={nothing} />
  );
}

async function changes(
  name: string,
  before: Bytes,
  after: Bytes,
  { textBytes = 1_000_000, same = false, pdf = '' } = {},
): Promise<ReactNode> {
  const side = async (bytes: Bytes, sha256: string): Promise<Side> => {
    const source = bytesSource(bytes);
    return { source, sha256, loaded: await load(name, source, { textBytes }) };
  };
  const sides = [await side(before, 'one'), await side(after, same ? 'one' : 'two')] as const;
  const comparison = await compare(...sides, () => Promise.resolve(pdf));
  return (
    <ChangesView
      before={contentOf(name, before.length)}
      after={contentOf(name, after.length, 'The file on this computer')}
      layout="side"
      onLayout={nothing}
      canTake
      onShown={nothing}
      onTake={nothing}
      comparison={comparison}
      sides={sides}
    />
  );
}

const fakePdf = (numPages: number) => ({ numPages }) as PDFDocumentProxy;
const lines = (count: number, word: string): Bytes =>
  utf8(Array.from({ length: count }, (_, n) => `${word} ${n}\n`).join(''));
const grey = pngOf(3, 3, () => [9, 9, 9]);
const zeros = (mebibytes: number): Uint8Array => new Uint8Array(mebibytes * 1024 * 1024);
const huge = (size: number): Source => ({
  size,
  read: (from, to) => Promise.resolve(utf8('PK\x03\x04').slice(from, to) as Bytes),
});
const locked = (): Bytes => {
  const bytes = zipOf({ 'word/document.xml': '<w:document/>' });
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 4 < bytes.length; at += 1)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true);
  return bytes;
};

/** One that is longer than is compared. */
function longBinary(differing: number): ReactNode {
  const source = bytesSource(new Uint8Array(3));
  const side: Side = { source, sha256: 'x', loaded: { kind: 'binary', format: '' } };
  const content = contentOf('a.bin', 3);
  const bytes = { differing, first: 0, compared: 3, whole: false };
  return <FactChanges before={content} after={content} sides={[side, side]} bytes={bytes} />;
}

const states = {
  reading: () => <Preview content={contentOf('a.txt', 1)} finding={false} onShown={nothing} />,
  find: () => <FindBar asked={1} root={{ current: null }} onClose={nothing} />,
  failed: () => <Described icon="alert" title={en.preview.notCompared} facts={[]} />,
  empty: () => preview('a.txt', new Uint8Array(0)),
  text: () => preview('a.txt', utf8('words\nmore\n')),
  'one line': () => preview('a.txt', utf8('words\n')),
  'long text': () => preview('a.txt', utf8('words and words and words'), 10),
  gb18030: () =>
    preview('a.txt', new Uint8Array([0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7])),
  lossy: () => preview('a.txt', new Uint8Array([...utf16('some words'), 0x00, 0xd8])),
  markdown: () => preview('a.md', utf8('# Title\n')),
  csv: () => preview('a.csv', utf8('a,b\n1,2\n')),
  'long csv': () => preview('a.csv', utf8(`a,b\n${'1,2\n'.repeat(2_001)}`)),
  image: () => preview('a.png', grey),
  'image of 500 megapixels': () => preview('a.png', pngThatSays(25_000, 20_000)),
  'damaged image': () => preview('a.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0, 0, 0, 0, 0])),
  'image of a camera': () => preview('a.tiff', new Uint8Array([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0, 0])),
  audio: () => preview('a.wav', wavOf(1)),
  video: () => preview('a.webm', new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3, 4])),
  'one page': () => <PdfPages content={contentOf('a.pdf', 1)} pdf={fakePdf(1)} />,
  pages: () => <PdfPages content={contentOf('a.pdf', 1)} pdf={fakePdf(2)} />,
  'many pages': () => <PdfPages content={contentOf('a.pdf', 1)} pdf={fakePdf(501)} />,
  'large docx': () => preview('a.docx', huge(10 ** 9)),
  'locked docx': () => preview('a.docx', locked()),
  'bomb docx': () => preview('a.docx', zipSync({ 'word/document.xml': zeros(25) }) as Bytes),
  odt: () => preview('a.odt', odfOf('text', '<text:p>x</text:p>')),
  'long odt': () => preview('a.odt', odfOf('text', '<text:p>x</text:p>'.repeat(20_001))),
  pptx: () =>
    preview(
      'a.pptx',
      pptxOf(
        [
          { title: 'T', lines: [] },
          { title: 'U', lines: [] },
        ],
        grey,
      ),
    ),
  'one slide': () => preview('a.pptx', pptxOf([{ title: 'T', lines: [] }])),
  xlsx: () => preview('a.xlsx', xlsxOf({ A: [['a']], B: [['b']] })),
  'one sheet': () => preview('a.xlsx', xlsxOf({ A: [['a']] })),
  'empty sheet': () => preview('a.xlsx', xlsxOf({ A: [] })),
  zip: () => preview('a.zip', zipOf({ 'a.txt': 'a', 'b.txt': 'b' })),
  'zip of one': () => preview('a.zip', zipOf({ 'a.txt': 'a' })),
  'zip of many': () =>
    preview('a.zip', zipOf(Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`${n}`, ''])))),
  doc: () => preview('a.doc', oleOf(['WordDocument'], 'A title', 'Lin Yue')),
  xls: () => preview('a.xls', oleOf(['Workbook'], '', '')),
  ppt: () => preview('a.ppt', oleOf(['PowerPoint Document'], '', '')),
  msg: () => preview('a.msg', oleOf(['__properties_version1.0'], '', '')),
  vsd: () => preview('a.vsd', oleOf(['VisioDocument'], '', '')),
  msi: () => preview('a.msi', oleOf(['\u4840\u3b3f\u43f2\u4438\u45b1'], '', '')),
  ole: () => preview('a.db', oleOf(['Other'], '', '')),
  'damaged ole': () => preview('a.doc', oleOf([], '', '').slice(0, 100) as Bytes),
  'bomb xlsx': () => preview('a.xlsx', zipSync({ 'xl/workbook.xml': zeros(25) }) as Bytes),
  'damaged zip': () => preview('a.zip', utf8('PK\x03\x04 and no more')),
  'doc with a summary': () => (
    <DescribedContent
      content={contentOf('a.doc', 1)}
      loaded={{
        kind: 'old-office',
        format: 'ole',
        file: { program: 'word', savedBy: 'Ana', created: 1, saved: 2, pages: 3 },
      }}
    />
  ),
  encrypted: () => preview('a.docx', oleOf(['EncryptedPackage'], '', '')),
  binary: () => preview('a.bin', new Uint8Array([0, 1, 2])),

  'the same': () => changes('a.txt', utf8('a\n'), utf8('a\n'), { same: true }),
  changed: () =>
    changes('a.txt', lines(40, 'a'), utf8(`first\n${new TextDecoder().decode(lines(40, 'a'))}x\ny\n`)),
  'one change': () => changes('a.txt', utf8('a\nb\nc\nd\n'), utf8('a\nb\nc\n')),
  'two lines gone': () => changes('a.txt', utf8('a\nb\nc\nd\n'), utf8('a\nb\n')),
  'many changes': () => changes('a.txt', lines(10, 'a'), lines(3_300, 'a')),
  'long changes': () => changes('a.txt', lines(40, 'a'), lines(40, 'b'), { textBytes: 100 }),
  'line endings': () => changes('a.txt', utf8('a\r\n'), utf8('a\n')),
  encoding: () => changes('a.txt', utf16('a\n'), utf8('a\n')),
  unlike: () => changes('a.txt', lines(6_000, 'a'), lines(6_000, 'b')),
  'changed docx': () => changes('a.docx', docxOf(['a b c']), docxOf(['a b d'])),
  'docx of the same text': () => changes('a.docx', docxOf(['a']), docxOf(['# a'])),
  'changed csv': () =>
    changes('a.csv', utf8('a,b\n1,2\n3,4\n5,6\n7,8\n9,0\n'), utf8('a,b\n1,2\n3,4\n5,6\n7,8\n9,1\n')),
  'changed cells': () => changes('a.csv', utf8('a,b\n1,2\n3,4\n'), utf8('a,b\n1,2\n5,6\n')),
  'csv of the same cells': () => changes('a.csv', utf8('a,b\n1,2\n'), utf8('a,b\n1,"2"\n')),
  'changed images': () =>
    changes(
      'a.png',
      grey,
      pngOf(4, 4, () => [1, 1, 1]),
    ),
  'changed binary': () => changes('a.bin', new Uint8Array([0, 1, 2]), new Uint8Array([0, 2, 3])),
  'a long binary': () => longBinary(2),
  'a long binary with one byte': () => longBinary(1),
  'one byte': () => changes('a.bin', new Uint8Array([0, 1, 2]), new Uint8Array([0, 1, 3])),
} satisfies Record<string, () => ReactNode | Promise<ReactNode>>;

type State = keyof typeof states;

/** The sentence, a state in which it is said, one in which it is not, and of a plural the form that is meant. */
const rows: readonly (readonly [key: string, said: State, twin: State, form?: 'one' | 'other'])[] = [
  ['preview.reading', 'reading', 'text'],
  ['preview.find.label', 'find', 'text'],
  ['preview.find.next', 'find', 'text'],
  ['preview.find.previous', 'find', 'text'],
  ['preview.find.close', 'find', 'text'],
  ['preview.kind.empty', 'empty', 'text'],
  ['preview.emptyWhy', 'empty', 'text'],
  ['preview.lines', 'one line', 'image', 'one'],
  ['preview.lines', 'text', 'one line', 'other'],
  ['preview.cutText', 'long text', 'text'],
  ['preview.guessed', 'gb18030', 'text'],
  ['preview.lossy', 'lossy', 'text'],
  ['preview.look', 'markdown', 'text'],
  ['preview.formatted', 'markdown', 'csv'],
  ['preview.source', 'markdown', 'text'],
  ['preview.table', 'csv', 'markdown'],
  ['preview.cutTable', 'long csv', 'csv'],
  ['preview.pixels', 'image', 'text'],
  ['preview.fact.pixels', 'image of 500 megapixels', 'doc'],
  ['preview.refused.pixels', 'image of 500 megapixels', 'damaged image'],
  ['preview.refused.damaged', 'damaged image', 'image of 500 megapixels'],
  ['preview.refused.format', 'image of a camera', 'damaged image'],
  ['preview.kind.image', 'damaged image', 'image'],
  ['preview.zoomIn', 'image', 'audio'],
  ['preview.zoomOut', 'image', 'audio'],
  ['preview.fit', 'image', 'audio'],
  ['preview.actualSize', 'image', 'audio'],
  ['preview.percent', 'image', 'audio'],
  ['preview.kind.audio', 'audio', 'video'],
  ['preview.kind.video', 'video', 'audio'],
  ['preview.kind.pdf', 'pages', 'odt'],
  ['preview.pages', 'one page', 'odt', 'one'],
  ['preview.pages', 'pages', 'one page', 'other'],
  ['preview.page', 'pages', 'odt'],
  ['preview.cutPages', 'many pages', 'pages'],
  ['preview.kind.word', 'odt', 'pptx'],
  ['preview.withoutLayout', 'odt', 'pages'],
  ['preview.refused.too-large', 'large docx', 'odt'],
  ['preview.refused.encrypted', 'locked docx', 'bomb docx'],
  ['preview.refused.inflates', 'bomb docx', 'locked docx'],
  ['preview.cutDocument', 'long odt', 'odt'],
  ['preview.kind.slides', 'pptx', 'odt'],
  ['preview.slides', 'one slide', 'odt', 'one'],
  ['preview.slides', 'pptx', 'one slide', 'other'],
  ['preview.slide', 'pptx', 'odt'],
  ['preview.firstPage', 'pptx', 'one slide'],
  ['preview.sheets', 'one sheet', 'csv', 'one'],
  ['preview.sheets', 'xlsx', 'one sheet', 'other'],
  ['preview.sheetList', 'xlsx', 'one sheet'],
  ['preview.emptySheet', 'empty sheet', 'one sheet'],
  ['preview.entries', 'zip of one', 'zip', 'one'],
  ['preview.entries', 'zip', 'zip of one', 'other'],
  ['preview.unpacked', 'zip', 'odt'],
  ['preview.cutZip', 'zip of many', 'zip'],
  ['preview.old.word', 'doc', 'xls'],
  ['preview.old.excel', 'xls', 'doc'],
  ['preview.old.powerpoint', 'ppt', 'doc'],
  ['preview.old.outlook', 'msg', 'doc'],
  ['preview.old.visio', 'vsd', 'doc'],
  ['preview.old.installer', 'msi', 'doc'],
  ['preview.old.other', 'ole', 'doc'],
  ['preview.old.encrypted', 'encrypted', 'doc'],
  ['preview.old.why', 'doc', 'encrypted'],
  ['preview.kind.old-office', 'damaged ole', 'doc'],
  ['preview.kind.sheet', 'bomb xlsx', 'bomb docx'],
  ['preview.kind.zip', 'damaged zip', 'zip'],
  ['preview.fact.savedBy', 'doc with a summary', 'doc'],
  ['preview.fact.created', 'doc with a summary', 'doc'],
  ['preview.fact.saved', 'doc with a summary', 'doc'],
  ['preview.fact.pages', 'doc with a summary', 'doc'],
  ['preview.fact.title', 'doc', 'xls'],
  ['preview.fact.author', 'doc', 'xls'],
  ['preview.kind.binary', 'binary', 'text'],

  ['preview.notCompared', 'failed', 'changed'],
  ['preview.same', 'the same', 'changed'],
  ['preview.changes', 'one change', 'text', 'one'],
  ['preview.changes', 'changed', 'one change', 'other'],
  ['preview.nextChange', 'changed', 'the same'],
  ['preview.previousChange', 'changed', 'the same'],
  ['preview.takeThis', 'changed', 'changed docx'],
  ['preview.layout', 'changed images', 'changed csv'],
  ['preview.unchanged', 'changed', 'one change', 'other'],
  ['preview.moreChanges', 'many changes', 'changed'],
  ['preview.removedLines', 'one change', 'two lines gone', 'one'],
  ['preview.removedLines', 'two lines gone', 'one change', 'other'],
  ['preview.addedLines', 'changed', 'changed docx', 'other'],
  ['preview.addedLines', 'changed docx', 'changed', 'one'],
  ['preview.cutChanges', 'long changes', 'changed'],
  ['preview.onlyLineEndings', 'line endings', 'encoding'],
  ['preview.onlyEncoding', 'encoding', 'line endings'],
  ['preview.tooDifferent', 'unlike', 'changed'],
  ['preview.tooDifferentWhy', 'unlike', 'changed'],
  ['preview.fact.sharedLines', 'unlike', 'line endings'],
  ['preview.onlyText', 'changed docx', 'changed'],
  ['preview.sameText', 'docx of the same text', 'changed docx'],
  ['preview.sameTextWhy', 'docx of the same text', 'encoding'],
  ['preview.sameCells', 'csv of the same cells', 'changed csv'],
  ['preview.sameCellsWhy', 'csv of the same cells', 'changed csv'],
  ['preview.changedCells', 'changed csv', 'changed cells', 'one'],
  ['preview.changedCells', 'changed cells', 'changed csv', 'other'],
  ['preview.unchangedRows', 'changed csv', 'changed cells', 'other'],
  ['preview.swipe', 'changed images', 'changed'],
  ['preview.onion', 'changed images', 'changed'],
  ['preview.side', 'changed images', 'changed csv'],
  ['preview.inline', 'changed', 'changed images'],
  ['preview.onlyFacts', 'changed binary', 'changed images'],
  ['preview.fact.kind', 'changed binary', 'binary'],
  ['preview.differingBytes', 'one byte', 'changed binary', 'one'],
  ['preview.differingBytes', 'changed binary', 'one byte', 'other'],
  ['preview.differingBytesOf', 'a long binary', 'changed binary', 'other'],
  ['preview.differingBytesOf', 'a long binary with one byte', 'one byte', 'one'],
  ['preview.firstDifference', 'changed binary', 'the same'],
];

/** What stands in a sentence between its blanks, the longest piece; of a plural the form that the row names. */
function pieceOf(key: string): string {
  let at: unknown = en;
  for (const step of key.split('.')) at = (at as Record<string, unknown>)[step];
  const [longest = ''] = String(at)
    .split(/\{\{.*?\}\}/u)
    .toSorted((a, b) => b.length - a.length);
  return longest.trim();
}

/** Words of elements and of attributes, each by itself: "1 line" is not in "1 lines". */
function wordsOf(html: string): readonly string[] {
  const texts = html.replace(/<[^>]*?(?:aria-label|title|placeholder)="([^"]*)"[^>]*>/gu, '>$1<');
  return texts
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .split(/<[^>]*>|[<>]/u)
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

const saysIt = (html: string, key: string): boolean => {
  const piece = pieceOf(key);
  const plural = /_(?:one|other)$/u.test(key);
  return wordsOf(html).some((text) =>
    plural ? new RegExp(`(^|\\s|\\d)${piece}($|[\\s.])`, 'u').test(text) : text.includes(piece),
  );
};

const drawn = new Map<State, string>();
beforeAll(async () => {
  Object.assign(globalThis, { window: { innerWidth: 900 } });
  for (const [name, make] of Object.entries(states))
    drawn.set(name as State, renderToStaticMarkup(await (make as () => ReactNode | Promise<ReactNode>)()));
}, 120_000);

describe('the preview', () => {
  it.each(rows.map(([key, said, twin, form]) => [key, said, twin, form ?? ''] as const))(
    'says %s of "%s", and not of "%s"',
    (stem, said, twin, form) => {
      const key = form === '' ? stem : `${stem}_${form}`;
      expect(pieceOf(key).length).toBeGreaterThan(0);
      expect(saysIt(drawn.get(said) ?? '', key)).toBe(true);
      expect(saysIt(drawn.get(twin) ?? '', key)).toBe(false);
    },
  );
});
