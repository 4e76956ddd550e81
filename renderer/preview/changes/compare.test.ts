import { describe, expect, it } from 'vitest';
import { docxOf, pngOf, utf8, utf16, xlsxOf } from '../../dev/preview-files.ts';
import { limits } from '../read/limits.ts';
import { load } from '../read/load.ts';
import { bytesSource } from '../read/source.ts';
import { compareBytes } from './compare-bytes.ts';
import { compareTables, type TableComparison } from './compare-tables.ts';
import { compare, type Comparison, type Side } from './compare.ts';

type Bytes = Uint8Array<ArrayBuffer>;

async function side(name: string, bytes: Bytes): Promise<Side> {
  const source = bytesSource(bytes);
  const loaded = await load(name, source, { textBytes: limits.compareBytes });
  return { loaded, source, sha256: Buffer.from(bytes).toString('base64') };
}

const pdfText = (): Promise<string> => Promise.reject(new Error('no browser here'));

const between = async (name: string, before: Bytes, after: Bytes): Promise<Comparison> =>
  compare(await side(name, before), await side(name, after), pdfText);

describe('two contents', () => {
  it('are the same by their SHA-256', async () => {
    expect(await between('a.txt', utf8('x'), utf8('x'))).toEqual({ kind: 'same' });
  });

  it('are compared as text, whatever their encodings', async () => {
    const comparison = await between('a.txt', utf16('第一行\n第二行\n'), utf8('第一行\n第三行\n'));
    expect(comparison).toMatchObject({ kind: 'text', extracted: false, comparison: { kind: 'differs' } });
    expect(await between('a.txt', utf16('第一行\n'), utf8('第一行\n'))).toMatchObject({
      kind: 'text',
      comparison: { kind: 'same' },
    });
  });

  it('are compared by their text when they are Word documents', async () => {
    const comparison = await between('a.docx', docxOf(['one', 'two']), docxOf(['one', 'three']));
    expect(comparison).toMatchObject({ kind: 'text', extracted: true, comparison: { kind: 'differs' } });
  });

  it('are compared cell by cell when they are tables or workbooks', async () => {
    expect(await between('a.csv', utf8('a,b\n1,2\n'), utf8('a,b\n1,3\n'))).toMatchObject({ kind: 'tables' });
    const workbooks = await between(
      'a.xlsx',
      xlsxOf({ Kept: [['a']], Changed: [['b', 1]], Gone: [['c']] }),
      xlsxOf({ Kept: [['a']], Changed: [['b', 2]], New: [['d']] }),
    );
    expect(workbooks).toMatchObject({
      kind: 'tables',
      sheets: [
        { name: 'Kept', state: 'same' },
        { name: 'Changed', state: 'changed' },
        { name: 'New', state: 'added' },
        { name: 'Gone', state: 'removed' },
      ],
    });
  });

  it('are looked at when they are images, and told by facts when nothing else is known', async () => {
    const image = (shade: number): Bytes => pngOf(3, 3, () => [shade, shade, shade]);
    expect(await between('a.png', image(1), image(2))).toEqual({ kind: 'images' });
    const other = new Uint8Array([0, 1, 2, 3]);
    expect(await between('a.bin', other, new Uint8Array([0, 1, 9, 3, 4]))).toEqual({
      kind: 'facts',
      bytes: { differing: 2, first: 2, compared: 4, whole: true },
    });
    // of different kinds, and one that PDF.js cannot read
    expect(await between('a', image(1), utf8('words'))).toMatchObject({ kind: 'facts' });
    expect(await between('a.pdf', utf8('%PDF-1\n'), utf8('%PDF-2\n'))).toMatchObject({ kind: 'facts' });
  });
});

describe('two tables', () => {
  const differing = (comparison: TableComparison): Extract<TableComparison, { kind: 'differs' }> => {
    if (comparison.kind !== 'differs') throw new Error(comparison.kind);
    return comparison;
  };
  const head = ['name', 'size', 'kind'];

  it('have changed cells, and rows that came and went', () => {
    const { rows, changedCells } = differing(
      compareTables(
        [head, ['a', '1', 'x'], ['b', '2', 'y'], ['c', '3', 'z']],
        [head, ['a', '1', 'x'], ['c', '4', 'z'], ['d', '5', 'z']],
      ),
    );
    expect(rows.map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ['same', 1, 1],
      ['same', 2, 2],
      ['removed', 3, undefined],
      ['changed', 4, 3],
      ['added', undefined, 4],
    ]);
    expect(rows[3]?.cells[1]).toEqual({ kind: 'changed', before: '3', after: '4' });
    expect(changedCells).toBe(7);
  });

  it('correspond by the names of their columns, so that a new column moves no other', () => {
    const { rows } = differing(
      compareTables(
        [
          ['name', 'size'],
          ['a', '1'],
        ],
        [
          ['name', 'colour', 'size'],
          ['a', 'red', '1'],
        ],
      ),
    );
    expect(rows.at(-1)?.cells).toEqual([
      { kind: 'same', text: 'a' },
      { kind: 'added', text: 'red' },
      { kind: 'same', text: '1' },
    ]);
  });

  it('are the same where only empty cells at the end differ', () => {
    expect(compareTables([['a', '']], [['a']])).toEqual({ kind: 'same' });
  });
});

describe('bytes', () => {
  it('are compared as far as a limit, and it says so', async () => {
    const [one, other] = [new Uint8Array(100), new Uint8Array(100).fill(1)];
    expect(await compareBytes(bytesSource(one), bytesSource(other), 40)).toEqual({
      differing: 40,
      first: 0,
      compared: 40,
      whole: false,
    });
  });
});
