/**
 * What window, tray, notifications and command line say of how things stand is true. Each row has a sentence, a state in
 * which it is said, and a twin: a state much like it in which it is not. States are made by the real engine against the
 * emulator. A sentence that is in no row, is no bare label and is in no test of its own fails.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { statusCommand } from '../../main/cli/commands/status.ts';
import type { Cli } from '../../main/cli/context.ts';
import { toKooError } from '../../main/model/errors.ts';
import { trayMenu, trayTooltip } from '../../main/desktop/tray/tray-menu.ts';
import { headlineOf } from '../../renderer/src/status/headline.ts';
import { keysOfStatusPage } from '../../renderer/src/status/test-page.ts';
import { en } from '../../shared/strings/en/index.ts';
import {
  deletionReasonWords,
  deletionStateWords,
  fileStateWords,
  type StringKey,
  type Translate,
} from '../../shared/strings/index.ts';
import { defaults } from '../../emulator/index.ts';
import { emptiedBin } from '../harness/another-client.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { until } from '../harness/until.ts';
import {
  changedThere,
  compared,
  confirmed,
  deletedAndHeld,
  file,
  noFolder,
  pass,
  renamedThere,
  write,
} from './sentences/acts.ts';
import { commandRows } from './sentences/command-rows.ts';

type Surface = 'tray' | 'window' | 'notification' | 'command line';
type Said = Readonly<Record<Surface, ReadonlySet<string>>>;

/** Works by itself until this is said, or settled. */
async function run(world: EngineWorld, what: string, holds: (said: Said) => boolean): Promise<void> {
  await world.koosync.engine.start();
  await until(what, async () => {
    world.clock.pass(1000);
    return holds(await saidIn(world));
  });
}

const refusals = new WeakMap<EngineWorld['koosync'], string[]>();

/** As the window asks for it: what is refused is said there. */
async function undo({ koosync }: EngineWorld, id: number): Promise<void> {
  await koosync.undoDeletion(id).catch((thrown: unknown) => {
    const { code, detail } = toKooError(thrown);
    refusals.set(koosync, [detail.values?.say ?? `error.${code}`]);
  });
}

/** A pass in a while, when nothing waits for its time any more. */
async function itsTimeComes(world: EngineWorld): Promise<void> {
  world.koosync.settings.set({ deleteGraceMs: 0 });
  world.clock.pass(7_200_000);
  await pass(world).catch(() => undefined);
}

