/** What is pure here: bytes of texts, what would run. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayRun } from './may-run.ts';
import { beginsWithMark, encodeText, encodings } from './text-encodings.ts';

describe('a text as bytes', () => {
  it.each(encodings)('comes back as it was written, in %s', (encoding) => {
    const everything = fc.string({
      unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constant('汉字€ß')),
    });
    fc.assert(
      fc.property(everything, (text) => {
        const bytes = encodeText(text, encoding, false);
        // what has no bytes in GB18030 is refused, and never written as something else
        if (bytes === undefined) return encoding === 'gb18030';
        return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes) === text.replace(/^\ufeff/, '');
      }),
    );
  });

  it('writes GB18030 as it is known: two bytes, four bytes, and beyond the first plane', () => {
    const hex = (text: string) => Buffer.from(encodeText(text, 'gb18030', false) ?? []).toString('hex');
    expect(hex('A中')).toBe('41d6d0');
    expect(hex('ß')).toBe('81308938');
    expect(hex('😀')).toBe('9439fc36');
  });

  it('keeps the mark of a file that began with one, once', () => {
    for (const encoding of encodings) {
      const bytes = encodeText('\ufeffa', encoding, true) ?? new Uint8Array();
      expect(beginsWithMark(bytes, encoding)).toBe(true);
      expect(new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)).toBe('\ufeffa');
    }
  });

  it('refuses half a character', () => {
    for (const encoding of encodings) expect(encodeText('a\ud800', encoding, false)).toBeUndefined();
  });
});

describe('what would run', () => {
  it.each([
    'a.exe',
    'A.EXE',
    'a.exe. ',
    'run.desktop',
    'setup.command',
    'x.AppImage',
    'a.ps1',
    'b.jar',
    'm.py',
    'l.lnk',
  ])('%s does, by its name', (name) => {
    expect(mayRun(name, new Uint8Array())).toBe(true);
  });
  it.each([['#!/bin/sh\n'], ['\x7fELF'], ['MZ\x90']])('%j does, by how it begins', (head) => {
    expect(mayRun('notes.txt', Buffer.from(head, 'latin1'))).toBe(true);
  });
  it('a document does not', () => {
    expect(mayRun('report.docx', Buffer.from('PK\x03\x04'))).toBe(false);
    expect(mayRun('a', Buffer.from('text'))).toBe(false);
    expect(mayRun('a', Buffer.from('text'), 0o755)).toBe(true);
  });
});
