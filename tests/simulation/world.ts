/** Disk, server, clock and database of one run, and the lives of the engine in them. */
import { createEngine } from '../../main/engine/engine.ts';
import type { Engine } from '../../main/engine/api.ts';
import type { KooDrive } from '../../main/koodrive/api.ts';
import type { Log } from '../../main/lib/logger.ts';
import { createTrustedTime, type RememberedTime } from '../../main/lib/trusted-time.ts';
import { openPairs } from '../../main/storage/pairs.ts';
import type { Database } from '../../main/storage/database.ts';
import type { ChangeOf, Watch } from '../../main/engine/watch/watcher.ts';
import { inFolder } from '../../main/disk/in-folder.ts';
import { childOf } from '../../main/model/relative-path.ts';
import { createSimClock } from '../harness/simulated/clock.ts';
import { createClockPeriods, type ClockPeriods } from './clock-periods.ts';
import { createCrashSwitch, type CrashSwitch } from '../harness/simulated/crash-switch.ts';
import {
  isOutage,
  isOutageKind,
  simCutting,
  type OutageTrouble,
  type Program,
  type Trouble,
} from './program.ts';
import { rootDrive } from './ground-steps.ts';
import { createRandom } from '../harness/simulated/random.ts';
import { createVirtualTime, type VirtualTime } from '../harness/simulated/virtual-time.ts';
import { createSimDisk, type SimDisk } from '../harness/simulated/disk.ts';
import {
  createSimServer,
  simContainer,
  type Asked,
  type Fault,
  type SimServer,
} from '../harness/simulated/server.ts';
import { isStorage } from '../../main/model/hosts.ts';
import { createSimSnapshots } from '../harness/simulated/snapshots.ts';
import { createSimStore, type SimStore } from '../harness/simulated/database.ts';

export const root = '/pair';
export const remote = 'Remote';
/** where virtual time begins */
export const beginning = 1_700_000_000_000_000;

/** A document that was saved by a program in steps, and its file on the server before. */
export type Save = {
  readonly path: string;
  readonly fileId: string | undefined;
  /** ms since the beginning; undefined: cut short */
  endedAt: number | undefined;
  /** after how many starts of the engine it began and ended while none ran; undefined: one ran */
  readonly beganDown: number | undefined;
  endedDown: number | undefined;
};

export type World = {
  readonly program: Program;
  readonly time: VirtualTime;
  readonly disk: SimDisk;
  readonly server: SimServer;
  readonly store: SimStore;
  /** the engine's present life; undefined: it does not run */
  engine: Engine | undefined;
  crashSwitch: CrashSwitch;
  state: Database;
  /** ms since the beginning */
  now(): number;
  skewMs: number;
  readonly clockPeriods: ClockPeriods;
  violations: string[];
  /** in the order in which they began */
  readonly saves: Save[];
  /** how many calls each outage met */
  readonly struck: Map<Trouble, number>;
  readonly log: Log;
  /** edits and troubles are over */
  over: boolean;
  startEngine(): void;
  /** how often it was started */
  starts: number;
  /** the process is gone, and with it what the database had not yet; `commits` are left */
  crash(commits: number, downMs: number): void;
  /** a crash is set for this commit */
  crashAt: { readonly commit: number; readonly downMs: number } | undefined;
  /** the commit was made: the process is gone, its remains not yet cleared away */
  crashed: boolean;
  /** a stop that has not ended yet */
  stopping: Promise<void> | undefined;
  /** since when the engine has been up without a break */
  upSince: number;
};

/** What an outage makes of a call; undefined: it does not concern it. */
function outageFault({ code, above = 0 }: OutageTrouble, { host, bytes }: Asked): Fault | undefined {
  const when = 'before' as const;
  switch (code) {
    case 'PORTAL_PAGE':
      return { when, code: 'PORTAL' };
    case 'STORAGE_REFUSED':
      return isStorage(host) ? { when, code: 'OFFLINE', sent: 0 } : undefined;
    case 'CUT_ABOVE':
      return bytes > above ? { when, code: 'OFFLINE', sent: above } : undefined;
  }
}

/** A flush of the database to the disk takes so long, and a turn of the loop that is busy (virtual microseconds). */
const flushUs = 300;
const turnUs = 100;