/** Every state begins with one synced folder, nothing in it, nothing looked at. */
const states = {
  'not looked through': async () => undefined,
  'no folder': noFolder,
  'all synced': async (world) => {
    write(world);
    await pass(world);
  },
  'a change waits': async (world) => {
    write(world);
    await pass(world);
    write(world, 'a.txt', 'two');
    world.emulator.control.fault({ match: { operation: 'createRevision' }, action: { kind: 'hold' } });
    await run(world, 'a change on its way', (said) => said.window.has('pair.syncing'));
  },
  'an upload is on its way': async (world) => {
    // one part is sent, and the links for the others do not come
    const match = { operation: 'getPartLinks' } as const;
    world.emulator.control.fault({ match, skip: 1, action: { kind: 'hold' } });
    write(world, 'a.txt', 'x'.repeat(17 * 1024 * 1024));
    await run(world, 'an upload', (said) => said.window.has('pair.sentOf'));
  },
  'all of it is sent': async (world) => {
    world.emulator.control.fault({ match: { operation: 'completeFile' }, action: { kind: 'hold' } });
    write(world);
    await run(world, 'what was sent', (said) => said.window.has('pair.finishing'));
  },
  paused: async (world) => {
    write(world);
    await pass(world);
    await world.koosync.engine.pause();
    write(world, 'a.txt', 'two');
    await run(world, 'a change that waits', (said) => said.window.has('files.state.pending'));
  },
  'one of two folders is paused': async (world) => {
    const other = join(world.base, 'other');
    mkdirSync(other);
    const { id } = await world.koosync.engine.addPair({ folder: other, containerId: defaults.containerId });
    await states['all synced'](world);
    await world.koosync.engine.pause(id);
  },
  'out of reach': async (world) => {
    write(world);
    await pass(world);
    world.emulator.control.fault({ action: { kind: 'dropBefore' } });
    write(world, 'a.txt', 'two');
    await run(world, 'that it is out of reach', (said) => said.notification.has('error.OFFLINE'));
  },
  'a short cut': async (world) => {
    write(world);
    await pass(world);
    const fault = world.emulator.control.fault({ action: { kind: 'dropBefore' } });
    write(world, 'a.txt', 'two');
    await run(world, 'a call that is cut', () => fault.struck() > 0);
    fault.remove();
    await run(world, 'what was cut', (said) => said.window.has('pair.upToDate'));
  },
  'sign-in lost': async (world) => {
    write(world);
    await pass(world);
    world.emulator.control.killTokens();
    write(world, 'a.txt', 'two');
    await run(world, 'that a sign-in is needed', (said) => said.tray.has('tray.state.sign-in'));
  },
  'a forbidden name': async (world) => {
    write(world, 'a|b.txt');
    await pass(world);
  },
  'a name that is no text': async (world) => {
    writeFileSync(Buffer.concat([Buffer.from(`${world.folder}/old`), Buffer.from([0xe4])]), 'x');
    await pass(world);
  },
  'its name was taken there': async (world) => {
    await states.renamed(world);
    world.emulator.control.putFile('watched/a.txt', Buffer.from('theirs'));
    write(world, 'a.txt', 'ours');
    await pass(world);
  },
  'renamed there': async (world) => {
    await renamedThere(world);
    await compared(world);
  },
  'changed there': async (world) => {
    await changedThere(world);
    await compared(world);
  },
  'two versions': async (world) => {
    write(world);
    await pass(world);
    write(world, 'a.txt', 'two');
    await pass(world);
  },
  'a version restored': async (world) => {
    await states['two versions'](world);
    const { history } = world.koosync;
    const [, first] = await history.versions(file(world));
    await history.restore(file(world), first?.revisionId ?? '');
    await pass(world);
  },
  renamed: async (world) => {
    write(world);
    await pass(world);
    renameSync(file(world), file(world, 'b.txt'));
    await pass(world);
  },
  'changed twice': async (world) => {
    write(world);
    await pass(world);
    world.emulator.control.putFile('watched/a.txt', Buffer.from('theirs'));
    write(world, 'a.txt', 'ours');
    await pass(world);
  },
  'deleted and on its way': async (world) => {
    write(world);
    write(world, 'b.txt');
    await pass(world);
    // its time comes in an hour
    world.koosync.settings.set({ deleteGraceMs: 3_600_000 });
    rmSync(file(world));
    await pass(world);
  },
  'deleted and in the bin': async (world) => {
    write(world);
    write(world, 'b.txt');
    await pass(world);
    rmSync(file(world));
    await pass(world);
  },
  'deleted and held': deletedAndHeld,
  confirmed,
  'the folder is empty': async (world) => {
    for (const name of ['a', 'b', 'c']) write(world, name);
    await pass(world);
    for (const name of ['a', 'b', 'c']) rmSync(file(world, name));
    await pass(world);
  },
  'the folder is away': async (world) => {
    await states['deleted and on its way'](world);
    renameSync(world.folder, `${world.folder} elsewhere`);
    await itsTimeComes(world);
  },
  'another folder in its place': async (world) => {
    await states['deleted and on its way'](world);
    renameSync(world.folder, `${world.folder} elsewhere`);
    mkdirSync(world.folder);
    write(world, 'c.txt');
    await itsTimeComes(world);
  },
  'deleted here and changed there': async (world) => {
    write(world);
    write(world, 'b.txt');
    await pass(world);
    world.emulator.control.putFile('watched/a.txt', Buffer.from('theirs'));
    rmSync(file(world));
    await pass(world);
  },
  'deleted here and renamed there': async (world) => {
    write(world, 'b.txt');
    await renamedThere(world);
    rmSync(file(world));
    await pass(world);
  },
  'a folder of others too': async (world) => {
    mkdirSync(file(world, 'd'));
    write(world, 'd/a.txt');
    write(world, 'b.txt');
    await pass(world);
    world.emulator.control.putFile('watched/d/theirs.txt', Buffer.from('theirs'));
    rmSync(file(world, 'd'), { recursive: true });
    await pass(world);
  },
  'a deletion is refused': async (world) => {
    write(world);
    write(world, 'b.txt');
    await pass(world);
    const body = { code: '13000410', msg: 'not permitted' };
    world.emulator.control.fault({
      match: { operation: 'createJob' },
      action: { kind: 'answer', status: 403, body },
    });
    rmSync(file(world));
    for (let n = 0; n < 4; n++) await itsTimeComes(world);
  },
  'an upload is refused': async (world) => {
    await states['two versions'](world);
    const body = { code: '13000410', msg: 'not permitted' };
    world.emulator.control.fault({
      match: { operation: 'createRevision' },
      action: { kind: 'answer', status: 403, body },
    });
    write(world, 'a.txt', 'three');
    await pass(world);
  },
  'an undo was cut short': async (world) => {
    await states['deleted and in the bin'](world);
    const { engine } = world.koosync;
    const [deletion] = await engine.deletions();
    await engine.beginUndo(deletion?.id ?? 0);
  },
  'the bin was emptied': async (world) => {
    await states['deleted and in the bin'](world);
    await emptiedBin(world.emulator);
    const [deletion] = await world.koosync.engine.deletions();
    await undo(world, deletion?.id ?? 0);
  },
  'the bin was emptied, and a copy is here': async (world) => {
    write(world, 'copy.txt', 'a.txt');
    await states['the bin was emptied'](world);
  },
  'a deletion is undone': async (world) => {
    await states['deleted and in the bin'](world);
    const [deletion] = await world.koosync.engine.deletions();
    await undo(world, deletion?.id ?? 0);
    await pass(world);
  },
  'a deletion is undone once more': async (world) => {
    await states['deleted and in the bin'](world);
    // by a window that has not heard of the first time
    const [deletion] = await world.koosync.engine.deletions();
    for (let n = 0; n < 2; n++) {
      await undo(world, deletion?.id ?? 0);
      await pass(world);
    }
  },
  'a link': async (world) => {
    symlinkSync('/etc', file(world, 'link'));
    await pass(world);
  },
  'a pipe': async (world) => {
    execFileSync('mkfifo', [file(world, 'pipe')]);
    await pass(world);
  },
  litter: async (world) => {
    write(world, '~$report.docx');
    await pass(world);
  },
  'more litter than a list is long': async (world) => {
    for (let n = 0; n < 21; n++) write(world, `~$${n}.docx`);
    await pass(world);
  },
} satisfies Readonly<Record<string, (world: EngineWorld) => Promise<unknown>>>;
type State = keyof typeof states;

