/** A program from a seed: what people, programs, networks and machines do, about as often as in life. */
import { folderOf, freshContent, pathOf, sizeOf, type Make } from './random-values.ts';
import { lastMoment, safeSaves, saveSteps, type Program, type Setting } from './program.ts';
import { changeClockAndBin } from './bin-and-clock.ts';
import { changeGround } from './ground.ts';
import { changeSurroundings, snapshotsFor } from './surroundings.ts';
import { createRandom, type Random } from '../harness/simulated/random.ts';
import { outagesFor, troubleFor, troublesFor } from './faults.ts';

export function generate(seed: number): Program {
  const random = createRandom(seed, 'program');
  const mood = random.weighted({ calm: 3, network: 3, crash: 3, power: 2, everything: 3 });
  const setting = {
    ...settingFor(random, mood === 'calm'),
    ...watchesFor(seed),
    ...snapshotsFor(seed),
    ...bulkFor(seed),
    ...writersFor(seed),
  };
  const make: Make = { random, coarse: setting.stampUs >= 1_000_000, contents: 0, steps: [] };
  const length = random.weighted({ short: 3, middle: 4, long: 2 });
  const count = { short: 6, middle: 14, long: 28 }[length];
  const span = { short: 8000, middle: 20_000, long: 35_000 }[length];
  let at = random.int(0, 500);
  for (let i = 0; i < count; i++) {
    edit(make, at);
    at += random.chance(0.3) ? random.int(0, 30) : Math.round(random.next() ** 2 * ((2 * span) / count));
    if (mood === 'calm' && random.chance(0.12)) at += setting.settleMs + 5000;
  }
  if (mood === 'calm') probes(make, at);
  else troubleFor(make, mood, at);
  if (setting.watcher === 'none')
    for (let scan = 2000; scan < at; scan += 4000) make.steps.push({ at: scan, do: 'scan' });
  // a chance of its own, so that runs without anybody who asks are what they were; its name is part of the seed
  const user = createRandom(seed, 'person');
  if (user.chance(0.3)) asks(make, user, at);
  const saver = createRandom(seed, 'saves');
  if (saver.chance(0.35)) savesDocuments(make, saver, mood === 'calm', at);
  const early = createRandom(seed, 'early');
  if (early.chance(0.2)) renamesEarly(make, early, at);
  const mapper = createRandom(seed, 'mapped');
  // a clock that is set ahead makes a stamp of a moment ago look old, and nothing tells
  const isClockSet = make.steps.some((step) => step.do === 'clock');
  if (mood !== 'calm' && !isClockSet && mapper.chance(0.15)) maps(make, mapper, at);
  if (mood !== 'calm') changeSurroundings(make, seed, at);
  if (mood !== 'calm') changeClockAndBin(make, setting, seed, at);
  if (mood !== 'calm') changeGround(make, seed, at);
  const troubles = mood === 'calm' ? [] : troublesFor(random, mood, at);
  // the same for outages of a host, which nobody had before
  const outages = createRandom(seed, 'outages');
  if (mood !== 'calm' && outages.chance(0.25)) {
    const over = lastMoment({ steps: make.steps, troubles });
    troubles.push(...outagesFor({ ...make, random: outages }, at, over));
  }
  make.steps.sort((a, b) => a.at - b.at);
  return { seed, setting, steps: make.steps, troubles };
}

/** What is the user's to set, and how fast disk and server are. */
const paces = {
  settleMs: [500, 1000, 2000],
  maxWaitMs: [5000, 10_000],
  versionIntervalMs: [3000, 3000, 60_000],
  deleteGraceMs: [0, 2000, 10_000],
  concurrency: [1, 3, 8],
  slowestDiskUs: [200, 2000, 60_000],
  slowestServerMs: [20, 200, 3000],
  watcherReadyMs: [0, 20, 500, 3000],
};

export const pacesFor = (random: Random) => ({
  settleMs: random.pick(paces.settleMs),
  maxWaitMs: random.pick(paces.maxWaitMs),
  versionIntervalMs: random.pick(paces.versionIntervalMs),
  deleteGraceMs: random.pick(paces.deleteGraceMs),
  concurrency: random.pick(paces.concurrency),
  slowestDiskUs: random.pick(paces.slowestDiskUs),
  slowestServerMs: random.pick(paces.slowestServerMs),
  watcherReadyMs: random.pick(paces.watcherReadyMs),
});

