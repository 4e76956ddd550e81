import { join, relative, sep } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { datedName } from './dated-names.ts';

const at = new Date(2026, 2, 1, 14, 5, 9).getTime();
const version = { createdAt: at, revisionVersion: 4 };

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const family = '👨‍👩‍👧‍👦';

describe('a name with the time and number of a version in it', () => {
  it.each([
    ['report.txt', 0, 'report (2026-03-01 14.05.09, v4).txt'],
    ['report.txt', 1, 'report (2026-03-01 14.05.09, v4, 2).txt'],
    ['archive.tar.gz', 0, 'archive.tar (2026-03-01 14.05.09, v4).gz'],
    ['.bashrc', 0, '.bashrc (2026-03-01 14.05.09, v4)'],
    ['报告.docx', 0, '报告 (2026-03-01 14.05.09, v4).docx'],
    ['con.txt', 0, '_con (2026-03-01 14.05.09, v4).txt'],
    ['a:b?.txt', 0, 'a_b_ (2026-03-01 14.05.09, v4).txt'],
    ['exe.\u202etxt', 0, 'exe (2026-03-01 14.05.09, v4)._txt'],
    ['..', 0, '_ (2026-03-01 14.05.09, v4)'],
    [
      'my project.code-workspace-of-a-long-name',
      0,
      'my project (2026-03-01 14.05.09, v4).code-workspace-of-a-long-name',
    ],
  ])('%j, %i taken', (name, again, expected) => {
    expect(datedName(name, version, again)).toBe(expected);
  });

  it('has what is known of it', () => {
    expect(datedName('a.txt', { createdAt: at, revisionVersion: undefined })).toBe(
      'a (2026-03-01 14.05.09).txt',
    );
    expect(datedName('a.txt', { createdAt: Number.NaN, revisionVersion: 4 })).toBe('a (v4).txt');
  });

  it('differs for the versions of an hour that was twice, by what a typed time takes, too', () => {
    process.env['TZ'] = 'Europe/Berlin';
    const name = (time: string) =>
      datedName('a.txt', { createdAt: Date.parse(time), revisionVersion: undefined });
    expect(name('2026-10-25T00:45:09Z')).toBe('a (2026-10-25 02.45.09 +0200).txt');
    expect(name('2026-10-25T01:45:09Z')).toBe('a (2026-10-25 02.45.09 +0100).txt');
    expect(name('2026-10-25T02:45:09Z')).toBe('a (2026-10-25 03.45.09).txt');
  });

  it('differs for any two versions of a file, of one second or one hour', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300, unit: 'binary' }),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Shanghai'),
        fc.constantFrom('2026-10-25T01:00:00Z', '2026-11-01T06:00:00Z', '2026-04-04T15:00:00Z'),
        fc.uniqueArray(fc.nat(100_000), { minLength: 2, maxLength: 5 }),
        fc.array(fc.integer({ min: -120, max: 120 }), { minLength: 5, maxLength: 5 }),
        (name, zoneName, around, numbers, minutes) => {
          process.env['TZ'] = zoneName;
          const names = numbers.map((revisionVersion, i) =>
            datedName(name, { createdAt: Date.parse(around) + (minutes[i] ?? 0) * 60_000, revisionVersion }),
          );
          expect(new Set(names).size).toBe(numbers.length);
        },
      ),
    );
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
          'e\u0301',
          family,
        ),
        maxLength: 400,
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
    const number = fc.oneof(fc.constant(undefined), fc.nat(), fc.maxSafeNat());
    fc.assert(
      fc.property(
        hostile,
        fc.oneof(fc.constant(at), fc.double()),
        number,
        fc.nat(50),
        (name, createdAt, revisionVersion, again) => {
          const made = datedName(name, { createdAt, revisionVersion }, again);
          const path = join('/chosen', made);
          expect(relative('/chosen', path)).toBe(made);
          expect(path.split(sep)).toHaveLength(3);
          expect(Buffer.byteLength(made)).toBeLessThanOrEqual(255);
          expect(made.length).toBeLessThanOrEqual(250);
          expect(made).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
          expect(made).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu);
          expect(made).not.toMatch(/[. ]$/u);
        },
      ),
    );
  });

  it('keeps an extension whole, and what is before it to the end of a character as it is read', () => {
    const unit = fc.constantFrom('a', '文', 'e\u0301', '😀', family, '🇨🇳', 'कि', '👍🏽', ' ');
    const extension = fc.constantFrom(
      '.txt',
      '.docx',
      '.文档',
      '.numbers',
      '.excalidraw',
      `.${'x'.repeat(40)}`,
      '',
    );
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 300 }), extension, (base, end) => {
        const made = datedName(`${base}${end}`, version);
        expect(made.endsWith(`)${end}`)).toBe(true);
        const kept = made.slice(0, made.lastIndexOf(' ('));
        expect(base.startsWith(kept)).toBe(true);
        const ends = [...new Intl.Segmenter('und').segment(base)].map(
          ({ index, segment }) => index + segment.length,
        );
        expect(ends).toContain(kept.length);
      }),
    );
  });

  it('cuts what alone is too long between its code points', () => {
    const made = datedName(`e${'\u0301'.repeat(400)}.txt`, version);
    expect(made).toMatch(/^e\u0301+ \(.*\)\.txt$/u);
    expect(Buffer.byteLength(made)).toBeGreaterThan(250);
    expect(Buffer.byteLength(made)).toBeLessThanOrEqual(255);
  });

  it('differs for each that is taken', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (name) => {
        const names = [0, 1, 2, 3].map((again) => datedName(name, version, again));
        expect(new Set(names).size).toBe(4);
      }),
    );
  });
});
