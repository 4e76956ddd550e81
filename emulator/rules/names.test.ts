import { describe, expect, it } from 'vitest';
import { parseCompactDate, parseCreatedTime } from './dates.ts';
import { checkName, splitName, withTimestamp } from './names.ts';

describe('names', () => {
  it.each([
    '',
    ' ',
    '.',
    '..',
    'a/b',
    'a\\b',
    'a<b',
    'a>b',
    'a|b',
    'a:b',
    'a"b',
    'a*b',
    'a?b',
    'x'.repeat(251),
  ])('refuses %j', (name) => {
    expect(() => {
      checkName(name);
    }).toThrow();
  });
  it.each(['a', '.hidden', '...', 'x'.repeat(250), 'emoji \u{1F600}.txt', 'trailing. '])(
    'takes %j',
    (name) => {
      checkName(name);
    },
  );
  it('splits suffixes', () => {
    expect(splitName('a.tar.gz')).toEqual({ stem: 'a.tar', suffix: 'gz', fullSuffix: 'tar.gz' });
    expect(splitName('.bashrc')).toEqual({ stem: '.bashrc', suffix: '', fullSuffix: '' });
  });
  it('puts the time before the suffix and keeps to 250', () => {
    const at = Date.parse('2025-11-03T07:01:40Z');
    expect(withTimestamp('a.txt', at, 0)).toBe('a_20251103070140.txt');
    expect(withTimestamp('a', at, 2)).toBe('a_20251103070140_2');
    expect(withTimestamp(`${'x'.repeat(246)}.txt`, at, 0)).toHaveLength(250);
  });
});

describe('dates', () => {
  it('reads X-Date as printed and nothing else', () => {
    expect(parseCompactDate('20251103T070140Z')).toBe(Date.parse('2025-11-03T07:01:40Z'));
    for (const text of ['2025-11-03T07:01:40Z', '20251103T070140', '20251303T070140Z']) {
      expect(parseCompactDate(text)).toBeUndefined();
    }
  });
  it('reads the three forms of createdTime and milliseconds', () => {
    const at = Date.parse('2025-11-03T07:01:40Z');
    for (const text of [
      '2025-11-03T07:01:40Z',
      '2025-11-03 07:01:40',
      '2025-11-03T07:01:40.000Z',
      String(at),
    ]) {
      expect(parseCreatedTime(text)).toBe(at);
    }
    expect(() => parseCreatedTime('yesterday')).toThrow();
  });
});