const notices = new WeakMap<EngineWorld['koosync'], Set<string>>();

/** What each surface says now, by the keys of its sentences. */
async function saidIn({ koosync, folder }: EngineWorld): Promise<Said> {
  const { engine } = koosync;
  const status = await engine.status();
  const deletions = await engine.deletions();
  const [pair] = status.pairs;
  const files = pair ? await engine.files(pair.id, '', 100) : [];
  // on whatever page, the headline is read aloud
  const window: string[] = [headlineOf(status).title, ...keysOfStatusPage(status)];
  window.push(...deletions.map((one) => deletionStateWords[one.state]));
  window.push(...deletions.flatMap(({ reason }) => (reason ? [deletionReasonWords[reason]] : [])));
  window.push(
    ...deletions.flatMap(({ lost }) =>
      lost ? [lost.same === undefined ? 'deletions.noCopy' : 'deletions.sameContent'] : [],
    ),
  );
  window.push(...files.flatMap((one) => (one.state === 'synced' ? [] : [fileStateWords[one.state]])));
  const codes = status.pairs.flatMap(({ problems }) =>
    problems.map(({ code }) => `error.${code}` as StringKey),
  );
  window.push(...(refusals.get(koosync) ?? []));
  return {
    tray: keysOf((say) => [trayTooltip(status, say), trayMenu(status, say)]),
    window: new Set([...window, ...codes]),
    notification: notices.get(koosync) ?? new Set(),
    'command line': await commandLine(koosync, folder),
  };
}

