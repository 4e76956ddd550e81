/** What is pure here: names of copies, bytes of texts, what would run. */
import { join, relative } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datedName } from './dated-names.ts';
import { mayRun } from './may-run.ts';
import { beginsWithMark, encodeText, encodings } from './text-encodings.ts';

const at = new Date(2026, 2, 1, 14, 5, 9).getTime();

describe('a name with the time in it', () => {
  it.each([
    ['report.txt', 0, 'report (2026-03-01 14.05.09).txt'],
    ['report.txt', 1, 'report (2026-03-01 14.05.09, 2).txt'],
    ['archive.tar.gz', 0, 'archive.tar (2026-03-01 14.05.09).gz'],
    ['.bashrc', 0, '.bashrc (2026-03-01 14.05.09)'],
    ['报告.docx', 0, '报告 (2026-03-01 14.05.09).docx'],
    ['con.txt', 0, '_con (2026-03-01 14.05.09).txt'],
    ['a:b?.txt', 0, 'a_b_ (2026-03-01 14.05.09).txt'],
    ['exe.\u202etxt', 0, 'exe (2026-03-01 14.05.09)._txt'],
    ['..', 0, '_ (2026-03-01 14.05.09)'],
  ])('%j, %i taken', (name, again, expected) => {
    expect(datedName(name, at, again)).toBe(expected);
  });

  it('is one segment that any system takes, whatever the file is called', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({
        unit: fc.constantFrom(
          '/',
          '\\',
          '.',
          '..',
          ' ',
          '\0',
          '\n',
          ':',
          '\u202e',
          '\ud800',
          '文',
          '😀',
          'a',
        ),
      }),
      fc.constantFrom(
        'con',
        'NUL.txt',
        'lpt1.',
        '../../etc/passwd',
        `${'x'.repeat(300)}.txt`,
        `a.${'文'.repeat(300)}`,
      ),
    );
    fc.assert(
      fc.property(hostile, fc.oneof(fc.constant(at), fc.double()), fc.nat(50), (name, time, again) => {
        const made = datedName(name, time, again);
        const path = join('/chosen', made);
        expect(relative('/chosen', path)).toBe(made);
        expect(path.split('/')).toHaveLength(3);
        expect(Buffer.byteLength(made)).toBeLessThanOrEqual(255);
        expect(made.length).toBeLessThanOrEqual(250);
        expect(made).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(made).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu);
        expect(made).not.toMatch(/[. ]$/u);
      }),
    );
  });

  it('differs for each that is taken', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (name) => {
        const names = [0, 1, 2, 3].map((again) => datedName(name, at, again));
        expect(new Set(names).size).toBe(4);
      }),
    );
  });
});

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
