/** What is left out and why: `koosync check-ignore`, the defaults, and rules that change while KooSync runs. */
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCliWorld, refused, type CliWorld } from '../harness/cli-world.ts';
import { untilEqual } from '../harness/until.ts';

let world: CliWorld;
let docs: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  mkdirSync(join(docs, 'build'), { recursive: true });
  writeFileSync(join(docs, 'a.txt'), 'a');
  world.settings();
  await world.setUp.add(docs);
});
afterEach(async () => {
  await world.close();
});

const rules = (...lines: string[]) => {
  writeFileSync(join(docs, '.koosyncignore'), lines.join('\n'));
};
const check = (...names: string[]) => world.koosync('check-ignore', ...names.map((name) => `docs/${name}`));
const remote = () =>
  world.emulator.control
    .tree()
    .map(({ path }) => path.replace(/^docs\//, ''))
    .toSorted();

it('says which default ignores a path, and what makes such files', async () => {
  const ended = await check('.DS_Store', 'sub/~$report.docx', '#a.txt#');
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out.trimEnd().split('\n')).toEqual([
    `${docs}/.DS_Store: ignored by the default rule .DS_Store, for files of macOS. To sync it, add "!.DS_Store" to ${docs}/.koosyncignore.`,
    expect.stringContaining('the default rule ~$*, for files of Microsoft Office.') as unknown,
    expect.stringContaining('for files of Emacs.') as unknown,
  ]);
});

it('says which line of .koosyncignore does, and which one takes a path out of it', async () => {
  rules('# notes', '*.log', '', '!keep.log', 'build/', '!Thumbs.db');
  const file = join(docs, '.koosyncignore');
  expect(await check('x/y.log')).toMatchObject({
    code: 0,
    out: `${docs}/x/y.log: ignored by *.log, line 2 of ${file}.\n`,
  });
  expect(await check('keep.log', 'Thumbs.db', 'a.txt')).toMatchObject({
    code: 1,
    err: '',
    out: [
      `${docs}/keep.log: not ignored, because of !keep.log, line 4 of ${file}.`,
      `${docs}/Thumbs.db: not ignored, because of !Thumbs.db, line 6 of ${file}.`,
      `${docs}/a.txt: not ignored.`,
      '',
    ].join('\n'),
  });
  // a folder by what is on disk, or by the slash at its end; what is below goes with it
  expect((await check('build')).code).toBe(0);
  expect((await check('not/there/build')).code).toBe(1);
  expect((await check('not/there/build/')).code).toBe(0);
  expect((await check('build/keep.log')).out).toContain('line 5');
  expect(
    await world.json('check-ignore', 'docs/a.txt', 'docs/y.log', 'docs/Thumbs.db', 'docs/.b.swp'),
  ).toEqual([
    { path: join(docs, 'a.txt'), ignored: false },
    { path: join(docs, 'y.log'), ignored: true, from: 'file', rule: '*.log', file, line: 2 },
    { path: join(docs, 'Thumbs.db'), ignored: false, from: 'file', rule: '!Thumbs.db', file, line: 6 },
    { path: join(docs, '.b.swp'), ignored: true, from: 'default', rule: '.*.sw[opx]', madeBy: 'Vim' },
  ]);
  expect((await world.koosync('check-ignore', '--json', 'docs/a.txt')).code).toBe(1);
});

it('knows a symlinked folder, the folder itself, and its own state', async () => {
  symlinkSync(docs, join(world.folder, 'link'));
  expect((await world.koosync('check-ignore', 'link/.DS_Store')).code).toBe(0);
  expect((await world.koosync('check-ignore', 'docs')).code).toBe(1);
  world.env['KOOSYNC_HOME'] = join(world.folder, 'other');
  expect(await world.koosync('add', world.folder)).toMatchObject({ code: 0 });
  expect((await world.koosync('check-ignore', 'other/state.db')).out).toContain(
    ': ignored, because KooSync keeps its own state there',
  );
});

it('refuses what makes no sense', async () => {
  refused(await world.koosync('check-ignore'), 2, /PATH/);
  refused(await world.koosync('check-ignore', '/etc/passwd'), 2, /not in a synced folder/);
  world.env['LANG'] = 'zh_CN.UTF-8';
  expect((await check('.DS_Store')).out).toContain('被默认规则 .DS_Store 忽略');
});

it('leaves out in a pass just what it says, and takes up what a changed rule no longer leaves out', async () => {
  rules('*.log', 'build/', '!Thumbs.db');
  const files = ['a.log', 'build/x.txt', 'Thumbs.db', '.DS_Store', 'sub/#a#', 'sub/b.txt'];
  for (const name of files) {
    mkdirSync(join(docs, name, '..'), { recursive: true });
    writeFileSync(join(docs, name), name);
  }
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  const up = ['.koosyncignore', 'Thumbs.db', 'a.txt', 'sub/b.txt'];
  expect(remote()).toEqual(up);
  const said = (await world.json('check-ignore', ...files.map((name) => `docs/${name}`))) as {
    path: string;
    ignored: boolean;
  }[];
  expect(said.map(({ ignored }) => ignored)).toEqual(files.map((name) => !up.includes(name)));
  rules('build/');
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  // what went up before the rule was taken away stays up
  expect(remote()).toEqual(['.koosyncignore', 'Thumbs.db', 'a.log', 'a.txt', 'sub/b.txt']);
});

/** What programs leave beside the work of others: left out, and what is so called and is work goes up. */
const litter = [
  '.~report.docx',
  '~$report.docx',
  '.~lock.report.odt#',
  '~WRL0003.tmp',
  '~WRD0001.tmp',
  'plan.dwl',
  'plan.dwl2',
  '~book~5xk2.idlk',
  'film.prlock',
  'stock.laccdb',
  'stock.ldb',
  'a.mkv.xltd',
  'b.mkv.td',
  'b.mkv.td.cfg',
  'c.mkv.baiduyun.p.downloading',
  'd.iso.aria2',
  'e.iso.!qB',
  'f.iso.filepart',
  'g.iso.crdownload',
  'h.iso.part',
  'i.iso.partial',
  'j.iso.download',
  'k.iso.opdownload',
  '.notes.txt.swp',
  'notes.txt.swp',
  '4913',
] as const;

it('leaves out the litter of programs and says which is whose; work of such names goes up', async () => {
  const work = [
    'a.txt',
    'kept.download/a.txt',
    'level/000001.ldb',
    'macro.swp',
    'mail/4913',
    'notes.txt',
    'stock.mdb',
    'Target.td',
  ];
  for (const name of ['kept.download', 'level', 'mail', 'gone.download']) mkdirSync(join(docs, name));
  for (const name of [...work, ...litter]) writeFileSync(join(docs, name), name === '4913' ? '' : name);
  writeFileSync(join(docs, 'gone.download', 'Info.plist'), '');
  writeFileSync(join(docs, 'gone.download', 'gone.mkv'), 'half of it');
  expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
  const isUp = (name: string) => remote().includes(name);
  expect(work.filter((name) => !isUp(name))).toEqual([]);
  expect([...litter, 'gone.download/gone.mkv'].filter(isUp)).toEqual([]);
  const [pair] = await world.status();
  expect(pair?.skipped.map(({ path }) => path).toSorted()).toEqual([...litter, 'gone.download'].toSorted());
  expect(pair?.skipped.every(({ reason, madeBy }) => reason === 'litter' && madeBy !== undefined)).toBe(true);
  expect(pair?.skippedCount).toBe(litter.length + 1);
  const { out } = await world.koosync('status');
  expect(out).toContain('27 items skipped');
  expect(out).toContain('.~report.docx: Only of use to WPS Office');
  expect(out).toContain('and 7 more');
  const said = (await world.json('check-ignore', ...litter.map((name) => `docs/${name}`))) as {
    ignored: boolean;
    madeBy: string;
  }[];
  expect(said.filter(({ ignored }) => !ignored)).toEqual([]);
  expect((await check('stock.ldb')).out).toContain(
    'for files of Microsoft Access, as long as there is a file stock.mdb, stock.mde beside it',
  );
  expect((await check('level/000001.ldb')).out).toContain(
    'not ignored. The default rule *.ldb, for files of Microsoft Access, applies only as long as there is a file 000001.mdb, 000001.mde beside it.',
  );
});

it('what is left out by a sign goes up when the sign is gone, and is then no longer said to be skipped', async () => {
  writeFileSync(join(docs, 'stock.mdb'), 'a database');
  writeFileSync(join(docs, 'stock.ldb'), 'its lock');
  writeFileSync(join(docs, 'film.part'), 'half of it');
  writeFileSync(join(docs, '~$a.docx'), 'a lock');
  const running = world.start(['run'], { movableClock: true });
  await running.says('Watching');
  const shows = (wanted: string[], skipped: string[]) =>
    untilEqual(async () => {
      running.passTime(1000);
      const [pair] = await world.status();
      return [remote(), pair?.skipped.map(({ path }) => path)];
    }, [wanted, skipped]);
  await shows(['a.txt', 'stock.mdb'], ['film.part', 'stock.ldb', '~$a.docx']);
  rmSync(join(docs, '~$a.docx'));
  renameSync(join(docs, 'stock.mdb'), join(docs, 'other.mdb'));
  await shows(['a.txt', 'other.mdb', 'stock.ldb'], ['film.part']);
  // nothing has happened to it for a day
  running.passTime(86_400_000);
  await shows(['a.txt', 'film.part', 'other.mdb', 'stock.ldb'], []);
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
});

it('a rule that changes while it runs takes effect', async () => {
  // nothing is sent to the bin, however much time is made to go by
  world.settings({ deleteGraceMs: 86_400_000 });
  rules('*.log', 'build/');
  writeFileSync(join(docs, 'old.log'), 'old');
  writeFileSync(join(docs, 'build', 'x.txt'), 'x');
  const running = world.start(['run'], { movableClock: true });
  await running.says('Watching');
  /** Scans come every few seconds where nothing is watched: this much goes by with each look. */
  const shows = (wanted: string[]) =>
    untilEqual(() => {
      running.passTime(1000);
      return remote();
    }, wanted);
  await shows(['.koosyncignore', 'a.txt']);
  // no longer left out: goes up, though nothing else happened to it
  rules('*.tmp');
  await shows(['.koosyncignore', 'a.txt', 'build/x.txt', 'old.log']);
  writeFileSync(join(docs, 'now.tmp'), 'now');
  await world.idle();
  // left out from here on; what is up stays up. Once now.tmp goes up, these rules are in force
  rules('*.log');
  const up = ['.koosyncignore', 'a.txt', 'build/x.txt', 'now.tmp', 'old.log'];
  await shows(up);
  writeFileSync(join(docs, 'old.log'), 'changed');
  writeFileSync(join(docs, 'new.log'), 'new');
  // written after them, and in the same folder: what finds it has seen them
  writeFileSync(join(docs, 'next.txt'), 'next');
  await shows([...up.slice(0, 3), 'next.txt', ...up.slice(3)]);
  await world.idle();
  expect(remote()).not.toContain('new.log');
  expect((await world.json('versions', join(docs, 'old.log'))) as unknown[]).toHaveLength(1);
  // the file itself goes away: only the defaults are left
  writeFileSync(join(docs, 'build', '.DS_Store'), '');
  rmSync(join(docs, '.koosyncignore'));
  await shows([...up.slice(0, 3), 'new.log', 'next.txt', ...up.slice(3)]);
  await untilEqual(
    async () => ((await world.json('versions', join(docs, 'old.log'))) as unknown[]).length,
    2,
  );
  await world.idle();
  expect(remote()).not.toContain('build/.DS_Store');
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
});

it('what a rule leaves out is not restored over: no version would hold it', async () => {
  const path = join(docs, 'a.txt');
  for (const text of ['one', 'two']) {
    writeFileSync(path, text);
    await world.setUp.pass();
  }
  const versions = (await world.json('versions', path)) as { revisionId: string }[];
  const first = String(versions.at(-1)?.revisionId);
  rules('a.txt');
  writeFileSync(path, 'known nowhere else');
  refused(
    await world.koosync('restore', path, '--revision', first),
    2,
    /ignored by a rule.*Save the version as another file/,
  );
  expect(readFileSync(path, 'utf8')).toBe('known nowhere else');
  const copy = join(docs, 'copy.txt');
  expect(await world.koosync('restore', path, '--revision', first, '--to', copy)).toMatchObject({ code: 0 });
  expect(readFileSync(copy, 'utf8')).toBe('one');
  // FILE_IGNORED ends with the rule
  rules();
  expect(await world.koosync('restore', path, '--revision', first)).toMatchObject({ code: 0 });
  expect(readFileSync(path, 'utf8')).toBe('one');
  expect(((await world.json('versions', path)) as unknown[]).length).toBeGreaterThanOrEqual(3);
});
