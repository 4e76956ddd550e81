/**
 * What must hold while a host is out of reach and when it is back: looked at in the middle of a run, at the end of each
 * outage that nothing else disturbs.
 *
 * 11. One cause is one problem: no file is blamed for an outage of its host, and few calls are made in vain.
 * 12. What a host is not to blame for is not put on it: where a box cuts large bodies, KooDrive is not out of reach.
 * 13. When a host answers again, all that was due is begun within seconds.
 */
import { codesOfTheWay } from '../../shared/error-codes.ts';
import { enough, isOutage, type OutageTrouble, type Program, type Step } from './program.ts';
import type { World } from './world.ts';

/** A call may be on its way, and a suspicion in the air, for so long, ms. */
const settledMs = 6000;
/** The next probe comes within five or fifteen seconds, as long as the outage lasted; what was due is begun then. */
const probeMs = ({ forMs }: OutageTrouble) => (forMs < 55_000 ? 5000 : 15_000);
const beginMs = 3000;

/** What keeps the engine from working, or changes what it works with. */
const disturbing: ReadonlySet<Step['do']> = new Set<Step['do']>([
  'start',
  'stop',
  'pause',
  'resume',
  'crash',
  'crash-at-commit',
  'power-cut',
  'clock',
  'capacity',
  'root-away',
  'scan',
  'forget-uploads',
]);

export function watchOutages(world: World): void {
  const { program, time } = world;
  for (const outage of program.troubles.filter(isOutage)) {
    const end = outage.at + outage.forMs;
    const until = end + probeMs(outage) + beginMs + 1000;
    if (outage.forMs < settledMs + 1000 || !isAlone(program, outage, until)) continue;
    const isUp = () =>
      world.engine !== undefined && world.upSince < outage.at - settledMs && !world.over && !isPaused(world);
    time.after((end - 1) * 1000, () => {
      if (isUp()) void checkDuring(world, outage);
    });
    time.after(end * 1000, () => {
      if (!isUp() || program.setting.slowestServerMs > 200) return;
      const due = dueNow(world);
      time.after((until - end) * 1000, () => {
        if (isUp() && world.engine !== undefined) checkBegun(world, outage, due);
      });
    });
  }
}

/** A pause outlives the engine: one that was stopped may have missed its end. */
const isPaused = ({ state }: World): boolean =>
  state.get("SELECT value FROM flag WHERE name = 'paused'")?.['value'] === '1';

/** Does nothing else happen to engine or line from a while before it until then? */
function isAlone({ troubles, steps }: Program, outage: OutageTrouble, until: number): boolean {
  const from = outage.at - settledMs;
  const others = troubles.filter((one) => one !== outage && one.at < until && one.at + one.forMs > from);
  if (others.some(({ code }) => code !== 'LOST_EVENTS' && code !== 'EXPIRED_LINKS')) return false;
  // what waits for a sign-in, or for a time of a former clock, does not wait for this outage
  if (troubles.some(({ at, code }) => code === 'SIGN_IN_NEEDED' && at < until)) return false;
  if (steps.some((step) => step.do === 'clock' && step.at < until)) return false;
  // nor does what waits for room
  const space = steps.findLast((step) => step.do === 'capacity' && step.at < until);
  if (space?.do === 'capacity' && space.bytes < enough) return false;
  return !steps.some((step) => {
    if (!disturbing.has(step.do)) return false;
    // what was set before may come to pass within it
    const lasts = 'downMs' in step ? step.downMs + 60_000 : 'forMs' in step ? step.forMs : lastsMs(step);
    return step.at < until && step.at + lasts > from;
  });
}

/** That there is room again is found by asking, now and then. */
const lastsMs = (step: Step): number => (step.do === 'capacity' ? 60_000 : 0);

async function checkDuring(world: World, outage: OutageTrouble): Promise<void> {
  const { violations, struck, state, program } = world;
  const status = await world.engine?.status();
  const problems = status?.pairs[0]?.problems ?? [];
  const codes: ReadonlySet<string> = new Set(codesOfTheWay);
  if (outage.code === 'CUT_ABOVE') {
    for (const { code } of problems.filter(({ path, code }) => path === '' && codes.has(code)))
      violations.push(`12: a box that cuts bodies is told as ${code} of all`);
    if (status?.state.kind === 'offline')
      violations.push('12: a box that cuts bodies makes KooDrive offline');
    return;
  }
  const blamed = problems.filter(({ path, code }) => path !== '' && codes.has(code));
  for (const { path, code } of blamed) violations.push(`11: ${path} is blamed for ${outage.code}: ${code}`);
  if (outage.code === 'STORAGE_REFUSED') {
    // from what was due to the verdict: a list, a revision, its part, and probes of both hosts
    const slowMs = 6 * world.program.setting.slowestServerMs;
    const since = Math.floor(world.time.now() / 1000) + world.skewMs - settledMs - slowMs;
    for (const [what, query] of [
      ['deletion', "SELECT path FROM deletion WHERE state IN ('waiting', 'approved') AND due_at < ?"],
      ['change', 'SELECT path FROM pending WHERE code IS NULL AND due_at < ?'],
    ] as const)
      for (const row of state.all(query, since))
        violations.push(`12: a ${what} of ${String(row['path'])} is due and waits for a storage`);
  }
  // each of those that may be under way at once, and a probe now and then
  const most = 60 + outage.forMs / 5000;
  const calls = struck.get(outage) ?? 0;
  if (calls > most) violations.push(`11: ${calls} calls were made in vain: ${outage.code}`);
  // without a folder nothing is asked of KooDrive any more
  const hasPair = state.get('SELECT 1 FROM pair LIMIT 1') !== undefined;
  // a user who asks to undo a deletion is told by that: of its job, and of what became of it
  const asked = program.steps.filter(
    ({ do: what, at }) => what === 'undo' && at >= outage.at - settledMs && at < outage.at + outage.forMs,
  ).length;
  if (hasPair && outage.code === 'PORTAL_PAGE' && calls > 1 + 2 * asked && status?.state.kind === 'idle')
    violations.push('11: nothing is told of an outage');
  if (outage.code === 'PORTAL_PAGE' && state.get('SELECT 1 FROM pending WHERE code = ?', 'PORTAL'))
    violations.push('11: a file failed for the portal');
}

type Due = { readonly path: string; readonly turn: number; readonly dueAt: number };
/** so far ahead is due what waits for its host */
const parkedMs = 1_800_000;

function dueNow(world: World): Due[] {
  const now = Math.floor(world.time.now() / 1000) + world.skewMs;
  return world.state
    .all(
      'SELECT path, turn, due_at FROM pending WHERE code IS NULL AND (due_at <= ? OR due_at > ?)',
      now,
      now + parkedMs,
    )
    .map((row) => ({ path: String(row['path']), turn: Number(row['turn']), dueAt: Number(row['due_at']) }));
}

function checkBegun(world: World, outage: OutageTrouble, due: readonly Due[]): void {
  // many take their time, one after the other
  if (due.length > 10) return;
  for (const { path, turn, dueAt } of due)
    if (
      world.state.get('SELECT 1 FROM pending WHERE path = ? AND turn = ? AND due_at = ?', path, turn, dueAt)
    )
      world.violations.push(`13: ${path} was due when ${outage.code} was over, and is not begun`);
}
