import fc from 'fast-check';
import ignore from 'ignore';
import { describe, expect, it } from 'vitest';
import { defaultRules } from './default-rules.ts';
import { createExplainingRules, stemOf } from './ignore-rules.ts';

const own = (...lines: string[]) => createExplainingRules(lines.join('\n'));

describe('the default rules', () => {
  it.each([
    ['.DS_Store', 'macOS'],
    ['deep/down/Thumbs.db', 'Windows'],
    ['~$report.docx', 'Microsoft Office'],
    ['.~lock.report.odt#', 'LibreOffice'],
    ['.notes.txt.swp', 'Vim'],
    ['#notes.txt#', 'Emacs'],
    ['notes.txt~', 'Emacs'],
    ['film.mkv.crdownload', 'Chrome'],
    ['.~report.docx', 'WPS Office'],
    ['.~lock.report.odt#', 'LibreOffice'],
    ['~WRL0001.tmp', 'Microsoft Word'],
    ['plan.dwl2', 'AutoCAD'],
    ['film.mkv.baiduyun.p.downloading', 'Baidu Netdisk'],
    ['.koosync-restore-1234.tmp', 'KooSync'],
  ])('leave out %s, of %s', (path, madeBy) => {
    expect(own().ignores(path, false)).toBe(true);
    expect(own().explain(path, false)).toMatchObject({ ignored: true, source: { from: 'default', madeBy } });
  });

  const example = (pattern: string) => pattern.replace('\\', '').replaceAll('*', 'x').replace('[opx]', 'p');

  it('each leave something out, and are taken back by name', () => {
    for (const { pattern, signs } of defaultRules) {
      const path = example(pattern);
      expect(own().ignores(path, false), pattern).toBe(signs === undefined);
      if (signs) expect(own().signed(`a/${path}/b`), pattern).toHaveLength(1);
      expect(own(`!${pattern}`).signed(path), pattern).toEqual([]);
      expect(own(`!${pattern}`).explain(path, false), pattern).toEqual({
        ignored: false,
        source: { from: 'file', pattern: `!${pattern}`, line: 1 },
      });
    }
  });

  it('with a sign fit the names that gitignore would, and no other', () => {
    const one = fc.constantFrom(
      'a',
      'x.LDB',
      '.td.cfg',
      'x.td.cfg',
      'x.part',
      'xpart',
      '4913',
      'a4913',
      '日.swp',
    );
    const path = fc.array(one, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    const signed = defaultRules.filter(({ signs }) => signs);
    const whole = ignore({ allowRelativePaths: true }).add(signed.map(({ pattern }) => pattern));
    fc.assert(
      fc.property(path, (asked) => {
        const found = own().signed(asked);
        expect(found.length > 0).toBe(whole.ignores(asked));
        for (const { path: top, rule } of found)
          expect(stemOf(rule, top.split('/').at(-1) ?? '')).toBeDefined();
      }),
    );
    // a user's own rules have the last word, one file at a time too
    expect(own('!keep.part').signed('keep.part')).toEqual([]);
    expect(own('!keep.part').signed('other.part')).toHaveLength(1);
    expect(own('*.part').ignores('other.part', false)).toBe(true);
  });

  it('leave users their files', () => {
    for (const path of ['a.txt', '.hidden', 'part', 'desktop.ini.txt', 'a#b', '文件.docx', '$a'])
      expect(own().explain(path, false)).toEqual({ ignored: false, source: undefined });
  });
});

describe('the rule that has the last word', () => {
  it('is named with its line, whatever the line ends are', () => {
    const rules = createExplainingRules('# c\r\n\r\n*.log\r\n!keep.log\r\nbuild/\r');
    expect(rules.explain('a.log', false)).toEqual({
      ignored: true,
      source: { from: 'file', pattern: '*.log', line: 3 },
    });
    expect(rules.explain('keep.log', false)).toEqual({
      ignored: false,
      source: { from: 'file', pattern: '!keep.log', line: 4 },
    });
    // nothing below a folder that is left out can be taken back (as with git)
    expect(rules.explain('build/keep.log', false)).toMatchObject({ ignored: true, source: { line: 5 } });
    expect(rules.explain('build', false)).toEqual({ ignored: false, source: undefined });
    expect(rules.explain('', true)).toEqual({ ignored: false, source: undefined });
  });

  it('never differs from what is done, nor from the rules read in one', () => {
    const name = fc.constantFrom('a', 'b.log', 'build', '.DS_Store', 'x~', '#e#', '文件');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    const line = fc
      .tuple(
        fc.constantFrom('', '!', '/', '!/'),
        fc.constantFrom('a', '*.log', 'build/', '*', '**/x~', '.DS_Store', 'a/b.log', '', '# c'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), path, fc.boolean(), (lines, asked, isFolder) => {
        const rules = own(...lines);
        const whole = ignore({ allowRelativePaths: true })
          .add(defaultRules.filter(({ signs }) => !signs).map(({ pattern }) => pattern))
          .add(lines.join('\n'));
        const ignored = rules.ignores(asked, isFolder);
        expect(ignored).toBe(whole.ignores(isFolder ? `${asked}/` : asked));
        const explained = rules.explain(asked, isFolder);
        expect(explained.ignored).toBe(ignored);
        if (ignored) expect(explained.source?.pattern).not.toMatch(/^!|^$|^#/);
        else if (explained.source) expect(explained.source.pattern).toMatch(/^!/);
      }),
      { numRuns: 500 },
    );
  });
});
