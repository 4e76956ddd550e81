import { describe, expect, it } from 'vitest';
import { asideName, faultOfName, proposalBeside, proposalFor } from './remote-names.ts';

describe('faultOfName', () => {
  it.each(['a', 'Bericht 2024.docx', '.hidden', '文件', 'a.b.c', '~', 'x'.repeat(250), 'con-1', 'comma.txt'])(
    'takes %j',
    (name) => {
      expect(faultOfName(name)).toBeUndefined();
    },
  );
  it.each([
    ['a<b', 'NAME_FORBIDDEN'],
    ['a>b', 'NAME_FORBIDDEN'],
    ['a|b', 'NAME_FORBIDDEN'],
    ['a:b', 'NAME_FORBIDDEN'],
    ['a"b', 'NAME_FORBIDDEN'],
    ['a*b', 'NAME_FORBIDDEN'],
    ['a?b', 'NAME_FORBIDDEN'],
    ['a\\b', 'NAME_FORBIDDEN'],
    ['a\nb', 'NAME_FORBIDDEN'],
    ['a\u007fb', 'NAME_FORBIDDEN'],
    ['   ', 'NAME_FORBIDDEN'],
    ['a.', 'NAME_ENDING'],
    ['a ', 'NAME_ENDING'],
    ['CON', 'NAME_RESERVED'],
    ['nul.txt', 'NAME_RESERVED'],
    ['x'.repeat(251), 'NAME_TOO_LONG'],
    ['\u{1f600}'.repeat(126), 'NAME_TOO_LONG'],
    // 85 letters on disk, 255 in the form that goes to the server
    ['\ufb2c'.repeat(85), 'NAME_TOO_LONG'],
    ['a\u0085b', 'NAME_FORBIDDEN'],
    ['a\ud800b', 'NAME_FORBIDDEN'],
  ])('refuses %j with %s', (name, code) => {
    expect(faultOfName(name)?.code).toBe(code);
  });
  it('says which characters, each once', () => {
    expect(faultOfName('a?b?c:d')?.values['chars']).toBe('? :');
  });
});

describe('proposals', () => {
  it.each([
    'a?b.txt',
    '???',
    ' ',
    '.',
    'name. . ',
    'aux.c',
    'con ',
    `${'x'.repeat(400)}.docx`,
    `${'\u{1f600}'.repeat(200)}.png`,
    `${'x'.repeat(249)}?..`,
    'tab\there',
    'half \ud800 a letter',
    'next\u0085line',
    '\ufb2c'.repeat(85),
    `con${' '.repeat(250)}!`,
    `.${' '.repeat(250)}!`,
    `${'x'.repeat(248)}. ${'y'.repeat(30)}`,
  ])('the proposal for %j is a name that can go up', (name) => {
    expect(faultOfName(proposalFor(name))).toBeUndefined();
  });
  it('keeps the ending of a long name', () => {
    expect(proposalFor(`${'x'.repeat(400)}.docx`)).toMatch(/^x+\.docx$/);
    expect(proposalFor(`${'x'.repeat(400)}.docx`)).toHaveLength(250);
  });
  it('stands beside', () => {
    expect(proposalBeside('Notes.txt')).toBe('Notes (2).txt');
    expect(proposalBeside('.profile')).toBe('.profile (2)');
    expect(proposalBeside('README')).toBe('README (2)');
  });
});

describe('asideName', () => {
  it('is the same for the same item, whenever it is asked for, and another for any other', () => {
    const name = asideName('docs', '1234567890', Date.UTC(2026, 10, 26, 9, 15));
    expect(name).toBe('docs (replaced 2026-11-26 091500 567890)');
    expect(asideName('docs', '1234567891', Date.UTC(2026, 10, 26, 9, 15))).not.toBe(name);
  });

  it('is a name that KooDrive takes', () => {
    expect(faultOfName(asideName('x'.repeat(250), 'f'.repeat(40), 0))).toBeUndefined();
  });
});