function settingFor(random: Random, calm: boolean): Setting {
  return {
    settleMs: random.pick(paces.settleMs),
    maxWaitMs: random.pick(paces.maxWaitMs),
    versionIntervalMs: calm ? 3000 : random.pick(paces.versionIntervalMs),
    deleteGraceMs: random.pick(paces.deleteGraceMs),
    holdDeletionsCount: random.pick([5, 100, 100]),
    concurrency: random.pick(paces.concurrency),
    stampUs: Number(random.weighted({ 1: 4, 4000: 4, 1_000_000: 2, 2_000_000: 2 })),
    reuseInodes: random.chance(0.7),
    birthTimes: random.chance(0.9),
    renameStamps: random.chance(0.8),
    slowestDiskUs: random.pick(paces.slowestDiskUs),
    slowestServerMs: calm ? random.pick([20, 200]) : random.pick(paces.slowestServerMs),
    watcher: calm ? 'good' : random.weighted({ none: 2, good: 4, lossy: 3 }),
    watcherReadyMs: random.pick(paces.watcherReadyMs),
    calm,
  };
}

/** In one run of six there are too few watches for all folders; a chance of its own, as above. */
function watchesFor(seed: number): Pick<Setting, 'watches'> {
  const random = createRandom(seed, 'watches');
  return random.chance(1 / 6) ? { watches: random.int(0, 4) } : {};
}

/** In one run of three what is due at once is looked at together, however little that is; a chance of its own, as above. */
export function bulkFor(seed: number): Pick<Setting, 'bulkFrom'> {
  const random = createRandom(seed, 'bulk');
  return random.chance(1 / 3) ? { bulkFrom: random.pick([1, 1, 2, 4]) } : {};
}

/** In every other run it can be told who writes a file; a chance of its own, as above. */
export function writersFor(seed: number): Pick<Setting, 'tellsWriters'> {
  return createRandom(seed, 'writers').chance(0.5) ? { tellsWriters: true } : {};
}

