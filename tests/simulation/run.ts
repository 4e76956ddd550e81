/** One run: a program from its first step to the quiet after it, and what was found wrong. */
import { createSHA256 } from 'hash-wasm';
import { faultOfName } from '../../main/engine/plan/remote-names.ts';
import { writeBackMs } from '../../main/engine/plan/write-back.ts';
import { checkDisk, checkEverything, explained, failures } from './check.ts';
import { generate } from './generate.ts';
import { watchOutages } from './outage-checks.ts';
import { pair, perform } from './perform.ts';
import { lastMoment, type Program } from './program.ts';
import { createWorld, remote, root, type World } from './world.ts';

export type Outcome = {
  readonly program: Program;
  readonly violations: readonly string[];
  readonly traceHash: string;
  readonly lines: readonly string[] | undefined;
  readonly virtualMs: number;
  readonly events: number;
  readonly revisions: number;
};

/** To be awaited once: what is made on first use takes real time, which no virtual clock sees. */
export const prepare = async (): Promise<void> => void (await createSHA256());

export const runSeed = (seed: number, keepLines = false): Promise<Outcome> =>
  runProgram(generate(seed), keepLines);

export async function runProgram(program: Program, keepLines = false): Promise<Outcome> {
  const world = createWorld(program, keepLines);
  const onRejection = (thrown: unknown) => {
    world.violations.push(
      `unhandled: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
    );
  };
  process.on('unhandledRejection', onRejection);
  try {
    await play(world);
    await finish(world);
  } catch (thrown) {
    // a fault of the simulator ends one run, not all
    world.violations.push(
      `simulator: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
    );
  } finally {
    process.off('unhandledRejection', onRejection);
    world.crashSwitch.crash();
  }
  let revisions = 0;
  for (const node of world.server.nodes()) revisions += node.revisions.length;
  return {
    program,
    violations: [...new Set(world.violations)],
    traceHash: world.time.traceHash(),
    lines: world.time.lines,
    virtualMs: world.now(),
    events: world.time.fired(),
    revisions,
  };
}

/** Virtual time goes on for so long; a crash that was set for a commit happens on the way. */
async function pass(world: World, ms: number, stop?: () => boolean): Promise<void> {
  const until = world.time.now() + ms * 1000;
  while (world.time.now() < until && !stop?.()) {
    await world.time.runUntil(until, () => world.crashed || (stop?.() ?? false));
    if (world.crashed && world.crashAt) world.crash(world.crashAt.commit, world.crashAt.downMs);
  }
}

async function play(world: World): Promise<void> {
  world.startEngine();
  watchOutages(world);
  // probes wait until all is quiet: what follows one comes as long after it as the program says
  let late = 0;
  for (const step of world.program.steps) {
    const wait = step.at + late - world.now();
    if (wait > 0) await pass(world, wait);
    if (step.do === 'probe-rename' && world.program.setting.calm) {
      await probe(world, step.path, step.to, () => perform(world, step));
      late = world.now() - step.at;
    } else perform(world, step);
  }
  // what steps left to be done later, and troubles that outlast them
  await pass(world, Math.max(0, lastMoment(world.program) + late - world.now()) + 8000);
}

async function finish(world: World): Promise<void> {
  world.over = true;
  world.crashAt = undefined;
  world.server.setCapacity(Number.POSITIVE_INFINITY);
  world.startEngine();
  await pass(world, 4000);
  await world.engine?.resume();
  pair(world);
  if (!(await quiet(world, false))) world.violations.push(...stuck(world));
  const { watcher } = world.program.setting;
  const { birthTimes } = world.program.setting;
  // without birth times nobody knows which names a written file has besides; nor does what is written through a name that
  // cannot go up, or is left out, tell of them
  const isIgnoring = world.program.steps.some((step) => step.do === 'ignore');
  const links = world.program.steps.flatMap((step) => (step.do === 'link' ? [step.path, step.to] : []));
  const isUntold = links.some(
    (path) =>
      !birthTimes ||
      isIgnoring ||
      path.split('/').some((name) => faultOfName(name)) ||
      isGoneUnseen(world, path),
  );
  // what waited while a drive was mounted over it was not there when it was looked at, and nobody tells that it is back
  const isHidden = world.program.steps.some((step) => step.do === 'mount');
  const lost =
    isUntold ||
    isHidden ||
    isMapped(world) ||
    watcher !== 'good' ||
    world.program.troubles.some((one) => one.code === 'LOST_EVENTS');
  if (lost) {
    // stands for the hourly scan
    await world.engine?.retry();
    if (!(await quiet(world, true))) world.violations.push(...stuck(world));
  }
  world.violations.push(...checkEverything(world));
  if (world.violations.length === 0) await checkQuiet(world);
}

/** Was a name of a file taken away that may have been written through while nothing could go up? */
const isGoneUnseen = ({ program }: World, path: string): boolean =>
  program.steps.some((step) => step.do === 'remove' && step.path === path) &&
  (program.troubles.length > 0 ||
    program.steps.some((step) => step.do === 'capacity' || step.do === 'pause'));