/** The keys that are asked for while `work` makes its words. */
function keysOf(work: (say: Translate) => unknown): ReadonlySet<string> {
  const keys = new Set<string>();
  work(((key) => {
    keys.add(key);
    return key;
  }) as Translate);
  return keys;
}

async function commandLine(koosync: EngineWorld['koosync'], cwd: string): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  const say = ((key) => {
    keys.add(key);
    return key;
  }) as Translate;
  const program = new Command();
  const out = {
    line: () => undefined,
    note: () => undefined,
    json: () => undefined,
    progress: () => undefined,
  };
  statusCommand(program, { say, out, cwd, koosync: async () => koosync } as unknown as Cli);
  keys.clear();
  await program.parseAsync(['status'], { from: 'user' });
  return keys;
}

const everywhere = (
  name: 'idle' | 'syncing' | 'paused' | 'some-paused' | 'offline' | 'problem' | 'sign-in',
  state: State,
  twin: State,
) =>
  [
    [`tray.state.${name}`, 'tray', state, twin],
    [`headline.${name}`, 'window', state, twin],
    [`subline.${name}`, 'window', state, twin],
  ] as const;

/** a sentence, where it is said, a state in which it is, and one in which it is not */
const rows: readonly (readonly [StringKey, Surface, State, State])[] = [
  ...everywhere('idle', 'all synced', 'not looked through'),
  ...everywhere('idle', 'all synced', 'no folder'),
  ...everywhere('idle', 'all synced', 'a forbidden name'),
  ...everywhere('idle', 'all synced', 'deleted and held'),
  ...everywhere('syncing', 'not looked through', 'all synced'),
  ...everywhere('syncing', 'a change waits', 'paused'),
  ...everywhere('paused', 'paused', 'a change waits'),
  ...everywhere('paused', 'paused', 'one of two folders is paused'),
  ...everywhere('some-paused', 'one of two folders is paused', 'paused'),
  ...everywhere('idle', 'all synced', 'one of two folders is paused'),
  ['tray.resumeAll', 'tray', 'one of two folders is paused', 'paused'],
  ['tray.resume', 'tray', 'paused', 'one of two folders is paused'],
  ['pair.paused', 'window', 'one of two folders is paused', 'paused'],
  ['cli.pairPaused', 'command line', 'one of two folders is paused', 'all synced'],
  ...everywhere('offline', 'out of reach', 'sign-in lost'),
  ...everywhere('sign-in', 'sign-in lost', 'out of reach'),
  ...everywhere('problem', 'a forbidden name', 'all synced'),
  ...everywhere('problem', 'deleted and held', 'deleted and in the bin'),
  ['tray.state.empty', 'tray', 'no folder', 'not looked through'],
  ['headline.empty', 'window', 'no folder', 'not looked through'],
  ['addFolder.firstTitle', 'window', 'no folder', 'not looked through'],
  ['tray.problem', 'tray', 'a forbidden name', 'all synced'],
  ['tray.noRecentFiles', 'tray', 'not looked through', 'all synced'],
  ['pair.upToDate', 'window', 'all synced', 'not looked through'],
  ['pair.upToDate', 'window', 'all synced', 'a forbidden name'],
  ['pair.scanning', 'window', 'not looked through', 'all synced'],
  ['pair.syncing', 'window', 'a change waits', 'paused'],
  ['pair.waiting', 'window', 'paused', 'a change waits'],
  ['pair.waiting', 'window', 'out of reach', 'all synced'],
  ['pair.uploading', 'window', 'an upload is on its way', 'a change waits'],
  ['pair.uploading', 'window', 'all of it is sent', 'all synced'],
  ['pair.finishing', 'window', 'all of it is sent', 'an upload is on its way'],
  ['status.noRecent', 'window', 'not looked through', 'all synced'],
  ['status.kind.new-file', 'window', 'all synced', 'not looked through'],
  ['status.kind.revision', 'window', 'two versions', 'all synced'],
  ['status.kind.restored', 'window', 'a version restored', 'two versions'],
  ['status.kind.renamed', 'window', 'renamed', 'two versions'],
  ['status.kind.history-apart', 'window', 'its name was taken there', 'renamed'],
  ['status.kind.renamed-remotely', 'window', 'renamed there', 'changed there'],
  ['status.kind.newer-remotely', 'window', 'changed there', 'renamed there'],
  ['error.NAME_NOT_UTF8', 'window', 'a name that is no text', 'a forbidden name'],
  ['status.kind.concurrent-edit', 'window', 'changed twice', 'two versions'],
  ['status.kind.deleted', 'window', 'deleted and on its way', 'all synced'],
  ['status.kind.recycled', 'window', 'deleted and in the bin', 'deleted and on its way'],
  ['status.kind.recycled', 'window', 'deleted and in the bin', 'deleted and held'],
  ['deletions.state.waiting', 'window', 'deleted and on its way', 'deleted and in the bin'],
  ['deletions.state.held', 'window', 'deleted and held', 'deleted and on its way'],
  ['deletions.state.approved', 'window', 'confirmed', 'deleted and held'],
  ['deletions.state.sent', 'window', 'deleted and in the bin', 'confirmed'],
  ['deletions.state.lost', 'window', 'the bin was emptied', 'deleted and in the bin'],
  ['deletions.noCopy', 'window', 'the bin was emptied', 'the bin was emptied, and a copy is here'],
  ['deletions.sameContent', 'window', 'the bin was emptied, and a copy is here', 'the bin was emptied'],
  ['deletions.reason.too-many', 'window', 'deleted and held', 'the folder is empty'],
  ['deletions.reason.root-empty', 'window', 'the folder is empty', 'deleted and held'],
  ['deletions.reason.root-missing', 'window', 'the folder is away', 'another folder in its place'],
  ['deletions.reason.root-replaced', 'window', 'another folder in its place', 'the folder is away'],
  ['deletions.reason.changed-remotely', 'window', 'deleted here and changed there', 'deleted and held'],
  [
    'deletions.reason.moved-remotely',
    'window',
    'deleted here and renamed there',
    'deleted here and changed there',
  ],
  ['deletions.reason.holds-others', 'window', 'a folder of others too', 'deleted and held'],
  ['deletions.reason.refused', 'window', 'a deletion is refused', 'deleted and held'],
  ['deletions.reason.not-back-yet', 'window', 'an undo was cut short', 'deleted and in the bin'],
  ['sentence.noSuchDeletion', 'window', 'a deletion is undone once more', 'a deletion is undone'],
  ['files.state.problem', 'window', 'an upload is refused', 'two versions'],
  ['skipped.symlink', 'window', 'a link', 'a pipe'],
  ['skipped.special', 'window', 'a pipe', 'litter'],
  ['skipped.litter', 'window', 'litter', 'a link'],
  ['files.state.pending', 'window', 'paused', 'all synced'],
  ['files.state.deleted', 'window', 'deleted and held', 'all synced'],
  ['error.NAME_FORBIDDEN', 'window', 'a forbidden name', 'all synced'],
  ['error.DELETIONS_HELD', 'window', 'deleted and held', 'deleted and in the bin'],
  ['error.OFFLINE', 'notification', 'out of reach', 'a short cut'],
  ['error.SIGN_IN_NEEDED', 'notification', 'sign-in lost', 'a short cut'],
  ['error.DELETIONS_HELD', 'notification', 'deleted and held', 'deleted and in the bin'],
  ['headline.paused', 'command line', 'paused', 'all synced'],
  ['headline.offline', 'command line', 'out of reach', 'a change waits'],
  ['headline.sign-in', 'command line', 'sign-in lost', 'a change waits'],
  ['cli.noPairs', 'command line', 'no folder', 'not looked through'],
  ['cli.countsNotScanned', 'command line', 'not looked through', 'all synced'],
  ['cli.counts', 'command line', 'all synced', 'not looked through'],
  ['cli.problem', 'command line', 'a forbidden name', 'all synced'],
  ['cli.skipped', 'command line', 'litter', 'all synced'],
  ['cli.moreSkipped', 'command line', 'more litter than a list is long', 'litter'],
];