/** One thing that somebody does, at `at` and perhaps a while after. */
function edit(make: Make, at: number): void {
  const { random, steps } = make;
  const content = freshContent(make);
  const size = sizeOf(random);
  const path = pathOf(random);
  switch (
    random.weighted({
      save: 12,
      atomic: 6,
      backup: 3,
      append: 3,
      patch: 4,
      truncate: 1,
      touch: 2,
      chmod: 1,
      rename: 5,
      renameFolder: 5,
      remove: 4,
      removeFolder: 2,
      mkdir: 1,
      copy: 2,
      link: 1,
      symlink: 1,
      kind: 2,
      swap: 1,
      autosave: 2,
      neverQuiet: 4,
      burst: 1,
      unreadable: 1,
      deleteAndMake: 2,
      chain: 1,
      revert: 2,
    })
  ) {
    case 'save':
      return void steps.push({
        at,
        do: 'write',
        path,
        content,
        size,
        pieces: random.pick([1, 1, 1, 2, 5]),
        gapMs: random.pick([0, 3, 100, 700]),
      });
    case 'atomic':
      return void steps.push({
        at,
        do: 'atomic',
        path,
        temp: random.pick(['.tmp123', 'save.new', '.goutputstream-X']),
        content,
        size,
        gapMs: random.pick([0, 1, 50, 1500]),
      });
    case 'backup':
      return void steps.push({
        at,
        do: 'backup',
        path,
        backup: random.pick(['old~', 'backup.bak']),
        content,
        size,
        gapMs: random.pick([0, 10, 900]),
      });
    case 'append':
      return void steps.push({ at, do: 'append', path, content, size: Math.min(size, 400) });
    case 'patch':
      return void steps.push({
        at,
        do: 'patch',
        path,
        content,
        size: Math.min(size, 300),
        offset: random.int(0, 3000),
      });
    case 'truncate':
      return void steps.push({ at, do: 'truncate', path, size: random.int(0, 50) });
    case 'touch':
      return void steps.push({ at, do: 'touch', path, shiftMs: random.pick([0, 0, -86_400_000, 7_200_000]) });
    case 'chmod':
      return void steps.push({ at, do: 'chmod', path });
    case 'rename':
      return void steps.push({ at, do: 'rename', path, to: pathOf(random) });
    case 'renameFolder':
      return void steps.push({ at, do: 'rename', path: folderOf(random), to: folderOf(random) });
    case 'remove':
      return void steps.push({ at, do: 'remove', path });
    case 'removeFolder':
      return void steps.push({ at, do: 'remove', path: folderOf(random) });
    case 'mkdir':
      return void steps.push({ at, do: 'mkdir', path: folderOf(random) });
    case 'copy':
      return void steps.push({ at, do: 'copy', path, to: pathOf(random) });
    case 'link':
      return void steps.push({ at, do: 'link', path, to: pathOf(random) });
    case 'symlink':
      return void steps.push({ at, do: random.chance(0.7) ? 'symlink' : 'fifo', path });
    case 'kind': {
      // a file becomes a folder, or the other way round
      steps.push({ at, do: 'remove', path });
      const gap = random.pick([0, 5, 2500]);
      if (random.chance(0.5))
        steps.push(
          { at: at + gap, do: 'mkdir', path },
          { at: at + gap, do: 'write', path: `${path}/a`, content, size, pieces: 1, gapMs: 0 },
        );
      else {
        const folder = folderOf(random);
        steps.push(
          { at: at + gap, do: 'remove', path: folder },
          { at: at + gap, do: 'write', path: folder, content, size, pieces: 1, gapMs: 0 },
        );
      }
      return;
    }
    case 'swap': {
      const other = pathOf(random);
      steps.push(
        { at, do: 'rename', path, to: 'swap.x' },
        { at, do: 'rename', path: other, to: path },
        { at: at + random.pick([0, 40]), do: 'rename', path: 'swap.x', to: other },
      );
      return;
    }
    case 'chain': {
      // log rotation
      steps.push(
        { at, do: 'rename', path: 'b.txt', to: 'c.doc' },
        { at, do: 'rename', path: 'a', to: 'b.txt' },
        { at: at + random.pick([0, 3]), do: 'write', path: 'a', content, size, pieces: 1, gapMs: 0 },
      );
      return;
    }
    case 'revert': {
      // one content, another, and the first again
      const write = { do: 'write', path, size: Math.max(1, size), pieces: 1, gapMs: 0 } as const;
      const gap = random.pick([1500, 3000, 5000]);
      steps.push(
        { at, ...write, content },
        { at: at + gap, ...write, content: `${content}.other` },
        { at: at + 2 * gap, ...write, content },
      );
      return;
    }
    case 'autosave':
      for (let i = 0, n = random.int(3, 9); i < n; i++)
        steps.push({
          at: at + i * 1000,
          do: 'write',
          path,
          content: `${content}.${i}`,
          size: size + i,
          pieces: 1,
          gapMs: 0,
        });
      return;
    case 'neverQuiet': {
      const every = random.pick([3, 40, 150, 300]);
      const how = random.pick(['append', 'patch'] as const);
      steps.push({ at, do: 'write', path, content, size: 200, pieces: 1, gapMs: 0 });
      for (let i = 0, n = random.int(20, 60); i < n; i++)
        steps.push(
          how === 'append'
            ? { at: at + i * every, do: 'append', path, content: `${content}.${i}`, size: 20 }
            : {
                at: at + i * every,
                do: 'patch',
                path,
                content: `${content}.${i}`,
                size: 30,
                offset: (i * 37) % 170,
              },
        );
      return;
    }
    case 'burst': {
      const folder = folderOf(random);
      for (let i = 0, n = random.int(8, 24); i < n; i++)
        steps.push({
          at: at + Math.floor(i / 4),
          do: 'write',
          path: `${folder}/burst${i}`,
          content: `${content}.${i % 7}`,
          size: 50,
          pieces: 1,
          gapMs: 0,
        });
      return;
    }
    case 'unreadable':
      steps.push({ at, do: 'readable', path, on: false });
      if (random.chance(0.6)) steps.push({ at: at + random.int(500, 6000), do: 'readable', path, on: true });
      return;
    case 'deleteAndMake':
      // the next file may get the inode of the one that was deleted
      steps.push(
        { at, do: 'remove', path },
        {
          at: at + random.pick([0, 1, 500]),
          do: 'write',
          path: pathOf(random),
          content,
          size,
          pieces: 1,
          gapMs: 0,
        },
      );
  }
}

/**
 * Programs that save documents by renaming, while all the rest goes on. The names are their own, so that what became of
 * each document can be told. In a calm run every content rests, and each save must be one version.
 */
function savesDocuments(make: Make, random: Random, calm: boolean, until: number): void {
  const { steps } = make;
  const path = random.pick(['report.docx', 'notes.txt']);
  const save = (content: string) => ({ path, content, size: sizeOf(random) + 10 }) as const;
  let at = random.int(0, until / 2);
  steps.push({ at, do: 'write', ...save('s0'), pieces: 1, gapMs: 0 });
  for (let i = 1, n = random.int(1, 3); i <= n; i++) {
    at += calm ? 20_000 : random.pick([300, 4000, 12_000]);
    const how = random.pick(safeSaves);
    // here the document has no file for two pauses
    const most = how === 'backup-gone-first' ? 14_000 : 28_000;
    const gapMs = Math.min(most, random.pick([0, 10, 40, 100, 900, 5000, 12_000, 28_000]));
    steps.push({ at, do: 'safe-save', how, ...save(`s${i}`), gapMs });
    at += saveSteps(how, path, '').length * gapMs + (calm ? 20_000 : random.pick([200, 4000]));
  }
  // what is no save: the name is filled again too late, or its file lies in another folder
  const other = random.weighted({ late: 1, elsewhere: 1, neither: 2 });
  if (other === 'neither') return;
  const plan = 'plan.docx';
  const to = other === 'late' ? 'plan (last year).docx' : 'plans/plan.docx';
  const write = { do: 'write', path: plan, size: 300, pieces: 1, gapMs: 0 } as const;
  const leaves = random.int(8000, 16_000);
  const back = leaves + (other === 'late' ? 40_000 : random.pick([100, 3000]));
  steps.push({ at: random.int(0, 3000), ...write, content: 'plan' });
  steps.push({ at: leaves, do: 'rename', path: plan, to }, { at: back, ...write, content: 'another' });
}

