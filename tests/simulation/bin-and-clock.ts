/**
 * A clock that is set far ahead or back while a deletion waits out its grace time or can be undone, and a recycle bin that
 * others empty: steps of both, drawn from streams of their own, and what must hold of them.
 */
import { shaOf } from '../harness/simulated/disk.ts';
import { createRandom } from '../harness/simulated/random.ts';
import { inFolder } from '../../main/disk/in-folder.ts';
import type { KooError } from '../../main/model/errors.ts';
import { enough, type Program, type Setting, type Step } from './program.ts';
import { freshContent, type Make } from './random-values.ts';
import { beginning, remote, root, type World } from './world.ts';

const farMs = 400 * 86_400_000;
/** Nothing else in a program touches this file. */
const farFile = 'far.txt';

/** Adds to the program's steps, up to `until` (ms) and a little after. */
export function changeClockAndBin(make: Make, setting: Setting, seed: number, until: number): void {
  const clocks = createRandom(seed, 'far clocks');
  // who writes without a stamp is found out about by the clock
  const isMapped = make.steps.some((step) => step.do === 'map');
  if (!isMapped && clocks.chance(0.1))
    make.steps.push(...farClock({ ...make, random: clocks }, setting, until));
  const purges = createRandom(seed, 'purges');
  if (purges.chance(0.1)) make.steps.push(...purge({ ...make, random: purges }, until));
}

function farClock(make: Make, { settleMs, deleteGraceMs }: Setting, until: number): Step[] {
  const { random } = make;
  const at = random.int(0, until);
  const removed = at + settleMs + random.int(1000, 8000);
  const jump = removed + random.int(0, deleteGraceMs + 8000);
  const content = freshContent(make);
  return [
    { at, do: 'write', path: farFile, content, size: 200, pieces: 1, gapMs: 0 },
    { at: removed, do: 'remove', path: farFile },
    { at: jump, do: 'clock', skewMs: random.pick([farMs, -farMs]) },
    { at: jump + random.pick([500, 4000, 12_000]), do: 'clock', skewMs: 0 },
  ];
}

function purge({ random }: Make, until: number): Step[] {
  const at = random.int(4000, until + 12_000);
  const step = { at, do: 'other-purge', nth: random.pick([-1, 0, 1, 2]) } as const;
  const undo = { at: at + random.int(0, 4000), do: 'undo', nth: random.int(0, 2) } as const;
  return random.chance(0.7) ? [step, undo] : [step];
}

/** While the watcher gathers events (watch/event-bundles.ts), ms. */
const gatheringMs = 60;

/** From when to when, microseconds of the disk's time. */
type Span = { readonly from: number; readonly to: number };

/** From when to when everything is paused, microseconds of the disk's time. */
const pausesOf = ({ steps }: Program): readonly Span[] =>
  steps
    .filter((step) => step.do === 'pause')
    .map(({ at }) => {
      const end = steps.find((step) => step.do === 'resume' && step.at > at)?.at;
      return { from: beginning + at * 1000, to: beginning + (end ?? Number.POSITIVE_INFINITY) * 1000 };
    });

const mayLoseEvents = ({ setting, troubles }: Program): boolean =>
  setting.watcher === 'lossy' || troubles.some((one) => one.code === 'LOST_EVENTS');

/** An account that lets nobody in is asked again after so long at most (engine/plan/backoff.ts), ms. */
const signedOutMs = 61_000;

/** So long after a host answers again it may be found to, ms. */
const outMs = 16_000;

/** When nobody looks: nobody may be signed in, KooDrive is out of reach, or all is paused. Microseconds of the disk's time. */
function unlooked(program: Program): readonly Span[] {
  const spans = program.troubles.flatMap(({ at, forMs, code }) => {
    const foundMs = code === 'SIGN_IN_NEEDED' ? signedOutMs : code === 'PORTAL_PAGE' ? outMs : undefined;
    if (foundMs === undefined) return [];
    return [{ from: beginning + at * 1000, to: beginning + (at + forMs + foundMs) * 1000 }];
  });
  return [...spans, ...pausesOf(program)];
}

/** When nothing may go up: nobody looks, or the space is full. Microseconds of the disk's time. */
export function unsent(program: Program): readonly Span[] {
  const limits = program.steps.filter((step) => step.do === 'capacity');
  const full = limits.map(({ at, bytes }, i) => {
    const end = bytes < enough ? (limits[i + 1]?.at ?? Number.POSITIVE_INFINITY) + signedOutMs : at;
    return { from: beginning + at * 1000, to: beginning + end * 1000 };
  });
  return [...unlooked(program), ...full];
}