describe.concurrent('what is said, and what is not', () => {
  const needed = [...new Set(rows.flatMap(([, , state, twin]) => [state, twin]))];
  it.each(needed)('%s', async (name) => {
    const world = await openEngineWorld();
    const told = new Set<string>();
    notices.set(world.koosync, told);
    world.koosync.engine.on('notice', ({ code }) => told.add(`error.${code}`));
    try {
      await states[name](world);
      const said = await saidIn(world);
      for (const [key, surface, state, twin] of rows) {
        const what = `${surface}: ${key}`;
        if (state === name) expect([...said[surface]], what).toContain(key);
        if (twin === name) expect([...said[surface]], what).not.toContain(key);
      }
    } finally {
      await world.close();
    }
  });
});

/** Words that say nothing of how things stand: names of things and of what can be done, questions, explanations. */
const bare =
  /^(?:help|usage|column|mark|ask|nav|dialog|settings|signIn|addFolder|vault|space|common|autostart|close|ignoreSign|fileManager)\.|^policy\.(?:fixed|heading|key\.\w+)$|^updates\.(?:mode\w+|hint\w+|channel|stable|betaHint)$|^commandLine\.(?:about|hidden|viewVersions|copyPath|pause|crashReports|exitCodes)$|^fileManagers\.(?:heading|lead|entry|emblems|emblemsHint|reopen|update|updateNamed|offer\w*)$|^(?:files|deletions)\.(?:lead|search|clear|show|actions)$|^history\.(?:key\w+|filter(?:On|Show|Mine|Labelled|AnySize)|clearSearch|showAll|openVersion|restoreVersion|release|label(?:Hint|Save)?|compareWith|moreFor|actions|chosen|fetchNow|refresh)$|^(?:status\.(?:pairs|showFiles)|pair\.(?:retryAll|review)|history\.(?:saveAs|keep|keepVersion|bringBack)|deletions\.(?:undoItem|undoAll|approveItem|others)|startFailed\.tryAgain)$/;