/** A program that renames its temporary file to the document before it has written all of it. */
function renamesEarly({ steps }: Make, random: Random, until: number): void {
  const path = 'early.csv';
  const size = () => sizeOf(random) + 100;
  let at = random.int(0, until / 2);
  steps.push({ at, do: 'write', path, content: 'e0', size: size(), pieces: 1, gapMs: 0 });
  for (let i = 1, n = random.int(1, 3); i <= n; i++) {
    at += random.pick([4000, 20_000]);
    const save = { path, temp: `early${i}.tmp`, content: `e${i}`, size: size() } as const;
    const [pieces, gapMs] = [random.int(1, 3), random.pick([0, 10, 300, 400, 900])];
    steps.push({ at, do: 'early-rename', ...save, pieces, gapMs });
    at += pieces * gapMs;
  }
}

/** A program that keeps a file mapped, and writes to it without a stamp for every write. */
function maps({ steps }: Make, random: Random, until: number): void {
  const path = random.chance(0.5) ? 'cells.db' : pathOf(random);
  const write = { do: 'write', path, size: sizeOf(random) + 100, pieces: 1, gapMs: 0 } as const;
  let at = random.int(0, until);
  steps.push({ at, ...write, content: 'm0' });
  for (let i = 1, n = random.int(1, 2); i <= n; i++) {
    at += random.pick([0, 200, 5000, 40_000]);
    const times = random.int(1, 6);
    const gapMs = random.pick([200, 1500, 4000, 11_000]);
    steps.push({ at, do: 'map', path, content: `m${i}`, times, gapMs });
    at += times * gapMs;
  }
}

/** What a user asks of KooSync meanwhile: mostly of what was there, and now and then while it is being saved. */
function asks(make: Make, random: Random, until: number): void {
  const { steps } = make;
  const saved = steps.flatMap((step) => (step.do === 'write' || step.do === 'atomic' ? [step.path] : []));
  for (let i = 0, n = random.int(1, 4); i < n; i++) {
    const at = random.int(1000, until + 6000);
    const path = saved.length > 0 && random.chance(0.8) ? random.pick(saved) : pathOf(random);
    const later = at + random.int(300, 15_000);
    switch (random.weighted({ syncNow: 1, restore: 4, undo: 4, approve: 1 })) {
      case 'syncNow':
        steps.push({ at, do: 'sync-now', path });
        break;
      case 'approve':
        steps.push({ at, do: 'approve' });
        break;
      case 'restore': {
        const save = {
          do: 'write',
          path,
          content: `p${i}`,
          size: sizeOf(random),
          pieces: 1,
          gapMs: 0,
        } as const;
        if (random.chance(0.7)) steps.push({ at, ...save });
        steps.push({ at: later, do: 'restore', path, nth: random.int(0, 3) });
        if (random.chance(0.4))
          steps.push({ at: later + random.int(0, 400), ...save, content: `p${i}.meanwhile` });
        break;
      }
      case 'undo':
        steps.push(
          { at, do: 'remove', path: random.chance(0.5) ? path : folderOf(random) },
          { at: later, do: 'undo', nth: random.int(0, 1) },
        );
        if (random.chance(0.2)) steps.push({ at: later + random.int(0, 400), do: 'mkdir', path });
    }
  }
}

/** Renames in a quiet system, after which the server must hold the same files under their new names. */
function probes(make: Make, from: number): void {
  const { random } = make;
  let at = from + 12_000;
  for (let i = 0, n = random.int(0, 2); i < n; i++, at += 15_000)
    make.steps.push(
      random.chance(0.5)
        ? { at, do: 'probe-rename', path: pathOf(random), to: `p${i}.x` }
        : { at, do: 'probe-rename', path: folderOf(random), to: random.pick([`P${i}`, `d/P${i}`]) },
    );
}
