/**
 * What programs and people do by renaming, one step at a time: after every step the engine makes a whole pass, as if the
 * pause had been as long as that. A document keeps its history; a rename by a person takes it along. docs/saving.md has
 * the rule and its price. The engine is the real one, on a real disk, without a watcher; the pauses that count are in
 * tests/simulation/saves.test.ts.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaults, type Operation } from '../../emulator/index.ts';
import { saveWindowMs } from '../../main/engine/plan/save-by-renaming.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { until } from '../harness/until.ts';

let world: EngineWorld;
beforeEach(async () => {
  world = await openEngineWorld();
});
afterEach(async () => {
  await world.close();
});

type Act =
  | readonly ['write', path: string, text: string]
  | readonly ['rename', from: string, to: string]
  | readonly ['remove', path: string]
  | readonly ['wait', ms: number];
/** together: without a pass between */
type Step = Act | readonly ['together', ...acts: readonly Act[]];

const at = (path: string) => join(world.folder, path);

async function take(step: Step): Promise<void> {
  if (step[0] === 'together') for (const one of step.slice(1) as Act[]) act(one);
  else act(step);
  await pass();
}

function act(step: Act): void {
  switch (step[0]) {
    case 'write':
      mkdirSync(dirname(at(step[1])), { recursive: true });
      return writeFileSync(at(step[1]), step[2]);
    case 'rename':
      mkdirSync(dirname(at(step[2])), { recursive: true });
      return renameSync(at(step[1]), at(step[2]));
    case 'remove':
      return rmSync(at(step[1]), { recursive: true });
    case 'wait':
      return world.clock.pass(step[1]);
  }
}