type Tree = { readonly [key: string]: string | Tree };
const leavesOf = (tree: Tree, before = ''): [key: string, sentence: string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[before + key, value] as [string, string]]
      : leavesOf(value, `${before}${key}.`),
  );

/** All tests, as text. */
const testsAsText = (): string => {
  const root = join(import.meta.dirname, '..', '..');
  return ['main', 'renderer', 'shared', 'tests']
    .flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(?:test|spec)\.tsx?$/.test(path) && !path.endsWith('sentences.test.ts'))
        .map((path) => readFileSync(join(root, top, path), 'utf8')),
    )
    .join('\n');
};

/** Is it looked at in a test: by its key, by the code of its error, or by how its longest piece begins? Mere glue always is. */
const isInTests = (text: string, key: string, sentence: string): boolean => {
  const [longest = ''] = sentence.split(/\{\{.*?\}\}/).toSorted((a, b) => b.length - a.length);
  const code = /^error(?:With)?\.(\w+?)(?:_one|_other)?$/.exec(key)?.[1];
  return (
    text.includes(`'${key.replace(/_(?:zero|one|other)$/, '')}'`) ||
    text.includes(longest.trim().slice(0, 40)) ||
    (code !== undefined && text.includes(`'${code}'`))
  );
};

describe('every sentence', () => {
  const inRows = new Set<string>([...rows.map(([key]) => key), ...commandRows.map(({ key }) => key)]);
  const text = testsAsText();
  const keys = new Map<string, boolean>();
  for (const [key, sentence] of leavesOf(en)) {
    const stem = key.replace(/_(?:zero|one|other)$/, '');
    keys.set(stem, (keys.get(stem) ?? false) || isInTests(text, key, sentence));
  }
  const isHeld = (key: string) => inRows.has(key) || keys.get(key) === true || bare.test(key);

  it('has a row, is looked at in a test, or says nothing of how things stand', () => {
    const open = [...keys.keys()].filter((key) => !isHeld(key));
    expect(open).toEqual([]);
  });

  it('that is new is in none of these', () => {
    expect(isInTests(text, 'cli.unheardOf', 'Nobody ever looked at {{this}}, wherever it is said.')).toBe(
      false,
    );
    expect(isHeld('cli.unheardOf')).toBe(false);
  });
});
