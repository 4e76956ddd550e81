/**
 * Documents as LibreOffice writes them, in every format that a preview reads: what a user wrote is read by the preview's
 * own functions. What made files for the other tests of previews is ours, and so are its mistakes.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { textOfDocument } from '../../renderer/preview/read/document.ts';
import { limits } from '../../renderer/preview/read/limits.ts';
import { load, type Loaded } from '../../renderer/preview/read/load.ts';
import { bytesSource } from '../../renderer/preview/read/source.ts';
import { convert, office } from './programs.ts';
import { withAll } from './with-all.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-previews-'));
  writeFileSync(
    join(folder, 'table.csv'),
    'Name,Amount,Date\n王伟,1234.5,2026-11-03\n"with, comma",=B2*2,\n',
  );
  writeFileSync(
    join(folder, 'words.html'),
    '<h1>Report 灯塔</h1><p>First <b>bold</b>.</p><ul><li>one</li></ul><table><tr><td>A</td><td>中文</td></tr></table>',
  );
  const frame = (text: string) =>
    `<draw:frame svg:width="20cm" svg:height="3cm"><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
  const of = (name: string) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`;
  writeFileSync(
    join(folder, 'slides.fodp'),
    `<?xml version="1.0" encoding="UTF-8"?>
      <office:document ${['office', 'text'].map(of).join(' ')}
      xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
      xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
      office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.presentation">
      <office:body><office:presentation><draw:page>${frame('Slide 一')}${frame('a point')}</draw:page>
      <draw:page>${frame('the second')}</draw:page></office:presentation></office:body></office:document>`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const read = async (document: string, format: string): Promise<Loaded> => {
  const file = await convert(folder, document, format);
  return load(file, bytesSource(new Uint8Array(readFileSync(file))), { textBytes: limits.textBytes });
};

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

describe('a preview reads what LibreOffice wrote', () => {
  for (const format of ['xlsx', 'ods'])
    withAll(office)(format, async () => {
      const rows = [
        ['Name', 'Amount', 'Date'],
        ['王伟', '1234.5', '2026-11-03'],
        ['with, comma', '2469'],
      ];
      expect(await read('table.csv', format)).toMatchObject({ kind: 'tables', format, tables: [{ rows }] });
    });

  withAll(office)('docx', async () => {
    const loaded = await read('words.html', 'docx');
    expect(loaded).toMatchObject({ kind: 'word', format: 'docx' });
    if (loaded.kind !== 'word') return;
    expect(linesOf(loaded.plain)).toEqual(['Report 灯塔', 'First bold.', 'one', 'A', '中文']);
    expect(loaded.html).toContain('<strong>bold</strong>');
  });

  for (const [document, format, slides, text] of [
    ['words.html', 'odt', false, ['Report 灯塔', 'First bold.', '• one', 'A\t中文']],
    ['slides.fodp', 'odp', true, ['Slide 一', 'a point', 'the second']],
    ['slides.fodp', 'pptx', true, ['Slide 一', 'a point', 'the second']],
  ] as const)
    withAll(office)(format, async () => {
      const loaded = await read(document, format);
      expect(loaded).toMatchObject({ kind: 'document', format, slides });
      if (loaded.kind !== 'document') return;
      expect(loaded.document.pages).toHaveLength(slides ? 2 : 1);
      expect(linesOf(textOfDocument(loaded.document))).toEqual(text);
    });

  // facts alone: what they hold is not read
  for (const [document, format, program] of [
    ['words.html', 'doc', 'word'],
    ['table.csv', 'xls', 'excel'],
    ['slides.fodp', 'ppt', 'powerpoint'],
  ] as const)
    withAll(office)(format, async () => {
      expect(await read(document, format)).toMatchObject({ kind: 'old-office', file: { program } });
    });
});