const pass = () => world.koosync.engine.syncOnce();
/** A pass that ends there and then. */
async function passUntil(what: string, isSo: () => boolean): Promise<void> {
  const life = new AbortController();
  const passing = world.koosync.engine.syncOnce(life.signal).catch(() => undefined);
  await until(what, isSo);
  life.abort();
  await passing;
}
/** what waits for a name to be filled again waits no longer */
const later = async () => {
  world.clock.pass(saveWindowMs + 1000);
  await pass();
};
const files = () =>
  world.emulator.control
    .tree(defaults.containerId)
    .map((file) => ({ ...file, path: file.path.replace(/^watched\//, '') }));
/** every path that the server shows, with its number of versions */
const there = () => Object.fromEntries(files().map((file) => [file.path, file.revisions.length]));
const idOf = (path: string) => files().find((file) => file.path === path)?.fileId;

type Row = {
  readonly before: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** versions of every path on the server when nothing waits any more */
  readonly after: Readonly<Record<string, number>>;
  /** where a file of the server was before, and where it is now */
  readonly moved?: Readonly<Record<string, string>>;
  /** what Recent changes says of it, newest first */
  readonly told?: readonly string[];
  readonly maybeTold?: readonly string[];
};

const document = { 'report.docx': 'first' };

const rows: Readonly<Record<string, Row>> = {
  'Word: a temporary file, the document to a backup, the temporary file to the document, the backup away': {
    before: document,
    steps: [
      ['write', '5B3A1F00', 'second'],
      ['rename', 'report.docx', '8C2D1F00'],
      ['rename', '5B3A1F00', 'report.docx'],
      ['remove', '8C2D1F00'],
    ],
    after: { 'report.docx': 2 },
    told: ['revision report.docx', 'new-file 8C2D1F00', 'new-file 5B3A1F00'],
    // whether the end of the backup is told depends on which of the two went up first
    maybeTold: ['recycled 8C2D1F00', 'deleted 8C2D1F00'],
  },
  'Word, three times': {
    before: document,
    steps: [1, 2, 3].flatMap((n): Act[] => [
      ['write', `temp${n}`, `content ${n}`],
      ['rename', 'report.docx', `backup${n}`],
      ['rename', `temp${n}`, 'report.docx'],
      ['remove', `backup${n}`],
    ]),
    after: { 'report.docx': 4 },
  },
  'JetBrains: likewise, with fixed names that are used again': {
    before: document,
    steps: [1, 2].flatMap((n): Act[] => [
      ['write', 'report.docx___jb_tmp___', `content ${n}`],
      ['rename', 'report.docx', 'report.docx___jb_old___'],
      ['rename', 'report.docx___jb_tmp___', 'report.docx'],
      ['remove', 'report.docx___jb_old___'],
      ['wait', saveWindowMs + 1000],
    ]),
    after: { 'report.docx': 3 },
  },
  'Vim: the document to a backup, written anew, the backup away': {
    before: document,
    steps: [
      ['rename', 'report.docx', 'report.docx.bak'],
      ['write', 'report.docx', 'second'],
      ['remove', 'report.docx.bak'],
    ],
    after: { 'report.docx': 2 },
  },
  'Emacs: the document to a backup that stays, and is there already the second time': {
    before: document,
    steps: [
      ['rename', 'report.docx', 'report.docx.bak'],
      ['write', 'report.docx', 'second'],
      ['rename', 'report.docx', 'report.docx.bak'],
      ['write', 'report.docx', 'third'],
    ],
    after: { 'report.docx': 3, 'report.docx.bak': 2 },
  },
  'the backup is removed before the document is written anew': {
    before: document,
    steps: [
      ['rename', 'report.docx', 'report.docx.bak'],
      ['remove', 'report.docx.bak'],
      ['write', 'report.docx', 'second'],
    ],
    after: { 'report.docx': 2 },
  },
  'the document is removed, and went into the bin, before it is written anew': {
    before: document,
    steps: [
      ['remove', 'report.docx'],
      ['write', 'report.docx', 'second'],
    ],
    after: { 'report.docx': 2 },
    told: ['revision report.docx'],
  },
  'the price: who makes the new file at once finds the history under the old name': {
    before: document,
    steps: [
      ['rename', 'report.docx', 'report 2025.docx'],
      ['write', 'report.docx', 'second'],
    ],
    after: { 'report.docx': 2, 'report 2025.docx': 1 },
  },
  'a file moved to another folder takes its history along, whatever takes its name': {
    before: document,
    steps: [
      ['rename', 'report.docx', 'archive/report.docx'],
      ['write', 'report.docx', 'second'],
    ],
    after: { 'report.docx': 1, 'archive/report.docx': 1 },
    moved: { 'report.docx': 'archive/report.docx' },
  },
  'a folder that is put into a new one of its own name takes all it holds along': {
    before: { 'd/a.txt': 'a', 'd/sub/b.txt': 'b' },
    steps: [
      ['together', ['rename', 'd', 'between'], ['write', 'd/new.txt', 'new'], ['rename', 'between', 'd/old']],
    ],
    after: { 'd/new.txt': 1, 'd/old/a.txt': 1, 'd/old/sub/b.txt': 1 },
    moved: { 'd/a.txt': 'd/old/a.txt', 'd/sub/b.txt': 'd/old/sub/b.txt' },
  },
  'a rename and back again is as if it had not been': {
    before: document,
    steps: [
      ['rename', 'report.docx', 'other.docx'],
      ['rename', 'other.docx', 'report.docx'],
    ],
    after: { 'report.docx': 1 },
    moved: { 'report.docx': 'report.docx' },
  },
  'two files change places over a third name: each path keeps its own': {
    before: { a: 'content of a', b: 'content of b' },
    steps: [
      ['rename', 'a', 'between'],
      ['rename', 'b', 'a'],
      ['rename', 'between', 'b'],
    ],
    after: { a: 2, b: 2 },
    moved: { a: 'a', b: 'b' },
  },
  'logs rotate: each path keeps its own': {
    before: { log: 'third', 'log.1': 'second', 'log.2': 'first' },
    steps: [
      ['rename', 'log.2', 'log.3'],
      ['rename', 'log.1', 'log.2'],
      ['rename', 'log', 'log.1'],
      ['write', 'log', 'fourth'],
    ],
    after: { log: 2, 'log.1': 2, 'log.2': 2, 'log.3': 1 },
    moved: { log: 'log', 'log.1': 'log.1', 'log.2': 'log.2' },
  },
  'a folder is renamed and made anew: the history goes with the folder': {
    before: { 'build/a': 'a', 'build/b': 'b' },
    steps: [['together', ['rename', 'build', 'build.old'], ['write', 'build/a', 'another']]],
    after: { 'build.old/a': 1, 'build.old/b': 1, 'build/a': 1 },
    moved: { 'build/a': 'build.old/a', 'build/b': 'build.old/b' },
  },
  'a folder is removed and made anew: each path keeps its own': {
    before: { 'build/a': 'a', 'build/b': 'b' },
    steps: [
      ['together', ['remove', 'build'], ['write', 'build/a', 'another'], ['write', 'build/b', 'others']],
    ],
    after: { 'build/a': 2, 'build/b': 2 },
  },
};

describe('step by step', () => {
  it.each(Object.keys(rows))('%s', async (name) => {
    const row = rows[name];
    if (!row) throw new Error(name);
    for (const [path, text] of Object.entries(row.before)) act(['write', path, text]);
    await pass();
    const ids = Object.fromEntries(Object.keys(row.before).map((path) => [path, idOf(path)]));
    const told = (await world.koosync.engine.status()).recent.length;
    for (const step of row.steps) await take(step);
    await later();
    await later();
    expect(there()).toEqual(row.after);
    for (const [from, to] of Object.entries(row.moved ?? {}))
      expect(idOf(to), `${from} is ${to}`).toBe(ids[from]);
    // a document has the file on the server that it had, unless somebody moved it
    if (!row.moved) for (const path of Object.keys(row.before)) expect(idOf(path), path).toBe(ids[path]);
    const { recent, pairs, state } = await world.koosync.engine.status();
    if (row.told) {
      const { maybeTold = [] } = row;
      const said = recent.slice(0, recent.length - told).map(({ kind, path }) => `${kind} ${path}`);
      // all of those or none; which of two went up first is nobody's choice
      const sorted = [row.told, [...maybeTold, ...row.told]].map((kinds) => kinds.toSorted());
      expect(sorted).toContainEqual(said.toSorted());
    }
    expect(pairs).toMatchObject([{ pending: 0, problems: [], heldDeletions: 0 }]);
    expect(state.kind).toBe('idle');
  });
});

const counted: readonly Operation[] = [
  'createFile',
  'createRevision',
  'putPart',
  'rename',
  'createJob',
  'createFolder',
];
const callsMade = () => {
  const counts = world.emulator.control.counts();
  return Object.fromEntries(counted.flatMap((one) => (counts[one] > 0 ? [[one, counts[one]]] : [])));
};

describe('folders that change places', () => {
  it('two of 200 files each: a handful of calls, and each history goes with its folder', async () => {
    for (const folder of ['x', 'y'])
      for (let i = 0; i < 200; i++) act(['write', `${folder}/${i}`, `${folder} ${i}`]);
    await pass();
    const [x, y] = [idOf('x/7'), idOf('y/7')];
    world.emulator.control.resetCounts();
    await take(['together', ['rename', 'x', 'between'], ['rename', 'y', 'x'], ['rename', 'between', 'y']]);
    await later();
    expect([idOf('y/7'), idOf('x/7')]).toEqual([x, y]);
    const { rename, ...rest } = callsMade();
    expect(rename).toBeLessThanOrEqual(4);
    expect(rest).toEqual({});
    const { recent } = await world.koosync.engine.status();
    expect(recent.filter(({ kind }) => kind === 'deleted')).toEqual([]);
  });

  it('ten in a circle', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `f${i}`);
    for (const name of names) act(['write', `${name}/a`, `of ${name}`]);
    await pass();
    const ids = names.map((name) => idOf(`${name}/a`));
    const turn: Act[] = [
      ['rename', 'f9', 'between'],
      ...names
        .slice(0, 9)
        .toReversed()
        .map((name, i): Act => ['rename', name, `f${9 - i}`]),
      ['rename', 'between', 'f0'],
    ];
    await take(['together', ...turn]);
    await later();
    expect(names.map((name) => idOf(`${name}/a`))).toEqual([ids[9], ...ids.slice(0, 9)]);
    expect(there()).toEqual(Object.fromEntries(names.map((name) => [`${name}/a`, 1])));
  });
});

it('a name that somebody else took on the server meanwhile: nothing is taken back, and that is told', async () => {
  act(['write', 'report.docx', 'first']);
  await pass();
  const id = idOf('report.docx');
  await take(['rename', 'report.docx', 'report.bak']);
  const { control } = world.emulator;
  control.putFile('watched/report.docx', Buffer.from('of somebody else'));
  await take(['write', 'report.docx', 'second']);
  expect(idOf('report.bak')).toBe(id);
  // theirs is kept below ours
  expect(there()).toEqual({ 'report.bak': 1, 'report.docx': 2 });
  const { recent } = await world.koosync.engine.status();
  expect(recent.map(({ kind, path }) => `${kind} ${path}`)).toContain('history-apart report.docx');
});

it('a temporary file that had versions of its own is a deletion like any other', async () => {
  act(['write', 'report.docx', 'first']);
  act(['write', 'draft.docx', 'a draft']);
  await pass();
  await take(['write', 'draft.docx', 'a better draft']);
  await take(['rename', 'draft.docx', 'report.docx']);
  await later();
  await pass();
  expect(there()).toEqual({ 'report.docx': 2 });
  expect(await world.koosync.engine.deletions()).toMatchObject([{ path: at('draft.docx'), state: 'sent' }]);
});

it('a move that the server refuses half way is put back', async () => {
  act(['write', 'd/a.txt', 'a']);
  act(['write', 'e/x.txt', 'x']);
  await pass();
  const { control } = world.emulator;
  const refusal = control.fault({
    match: { operation: 'createJob' },
    action: { kind: 'answer', status: 403, body: { code: '13000410', msg: 'not permitted' } },
  });
  await take(['rename', 'd/a.txt', 'e/b.txt']);
  expect(refusal.struck()).toBeGreaterThan(0);
  // the new content goes up beside it, or waits; what was there has its name and its folder
  expect(there()).toMatchObject({ 'd/a.txt': 1, 'e/x.txt': 1 });
});

/** what the disk does after a life ended in the middle of moving d/a.txt to e/b.txt, and what the server holds then */
const halfMoves: Readonly<
  Record<string, { steps: readonly Act[]; after: Readonly<Record<string, number>> }>
> = {
  'nothing more': { steps: [], after: { 'e/b.txt': 2, 'e/x.txt': 1 } },
  'back again': { steps: [['rename', 'e/b.txt', 'd/a.txt']], after: { 'd/a.txt': 2, 'e/x.txt': 1 } },
  'back again, and the old folder renamed': {
    steps: [
      ['rename', 'e/b.txt', 'd/a.txt'],
      ['rename', 'd', 'g'],
    ],
    after: { 'g/a.txt': 2, 'e/x.txt': 1 },
  },
  'the new folder renamed': { steps: [['rename', 'e', 'h']], after: { 'h/b.txt': 2, 'h/x.txt': 1 } },
  'the old folder renamed': { steps: [['rename', 'd', 'g']], after: { 'e/b.txt': 2, 'e/x.txt': 1 } },
  'both folders renamed': {
    steps: [
      ['rename', 'd', 'g'],
      ['rename', 'e', 'h'],
    ],
    after: { 'h/b.txt': 2, 'h/x.txt': 1 },
  },
  'the folders exchanged': {
    steps: [
      ['rename', 'd', 'between'],
      ['rename', 'e', 'd'],
      ['rename', 'between', 'e'],
    ],
    after: { 'd/b.txt': 2, 'd/x.txt': 1 },
  },
};

describe('a life ends in the middle of a move, and the disk goes on:', () => {
  for (const [name, { steps, after }] of Object.entries(halfMoves))
    // both halves where most goes on
    for (const half of steps.length === 2 ? (['createJob', 'rename'] as const) : (['createJob'] as const))
      it(`${name}, held at ${half}`, async () => {
        act(['write', 'd/a.txt', 'a']);
        act(['write', 'e/x.txt', 'x']);
        await pass();
        await take(['write', 'd/a.txt', 'second a']);
        const id = idOf('d/a.txt');
        const { control } = world.emulator;
        // the move itself, or the name after it: the first name is one between
        const fault = control.fault({
          match: { operation: half },
          ...(half === 'rename' && { skip: 1 }),
          action: { kind: 'hold' },
        });
        act(['rename', 'd/a.txt', 'e/b.txt']);
        await passUntil('half a move', () => fault.struck() > 0);
        control.clearFaults();
        await world.reopen();
        for (const step of steps) act(step);
        // the folders are renamed first: the server does not say where the file is
        const asked = control.fault({
          match: { path: `/files/${String(id)}/detail` },
          action: { kind: 'answer', status: 200, body: {} },
        });
        const folders = () => control.folders().map(({ path }) => path.replace(/^watched\//, ''));
        const names = steps.flatMap((step) =>
          step[0] === 'rename' && step[2].length === 1 ? [step[2]] : [],
        );
        await passUntil(
          'the renamed folders',
          () => asked.struck() > 0 && names.every((name) => folders().includes(name)),
        );
        control.clearFaults();
        await pass();
        await later();
        await later();
        expect(there()).toEqual(after);
        expect(idOf(Object.keys(after)[0] ?? '')).toBe(id);
      });
});

it('a folder that makes way goes into the bin, whatever was being renamed in it when a life ended', async () => {
  act(['write', 'd/a.txt', 'a']);
  await pass();
  const { control } = world.emulator;
  const fault = control.fault({ match: { operation: 'rename' }, action: { kind: 'hold' } });
  act(['rename', 'd/a.txt', 'd/b.txt']);
  await passUntil('the rename', () => fault.struck() > 0);
  control.clearFaults();
  await world.reopen();
  act(['remove', 'd']);
  act(['write', 'd', 'a file now']);
  for (let n = 0; n < 4; n++) await later();
  expect(there()).toEqual({ d: 1 });
});

it('a pass ends though the document is pending once more while its temporary file waits for it', async () => {
  act(['write', 'report.docx', 'first']);
  act(['write', 'temp', 'second']);
  await pass();
  const { control } = world.emulator;
  const fault = control.fault({ match: { operation: 'createRevision' }, action: { kind: 'hold' } });
  act(['rename', 'temp', 'report.docx']);
  const passing = pass();
  await until('the version on its way', () => fault.struck() > 0);
  // what is scanned meanwhile finds the document as it is not known yet
  await world.koosync.engine.retry();
  await until('the scan', async () => {
    const [pair] = (await world.koosync.engine.status()).pairs;
    return pair?.scanning === false;
  });
  control.clearFaults();
  fault.release();
  await passing;
  await later();
  expect(there()).toEqual({ 'report.docx': 2 });
});
