import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk, type Disk } from '../../disk/disk.ts';
import { ignoreFileName } from '../../model/ignore-file.ts';
import { defaultRules } from './default-rules.ts';
import { createWords } from '../../lib/i18n.ts';
import { ruleError, type RuleFault } from './ignore-bounds.ts';
import { askedPath, readIgnoreLine } from './ignore-lines.ts';
import { createExplainingRules, readIgnoreRules, stemOf } from './ignore-rules.ts';
import { below } from '../../model/local-path.ts';

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
      if (signs) expect(own().signed(`a/${path}/b`, false), pattern).toHaveLength(1);
      expect(own(`!${pattern}`).signed(path, false), pattern).toEqual([]);
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
    const anyPath = fc.array(one, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    const signed = defaultRules.filter(({ signs }) => signs);
    const lines = signed.flatMap(({ pattern }) => readIgnoreLine(pattern, true) ?? []);
    const isOne = (name: string) => lines.some((one) => one.fits(askedPath(name, false)));
    fc.assert(
      fc.property(anyPath, (asked) => {
        const found = own().signed(asked, false);
        expect(found.length > 0).toBe(asked.split('/').some(isOne));
        for (const { path: top, rule } of found)
          expect(stemOf(rule, top.split('/').at(-1) ?? '')).toBeDefined();
      }),
    );
    // a user's own rules have the last word, one file at a time too
    expect(own('!keep.part').signed('keep.part', false)).toEqual([]);
    expect(own('!keep.part').signed('other.part', false)).toHaveLength(1);
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

  it('never differs from what is done', () => {
    const name = fc.constantFrom('a', 'b.log', 'build', '.DS_Store', 'x~', '#e#', '文件');
    const anyPath = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    const line = fc
      .tuple(
        fc.constantFrom('', '!', '/', '!/'),
        fc.constantFrom('a', '*.log', 'build/', '*', '**/x~', '.DS_Store', 'a/b.log', '', '# c'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), anyPath, fc.boolean(), (lines, asked, isFolder) => {
        const rules = own(...lines);
        const ignored = rules.ignores(asked, isFolder);
        const explained = rules.explain(asked, isFolder);
        expect(explained.ignored).toBe(ignored);
        if (ignored) expect(explained.source?.pattern).not.toMatch(/^!|^$|^#/);
        else if (explained.source) expect(explained.source.pattern).toMatch(/^!/);
        expect(rules.defaultRule(asked, isFolder)?.pattern).toBe(
          ignored && explained.source?.from === 'default' ? explained.source.pattern : undefined,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('rules that the organisation set', () => {
  const fixed = (text: string, ...lines: string[]) => createExplainingRules(text, false, lines);

  it('have the last word, whatever a user’s own say, and capitals do not matter in them', () => {
    const rules = fixed('!*.iso\n*.log', '*.iso', '!keep.log');
    for (const path of ['a.iso', 'deep/A.ISO']) {
      expect(rules.ignores(path, false)).toBe(true);
      expect(rules.explain(path, false)).toEqual({
        ignored: true,
        source: { from: 'policy', pattern: '*.iso' },
      });
    }
    expect(rules.explain('keep.log', false)).toEqual({
      ignored: false,
      source: { from: 'policy', pattern: '!keep.log' },
    });
    expect(rules.explain('b.log', false)).toMatchObject({ ignored: true, source: { from: 'file', line: 2 } });
    // what they leave out is not litter, of which users are told
    expect(rules.defaultRule('a.iso', false)).toBeUndefined();
  });

  it('stand beside a rule file that is there or not', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-rules-'));
    try {
      const rules = async () => readIgnoreRules(realDisk, folder, ['*.iso']);
      expect((await rules()).ignores('a.iso', false)).toBe(true);
      fs.writeFileSync(path.join(folder, ignoreFileName), '!*.iso\n*.log');
      expect((await rules()).ignores('a.iso', false)).toBe(true);
      expect((await rules()).ignores('a.log', false)).toBe(true);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('capitals', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-rules-'));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** As on a drive that takes capitals for small letters, and keeps a name as it was given. */
  const folding: Disk = {
    ...realDisk,
    async stat(at) {
      const names = await fs.promises.readdir(at.folder);
      const name = names.find((one) => one.toLowerCase() === at.path.toLowerCase());
      return name === undefined ? undefined : realDisk.stat(below(at.folder, name));
    },
  };
  const put = (name: string, text: string) => {
    fs.writeFileSync(path.join(folder, name), text);
  };
  const leavesOut = async (disk: Disk, asked: string) =>
    (await readIgnoreRules(disk, folder)).ignores(asked, false);

  it('are letters of their own where the folder says so, and no others where it does not', async () => {
    put(ignoreFileName, 'build\n*.log\n!keep.log');
    expect(await leavesOut(folding, 'b.LOG')).toBe(true);
    expect(await leavesOut(folding, 'Build')).toBe(true);
    expect(await leavesOut(folding, 'Keep.log')).toBe(false);
    if (fs.existsSync(path.join(folder, ignoreFileName.toUpperCase()))) return;
    expect(await leavesOut(realDisk, 'b.log')).toBe(true);
    expect(await leavesOut(realDisk, 'b.LOG')).toBe(false);
    expect(await leavesOut(realDisk, 'Build')).toBe(false);
    expect(await leavesOut(realDisk, 'Keep.log')).toBe(true);
    // a file of that name says that the folder can tell them apart
    put(ignoreFileName.toUpperCase(), 'else');
    expect(await leavesOut(realDisk, 'b.LOG')).toBe(false);
    fs.rmSync(path.join(folder, ignoreFileName.toUpperCase()));
    fs.linkSync(path.join(folder, ignoreFileName), path.join(folder, ignoreFileName.toUpperCase()));
    expect(await leavesOut(realDisk, 'b.LOG')).toBe(false);
  });

  it('do not matter to the default rules, nor to what takes one of them back by its pattern', () => {
    expect(own().ignores('THUMBS.DB', false)).toBe(true);
    expect(own('!Thumbs.db').ignores('THUMBS.DB', false)).toBe(false);
    expect(own('!*.swp').signed('A.SWP', false)).toEqual([]);
    // another pattern is the user's own
    expect(own('!thumbs.db').ignores('THUMBS.DB', false)).toBe(true);
  });

  it('half a line of a file that is too long is no rule', async () => {
    put(ignoreFileName, `a\n${'#'.repeat(1024 * 1024 - 4)}\nb.log`);
    expect(await leavesOut(realDisk, 'a')).toBe(true);
    expect(await leavesOut(realDisk, 'b')).toBe(false);
  });
});

describe('a rule file without measure', () => {
  const fits = (rules: ReturnType<typeof own>, ...paths: string[]) =>
    paths.map((path) => rules.ignores(path, false));

  it('has its first 5,000 rules used, in which comments and empty lines do not count, and the next line named', () => {
    const lines = Array.from({ length: 5001 }, (_, i) => `# of ${i}\n\nx${i}`);
    const rules = own(lines.join('\n'));
    expect(fits(rules, 'x0', 'x4999', 'x5000')).toEqual([true, true, false]);
    expect(rules.faults).toEqual([{ kind: 'many-rules', line: 15_003 }]);
    expect(own(lines.slice(1).join('\n')).faults).toEqual([]);
  });

  it('has no line used that is longer than a path, and the others are', () => {
    const rules = own('a', 'b'.repeat(4097), `#${'c'.repeat(9000)}`, 'd'.repeat(4096), 'e');
    expect(fits(rules, 'a', 'b'.repeat(4097), 'd'.repeat(4096), 'e')).toEqual([true, false, true, true]);
    expect(rules.faults).toEqual([{ kind: 'long-line', line: 2 }]);
  });

  it('is said with its line, and what to do', () => {
    const words = createWords('en');
    const say = (fault: RuleFault) => words.sentence(ruleError(fault, '/docs/.koosyncignore'));
    expect(ruleError({ kind: 'large-file' }, '/docs/.koosyncignore').code).toBe('RULES_LIMITED');
    expect(say({ kind: 'long-line', line: 7 })).toBe(
      'Line 7 of /docs/.koosyncignore has more than 4,096 characters and is not used. Shorten it.',
    );
    expect(say({ kind: 'many-rules', line: 5001 })).toBe(
      '/docs/.koosyncignore has more than 5,000 rules, and those from line 5001 on are not used. Write fewer rules, for example one for a whole folder.',
    );
    expect(say({ kind: 'large-file' })).toBe(
      '/docs/.koosyncignore is larger than 1 MB, and what comes after that is not used. Shorten it.',
    );
  });

  it('is read so far as its limit, to the end of a line', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'koosync-rules-'));
    try {
      const comment = `# ${'x'.repeat(1000)}\n`;
      fs.writeFileSync(path.join(folder, ignoreFileName), `a\n${comment.repeat(1100)}late\n`);
      const rules = await readIgnoreRules(realDisk, folder);
      expect([...fits(rules, 'a', 'late'), rules.faults]).toEqual([true, false, [{ kind: 'large-file' }]]);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