/** Is nothing pending but what has an explained failure, and nothing under way? */
function isQuiet(world: World, isScanned: boolean): boolean {
  if (!world.engine || world.crashSwitch.waiting > 0) return false;
  if (world.state.get('SELECT 1 FROM pending WHERE code IS NULL LIMIT 1')) return false;
  // in what waits something may be on its way back that a user has to ask for again
  const waiting = `SELECT 1 FROM deletion AS one WHERE state IN ('waiting', 'approved') AND NOT EXISTS (
    SELECT 1 FROM deletion AS inner WHERE inner.pair_id = one.pair_id AND inner.state = 'held'
      AND inner.reason = 'not-back-yet' AND substr(inner.path, 1, length(one.path) + 1) = one.path || '/') LIMIT 1`;
  if (world.state.get(waiting)) return false;
  // what may have been written without a stamp is still to be read once more
  const unproven =
    'SELECT unproven_read.due_at, pause_ms FROM unproven_read LEFT JOIN pending USING (pair_id, path) WHERE proven = 0 AND code IS NULL';
  if (isMapped(world) && world.state.get(unproven)) return false;
  // what was found to be written is looked at by its stamps for up to an hour, when it is to be read no more
  const isSoon = (row: Record<string, unknown>) =>
    row['pause_ms'] === null || Number(row['due_at']) <= world.time.now() / 1000 + world.skewMs + writeBackMs;
  if (mayHaveTwins(world) && world.state.all(unproven).some(isSoon)) return false;
  return failures(world).every((one) => explained(world, one, isScanned));
}

const isMapped = ({ program }: World): boolean => program.steps.some((step) => step.do === 'map');

/** May two contents of a file have the same stamps, though the clock was set between them? */
const mayHaveTwins = ({ program: { setting, steps } }: World): boolean =>
  setting.stampUs >= 1_000_000 && steps.some((step) => step.do === 'clock');

/** Is a file there that had another content of the same size and the same stamps, of a clock that was set back? */
const hasTwins = ({ disk }: World): boolean => disk.walk(root).some(({ path }) => disk.wasTwin(path));

/** Waits for three quiet seconds in a row; false when they do not come within an hour of virtual time. */
async function quiet(world: World, isScanned: boolean): Promise<boolean> {
  let still = 0;
  for (let waited = 0; waited < 2_400_000; waited += 1000) {
    await pass(world, 1000);
    still = isQuiet(world, isScanned) ? still + 1 : 0;
    if (still >= 3) return true;
  }
  return false;
}

const stuck = (world: World): string[] => [
  `never quiet: ${String(world.crashSwitch.waiting)} calls open, engine ${world.engine ? 'up' : 'down'}, pending: ${JSON.stringify(
    world.state.all('SELECT path, code, attempts, due_at, seen_fingerprint FROM pending LIMIT 5'),
  )}, to delete: ${JSON.stringify(world.state.all("SELECT path, state, reason, due_at FROM deletion WHERE state <> 'sent' LIMIT 5"))}`,
];

/** 4. A quiet system is left alone: one more pass writes nothing to the server. */
async function checkQuiet(world: World): Promise<void> {
  const { engine, server, time } = world;
  if (!engine) return;
  let done = false;
  const before = server.writes();
  const work = (async () => {
    await engine.stop();
    await engine.syncOnce();
  })().then(
    () => {
      done = true;
    },
    (thrown: unknown) => {
      done = true;
      world.violations.push(`4: syncOnce: ${String(thrown)}`);
    },
  );
  await time.runUntil(time.now() + 600_000_000, () => done);
  if (!done) world.violations.push('4: stop and syncOnce do not end');
  else await work;
  // of two contents of one size and the same stamps, of a clock that was set back, the later one is found by reading
  if (server.writes() > before && !hasTwins(world))
    world.violations.push(`4: a pass over a quiet system made ${server.writes() - before} writing calls`);
}

/** 7. A rename in a quiet system keeps the server's files and sends nothing again. */
async function probe(world: World, old: string, fresh: string, rename: () => void): Promise<void> {
  const { disk, server } = world;
  const from = `${root}/${old}`;
  const to = `${root}/${fresh}`;
  const calm = await quiet(world, true);
  const clean =
    calm &&
    failures(world).length === 0 &&
    // what nobody watches may have changed a moment ago, and is sent when it is found
    checkDisk(world).length === 0 &&
    world.program.setting.birthTimes &&
    disk.kind(from) !== undefined &&
    (disk.kind(from) === 'file' || disk.kind(from) === 'folder') &&
    disk.kind(to) === undefined &&
    !to.startsWith(`${from}/`) &&
    !server.at(`${remote}/${fresh}`) &&
    // hard links and names that cannot go up are another matter
    !world.program.steps.some((one) => one.do === 'link') &&
    // what a program saves meanwhile is sent
    !world.program.steps.some((one) => one.do === 'safe-save') &&
    disk.walk(from).every(({ path, kind }) => kind !== 'file' || !path.includes('|'));
  const before = disk
    .walk(from)
    .filter(({ kind }) => kind === 'file' || kind === 'folder')
    .map(({ path }) => ({
      path: path.slice(root.length + 1),
      fileId: server.at(`${remote}/${path.slice(root.length + 1)}`)?.fileId,
    }))
    .filter(({ fileId }) => fileId !== undefined);
  const sent = () =>
    (['createFile', 'createRevision', 'putPart'] as const).reduce(
      (sum, operation) => sum + (server.counts.get(operation) ?? 0),
      0,
    );
  const sentBefore = sent();
  rename();
  if (!clean || disk.kind(to) === undefined) return;
  await pass(world, 2 * world.program.setting.settleMs + 8000);
  for (const { path, fileId } of before) {
    const now = `${remote}/${fresh}${path.slice(old.length)}`;
    if (server.at(now)?.fileId !== fileId)
      world.violations.push(`7: after the rename of ${old} to ${fresh}, ${now} is not file ${fileId}`);
  }
  if (sent() > sentBefore)
    world.violations.push(`7: the rename of ${old} to ${fresh} sent ${sent() - sentBefore} times`);
}