export function createWorld(program: Program, keepLines: boolean): World {
  const { setting, seed } = program;
  const time = createVirtualTime(beginning, keepLines);
  const stream = (name: string) => createRandom(seed, name);
  let skewMs = 0;
  const clockPeriods = createClockPeriods(() => time.now());
  const skewUs = () => skewMs * 1000;
  const now = () => (time.now() - beginning) / 1000;

  const active = (wanted: (trouble: Trouble) => boolean): Trouble | undefined => {
    if (world.over) return undefined;
    const at = now();
    return program.troubles.find((one) => at >= one.at && at < one.at + one.forMs && wanted(one));
  };
  const chance = stream('faults');
  const special = new Set(['EXPIRED_LINKS', 'LOST_EVENTS']);
  const strikes = (operation: keyof KooDrive) => (trouble: Trouble) =>
    !special.has(trouble.code) &&
    !isOutage(trouble) &&
    (trouble.operations?.includes(operation) ?? true) &&
    chance.chance(trouble.p);
  const latency = stream('latency');

  const disk = createSimDisk(
    time,
    stream('disk'),
    {
      stampUs: setting.stampUs,
      reuseInodes: setting.reuseInodes,
      birthTimes: setting.birthTimes,
      renameStamps: setting.renameStamps,
      slowestUs: setting.slowestDiskUs,
      foldsCase: setting.foldsCase ?? false,
      tellsWriters: setting.tellsWriters ?? false,
    },
    skewUs,
  );
  disk.mkdir(root);
  if (program.steps.some((step) => step.do === 'remount')) disk.mount(root, rootDrive);
  const server = createSimServer(time, stream('server'), {
    strike(operation, asked) {
      const outage = active((one) => isOutage(one) && outageFault(one, asked) !== undefined);
      if (outage && isOutage(outage)) {
        world.struck.set(outage, (world.struck.get(outage) ?? 0) + 1);
        return outageFault(outage, asked);
      }
      const trouble = active(strikes(operation));
      if (!trouble) return undefined;
      const { when, code, retryAfterMs } = trouble;
      if (code === 'EXPIRED_LINKS' || code === 'LOST_EVENTS' || isOutageKind(code)) return undefined;
      return { when, code, retryAfterMs };
    },
    latency: () => {
      const all = 500 + latency.next() ** 3 * setting.slowestServerMs * 1000;
      const share = latency.next();
      return { there: all * share, back: all * (1 - share) };
    },
    refusesSequence: () => program.seed % 5 === 0,
    linkLife: () => (active((one) => one.code === 'EXPIRED_LINKS' && chance.chance(one.p)) ? 0 : 900_000_000),
  });
  const store = createSimStore();
  const events = stream('events');

  /** One watch for each folder, as Linux has them, of which there may be too few. */
  const watchWith =
    (crashSwitch: CrashSwitch): Watch =>
    (folder, _rules, listener) => {
      let isReady = false;
      let isClosed = false;
      const open = new Set<{ readonly ino: number; close(): void }>();
      const tellLater = (path: string, what: ChangeOf) => {
        if (!isReady || isClosed || !crashSwitch.alive) return;
        if (setting.watcher === 'lossy' && events.chance(0.15)) return;
        if (active((one) => one.code === 'LOST_EVENTS' && events.chance(one.p))) return;
        time.after(500 + events.next() ** 3 * 30_000, () => {
          if (crashSwitch.alive && !isClosed) listener.changed(path, what);
        });
      };
      time.after(setting.watcherReadyMs * 1000, () => {
        if (!crashSwitch.alive || isClosed) return;
        isReady = true;
        listener.ready();
      });
      return {
        watch(path) {
          if (isClosed) return 'refused';
          const at = inFolder(folder, path);
          const ino = disk.ino(at);
          const watched = new Set([...open].map((each) => each.ino));
          // the same folder watched twice counts once
          const isLimited = watched.size >= (setting.watches ?? Number.POSITIVE_INFINITY);
          if (isLimited && (ino === undefined || !watched.has(ino))) return 'limit';
          const watching = disk.watch(at, (name, what) => {
            tellLater(name === undefined ? path : childOf(path, name), what);
          });
          if (!watching || ino === undefined) return 'refused';
          const one = { ino, close: () => watching.close() };
          open.add(one);
          return {
            close: () => {
              open.delete(one);
              one.close();
            },
          };
        },
        close: () => {
          isClosed = true;
          for (const one of open) one.close();
          return Promise.resolve();
        },
      };
    };
  const said = (level: string) => (fields: object, message?: string) => {
    // not part of the trace's sum: what is said may change, what is done may not
    if (!keepLines) return;
    const { path, code, err } = fields as { path?: string; code?: string; err?: Error };
    time.remark(`log ${level} ${message ?? ''} ${path ?? ''} ${code ?? ''} ${err?.message ?? ''}`);
  };
  const log = { debug: said('debug'), info: said('info'), warn: said('warn'), error: said('error') };
  let locked = false;
  /** the time that an engine knew last, as it wrote it down */
  let lastTime: RememberedTime | undefined;

  const world: World = {
    program,
    time,
    disk,
    server,
    store,
    engine: undefined,
    starts: 0,
    crashSwitch: createCrashSwitch(time),
    state: store.open(),
    now,
    get skewMs() {
      return skewMs;
    },
    set skewMs(ms) {
      skewMs = ms;
      clockPeriods.set(ms);
    },
    clockPeriods,
    violations: [],
    saves: [],
    struck: new Map(),
    log,
    over: false,
    crashAt: undefined,
    crashed: false,
    stopping: undefined,
    upSince: Number.POSITIVE_INFINITY,
    startEngine() {
      if (world.engine) return;
      if (world.stopping) return void world.stopping.then(() => world.startEngine());
      const crashSwitch = createCrashSwitch(time);
      world.crashSwitch = crashSwitch;
      // a crash may come before it has ended
      world.state = store.open((what, done) => {
        time.after(what === 'flush' ? flushUs : turnUs, () => crashSwitch.alive && done());
      });
      world.upSince = now();
      world.starts += 1;
      clockPeriods.started();
      const clock = createSimClock(time, crashSwitch, () => skewMs);
      const trusted = createTrustedTime(clock, lastTime);
      const engine = createEngine({
        home: '/state',
        koodrive: server.koodrive(crashSwitch, (at) => {
          trusted.heard(at);
          if (crashSwitch.alive) clockPeriods.heard();
        }),
        clock,
        time: trusted,
        rememberTime: (known) => {
          if (!crashSwitch.alive) return;
          lastTime = known;
          clockPeriods.kept();
        },
        log,
        settings: () => ({
          settleMs: setting.settleMs,
          maxWaitMs: setting.maxWaitMs,
          concurrency: setting.concurrency,
          versionIntervalMs: setting.versionIntervalMs,
          missingGraceMs: 2000,
          deleteGraceMs: setting.deleteGraceMs,
          holdDeletionsCount: setting.holdDeletionsCount,
          holdDeletionsShare: 0.5,
          compareWithKooDrive: false,
        }),
        sentence: (error) => error.code,
        disk: disk.disk(crashSwitch),
        store: {
          state: world.state,
          takeLock() {
            if (locked) return undefined;
            locked = true;
            return () => (locked = false);
          },
        },
        random: stream(`engine ${time.now()}`).next,
        watcher: setting.watcher !== 'none',
        watch: watchWith(crashSwitch),
        ...(setting.snapshots === true && {
          snapshots: createSimSnapshots(disk, crashSwitch, stream('snapshots')),
        }),
        chunking: simCutting,
        bulk: { from: setting.bulkFrom ?? Number.POSITIVE_INFINITY, restsFor: 0 },
      });
      world.engine = engine;
      time.trace('engine starts');
      engine.on('notice', (error) => {
        // what runs on to its next wait after a crash was never run
        if (crashSwitch.alive && error.code === 'UNEXPECTED')
          world.violations.push(`notice: ${error.message}`);
      });
      engine.start().catch((thrown: unknown) => {
        if (crashSwitch.alive) world.violations.push(`start: ${String(thrown)}`);
      });
    },
    crash(commits, downMs) {
      world.crashSwitch.crash();
      world.engine = undefined;
      // a stop that was under way never ends now
      world.stopping = undefined;
      world.crashAt = undefined;
      world.crashed = false;
      world.upSince = Number.POSITIVE_INFINITY;
      locked = false;
      time.trace(`crash, ${store.commits() - commits} commits lost`);
      store.restore(commits);
      time.after(downMs * 1000, () => world.startEngine());
    },
  };
  store.onCommit = (commit) => {
    if (world.crashAt?.commit !== commit) return;
    world.crashSwitch.crash();
    world.crashed = true;
  };
  openPairs(world.state).add({ folder: root, containerId: simContainer, remote }, 0);
  world.state = store.open();
  return world;
}