/** 15. A deletion goes after its grace time and not before, and can be undone for a month, whatever the clock says. */
export function checkFarClock({ program, server, disk, state }: World): string[] {
  const others = new Set<Step['do']>(['approve', 'undo', 'unpair', 'root-away', 'ignore', 'other-purge']);
  if (!program.steps.some((step) => 'path' in step && step.path === farFile)) return [];
  if (program.steps.some((step) => others.has(step.do))) return [];
  const wrong: string[] = [];
  // what a user could undo is lost with the database, and still in KooDrive's recycle bin
  const isLost = program.steps.some((step) => step.do === 'lost-database');
  const isUnseen = mayLoseEvents(program);
  const starts = program.steps
    .filter(({ do: what }) => what === 'start')
    .map(({ at }) => beginning + at * 1000);
  const unseenUs = (program.setting.settleMs + gatheringMs) * 1000;
  const isScanned = (stay: { readonly from: number; readonly to: number }) =>
    starts.some((at) => stay.from <= at && stay.to - at >= unseenUs);
  const stays = disk
    .stays()
    // what comes and goes before it has settled was never there for anybody
    .filter(({ path, from, to }) => path === inFolder(root, farFile) && to - from >= unseenUs)
    // nor was what comes and goes while nobody looks
    .filter(({ from, to }) => !unlooked(program).some((one) => one.from <= from && to <= one.to));
  for (const node of server.nodes()) {
    if (node.binnedAt === undefined || server.pathOf(node) !== `${remote}/${farFile}`) continue;
    const { binnedAt } = node;
    // what was written since is another file's
    const before = stays.filter(({ to }) => to <= binnedAt);
    // where events are lost, one that came and went since may have been there for nobody, but for who started meanwhile
    const left = before.findLast((stay, i) => i === 0 || !isUnseen || isScanned(stay))?.to;
    const waitedMs = (binnedAt - (left ?? 0)) / 1000;
    if (waitedMs < program.setting.deleteGraceMs)
      wrong.push(`15: ${farFile} was thrown away after ${Math.round(waitedMs)} ms`);
    if (!isLost && node.recycled && !state.get('SELECT 1 FROM deletion WHERE file_id = ?', node.fileId))
      wrong.push(`15: that ${farFile} was thrown away is forgotten, and it cannot be undone`);
  }
  return wrong;
}

/**
 * Went a file back to an earlier content while the clock was behind, and nobody knew of that when memory was lost? By its
 * stamps it is older than the version since: a price that docs/saving.md names.
 */
export function isTakenForOlder(
  { program, disk, clockPeriods }: World,
  path: string,
  revisions: readonly { readonly sha256: string }[],
): boolean {
  if (!program.steps.some((step) => step.do === 'unpair' || step.do === 'lost-database')) return false;
  const bytes = disk.bytes(path);
  const cameAt = disk.cameAt(path);
  const isEarlier = bytes !== undefined && revisions.some(({ sha256 }) => sha256 === shaOf(bytes));
  return isEarlier && cameAt !== undefined && clockPeriods.isUnheard(cameAt);
}

/** 17. What came back beside something new is the very item that was deleted. */
export function checkRecovered({ program, server }: World): string[] {
  // without birth times files have no ids: what is renamed with its folder is new then
  if (!program.setting.birthTimes) return [];
  // nor does anybody know of it whom a power cut takes back to the time before
  const others = new Set<Step['do']>(['other-recycle', 'other-purge', 'unpair', 'ignore', 'power-cut']);
  if (program.steps.some((step) => others.has(step.do))) return [];
  const wrong: string[] = [];
  for (const node of server.nodes()) {
    const path = server.pathOf(node);
    if (!/ \(recovered[ )]/.test(node.name) || server.at(path) !== node) continue;
    // a folder above that was renamed before its event was heard is made anew for it
    const local = path.slice(remote.length + 1);
    const isIn = (folder: string) => local.startsWith(`${folder}/`);
    // or is found under its new name only when it was taken for deleted, where events are lost
    const isMoved = (step: Step) =>
      step.do === 'rename' && (isIn(step.path) || (mayLoseEvents(program) && isIn(step.to)));
    if (program.steps.some(isMoved)) continue;
    if (server.journeys(node).length === 0) wrong.push(`17: ${path} is new, and its history is elsewhere`);
  }
  return wrong;
}

const saysWhatIsLost: ReadonlySet<string | undefined> = new Set([
  'sentence.lostForGood',
  'sentence.lostButSame',
  'sentence.noSuchDeletion',
]);

/** 16. Of what the recycle bin no longer has an undo says that, and nothing else. */
export function checkUndoFailure({ code, detail }: KooError): string[] {
  if (code === 'NOT_YET_SYNCED') return ['16: an undo said that what was deleted was never uploaded'];
  const isSaid = code !== 'NOT_FOUND' || saysWhatIsLost.has(detail.values?.say);
  return isSaid ? [] : ['16: an undo failed with NOT_FOUND, and did not say what is lost'];
}
