/**
 * The ground under a running client: the drive of the pair's folder goes and is back sooner than anybody looks, and the
 * database is lost, or an older one is put back, while the copy of the list of pairs stays. In files of their own, with
 * a chance of their own, so that runs without them are what they were.
 */
import { forgetSynced } from '../../main/storage/forget-synced.ts';
import { openPairs } from '../../main/storage/pairs.ts';
import { createRandom } from '../harness/simulated/random.ts';
import { simContainer } from '../harness/simulated/server.ts';
import { rootDrive, type GroundStep } from './ground-steps.ts';
import type { Step } from './program.ts';
import { freshContent, pathOf, sizeOf, type Make } from './random-values.ts';
import { remote, root, type World } from './world.ts';

/** What lay on the server and on no disk when a database was lost: nobody has a right to delete it by an old list. */
type Lonely = { readonly fileId: string; readonly path: string; readonly at: number };
const lonely = new WeakMap<World, Lonely[]>();

export function performGround(world: World, step: GroundStep): void {
  const { disk, time, store } = world;
  if (step.do === 'remount') {
    if (!disk.unmount(rootDrive)) return;
    time.after(step.awayMs * 1000, () => disk.mount(root, rootDrive));
    return;
  }
  if (!world.engine) return;
  noteLonely(world);
  const { back, downMs } = step;
  const kept = back === undefined ? 0 : Math.max(0, store.commits() - back);
  const hadPair = openPairs(world.state).all().length > 0;
  world.crash(kept, downMs);
  // as storage/mend-state.ts does it
  const state = store.open();
  state.durably(() => {
    const pairs = openPairs(state);
    if (pairs.all().length > 0) forgetSynced(state);
    else if (hadPair)
      pairs.putBack({ folder: root, containerId: simContainer, remote, isPaused: false }, world.now());
  });
}

function noteLonely(world: World): void {
  const { server, disk } = world;
  const noted = lonely.get(world) ?? [];
  for (const node of server.nodes()) {
    const path = server.pathOf(node);
    if (node.isFolder || node.recycled || !path.startsWith(`${remote}/`)) continue;
    const local = `${root}/${path.slice(remote.length + 1)}`;
    if (disk.kind(local) === undefined)
      noted.push({ fileId: node.fileId, path: local, at: world.time.now() });
  }
  lonely.set(world, noted);
}

const confirming = new Set<Step['do']>(['approve', 'other-recycle', 'unpair', 'undo']);

/** 18. What was missing here when the database was lost is not thrown away by the next one, which never saw it here. */
export function checkLost(world: World): string[] {
  if (world.program.steps.some((step) => confirming.has(step.do))) return [];
  return (lonely.get(world) ?? []).flatMap(({ fileId, path, at }) => {
    const node = world.server.node(fileId);
    const wasHere = world.disk.stays().some((stay) => stay.path === path && stay.to > at);
    // what the lost life had asked for was still on its way
    const isLate = (node?.binnedAt ?? 0) < at + 1000 * world.program.setting.slowestServerMs;
    const wasElsewhere = [...(node ? world.server.pathsEver(node) : [])].length > 1;
    if (!node?.recycled || wasHere || isLate || wasElsewhere) return [];
    return [`18: ${path} was missing when the database was lost, and was thrown away since`];
  });
}

/** Is what a program asks for beside it of another kind than this ground holds? */
const clashing = new Set<Step['do']>(['mount', 'unmount', 'root-away', 'safe-save', 'unpair', 'link', 'map']);

/** In few runs; a kind of its own each. */
export function changeGround(make: Make, seed: number, until: number): void {
  const remounts = createRandom(seed, 'ground remounts');
  if (remounts.chance(0.03) && !make.steps.some((step) => clashing.has(step.do)))
    make.steps.push(...remounted({ ...make, random: remounts }, until));
  const losses = createRandom(seed, 'ground losses');
  if (losses.chance(0.03) && !make.steps.some((step) => clashing.has(step.do)))
    make.steps.push(...lost({ ...make, random: losses }, until));
}

function remounted(make: Make, until: number): Step[] {
  const { random } = make;
  // after what was begun by then
  const at = until + random.int(0, 9000);
  const awayMs = random.pick([100, 600, 1500]);
  const write = (): Step => ({
    at: at + awayMs + random.int(0, 12_000),
    do: 'write',
    path: pathOf(random),
    content: freshContent(make),
    size: sizeOf(random),
    pieces: 1,
    gapMs: 0,
  });
  return [{ at, do: 'remount', awayMs }, ...Array.from({ length: random.int(1, 3) }, write)];
}

function lost({ random }: Make, until: number): Step[] {
  const back = random.chance(0.5) ? undefined : random.int(1, 60);
  // what the life before had asked for has arrived by then, or never will
  return [
    { at: random.int(0, until + 4000), do: 'lost-database', back, downMs: random.pick([8000, 12_000]) },
  ];
}
