/** What must hold when edits and troubles are over and the system is quiet: the invariants, each by its number. */
import { inFolder } from '../../main/disk/in-folder.ts';
import { nameKey, nameOf, parentOf } from '../../main/model/relative-path.ts';
import { saveWindowMs } from '../../main/engine/plan/save-by-renaming.ts';
import { faultOfName } from '../../main/engine/plan/remote-names.ts';
import { createIgnoreRules } from '../../main/engine/watch/ignore-rules.ts';
import { ignoreFileName } from '../../main/model/ignore-file.ts';
import { shaOf } from '../harness/simulated/disk.ts';
import type { SimNode } from '../harness/simulated/server.ts';
import { checkFarClock, checkRecovered, isTakenForOlder } from './bin-and-clock.ts';
import type { Step } from './program.ts';
import { checkLost } from './ground.ts';
import { checkHalfSaves } from './half-saves.ts';
import { checkSaves } from './save-checks.ts';
import { remote, root, type World } from './world.ts';

export type Failed = { readonly path: string; readonly code: string };

export const failures = (world: World): Failed[] =>
  world.state
    .all('SELECT path, code FROM pending WHERE code IS NOT NULL')
    .map((row) => ({ path: String(row['path']), code: String(row['code']) }));

type Ignored = (path: string, isFolder: boolean) => boolean;

/** By the rules of the pair's folder as they stand now. */
function ignoredBy({ disk, program }: World): Ignored {
  const text = Buffer.from(disk.bytes(inFolder(root, ignoreFileName)) ?? []).toString('utf8');
  const rules = createIgnoreRules(text, program.setting.foldsCase ?? false);
  const ignored: Ignored = (path, isFolder) => {
    const above = parentOf(path);
    return (above !== undefined && ignored(above, true)) || rules.ignores(path, isFolder);
  };
  return ignored;
}

/** Does a name on the way to this path stand beside one that is the same but for case or normal form? */
function hasTwinName({ disk }: World, path: string): boolean {
  for (let at: string | undefined = path; at; at = parentOf(at)) {
    const above = inFolder(root, parentOf(at) ?? '');
    const name = nameOf(at);
    const isTwin = ({ path: other }: { readonly path: string }) =>
      other.startsWith(`${above}/`) &&
      !other.slice(above.length + 1).includes('/') &&
      nameOf(other) !== name &&
      nameKey(nameOf(other)) === nameKey(name);
    if (disk.walk(above).some(isTwin)) return true;
  }
  return false;
}

/**
 * Does the disk or the server itself give the reason for this failure? `isScanned`: what no event told of has been looked
 * for since.
 */
export function explained(world: World, { path, code }: Failed, isScanned = true): boolean {
  const { disk } = world;
  if (!isScanned && (code === 'NAME_NOT_UTF8' || code === 'NAME_CLASH')) return true;
  if (code.startsWith('NAME_') && path.split('/').some((name) => faultOfName(name))) return true;
  if (code === 'NAME_NOT_UTF8' && path.includes('\uFFFD') && disk.kind(inFolder(root, path))) return true;
  if (code === 'NAME_CLASH' && hasTwinName(world, path)) return true;
  if (code === 'FILE_UNREADABLE' || code === 'FOLDER_UNREADABLE')
    for (let at: string | undefined = path; at !== undefined; at = parentOf(at))
      if (!disk.readable(inFolder(root, at))) return true;
  // it waits for a folder above it, which stands there with a reason of its own
  if (code === 'ABOVE_FAILED')
    return failures(world).some(
      (one) => one.code !== code && path.startsWith(`${one.path}/`) && explained(world, one, isScanned),
    );
  return code === 'NAME_TAKEN' && isTakenByOthers(world, path);
}

/**
 * Is the path taken on the server by something of another kind, of which this client cannot know that it is its own? What a
 * former pair left there is somebody else's, too; and a slow server may make a folder long after a killed life asked for
 * it twice, when a file has its place. That folder is empty.
 */
function isTakenByOthers({ disk, server, program }: World, path: string): boolean {
  const others = new Set<Step['do']>(['other-file', 'unpair', 'lost-database']);
  const kills = new Set<Step['do']>(['crash', 'crash-at-commit', 'power-cut']);
  const hasOthers = program.steps.some((step) => others.has(step.do));
  const isLateMade =
    program.setting.slowestServerMs >= 1000 && program.steps.some((step) => kills.has(step.do));
  const isEmpty = (folder: SimNode) =>
    folder.isFolder && ![...server.nodes()].some((node) => node.parentId === folder.fileId && !node.recycled);
  for (let at: string | undefined = path; at; at = parentOf(at)) {
    const there = server.at(`${remote}/${at}`);
    const here = disk.kind(inFolder(root, at));
    if (there && here && there.isFolder !== (here === 'folder'))
      return hasOthers || (isLateMade && isEmpty(there));
  }
  return false;
}

export function checkEverything(world: World): string[] {
  return [
    ...checkDisk(world),
    ...checkRevisions(world),
    ...checkState(world),
    ...checkInTime(world),
    ...checkHalfSaves(world),
    ...checkDeletions(world),
    ...checkLineage(world),
    ...checkSaves(world),
    ...checkDrives(world),
    ...checkFarClock(world),
    ...checkRecovered(world),
    ...checkLost(world),
  ];
}

/** 1. Every file on disk is on the server as its newest revision, or in the problem list with a reason. */
export function checkDisk(world: World): string[] {
  const { disk, server } = world;
  const wrong: string[] = [];
  const failed = failures(world);
  const ignored = ignoredBy(world);
  const excused = (path: string) =>
    failed.some((one) => explained(world, one) && (one.path === path || path.startsWith(`${one.path}/`)));
  const othersThrewAway = world.program.steps.some((step) => step.do === 'other-recycle');
  for (const { path: absolute, kind } of disk.walk(root)) {
    const path = absolute.slice(root.length + 1);
    if (path === '' || (kind !== 'file' && kind !== 'folder') || ignored(path, kind === 'folder')) continue;
    if (excused(path)) continue;
    const node = server.at(`${remote}/${path.normalize('NFC')}`);
    // what another client threw away is not looked for until it changes here
    if (!node && othersThrewAway) continue;
    if (!node || node.isFolder !== (kind === 'folder')) {
      wrong.push(`1: ${path} is not on the server${node ? ' (another kind is)' : ''}`);
      continue;
    }
    const bytes = disk.bytes(absolute);
    if (kind === 'folder' || !bytes) continue;
    // nor what they put in its place
    if (othersThrewAway && node.revisions.every((one) => one.by === 'other')) continue;
    const newest = node.revisions.at(-1);
    const holds =
      newest?.by === 'other'
        ? node.revisions.some((one) => one.sha256 === shaOf(bytes))
        : newest?.sha256 === shaOf(bytes);
    if (!holds && !disk.isTwin(absolute) && !isTakenForOlder(world, absolute, node.revisions))
      wrong.push(
        `1: ${path} has other bytes on the server (${newest?.sha256.slice(0, 8)} there, ${shaOf(bytes).slice(0, 8)} here)`,
      );
  }
  return wrong;
}

/** an upload on its way when its file is renamed, microseconds */
const slackUs = (world: World) => (2 * world.program.setting.slowestServerMs + 100) * 1000;

/** How a path may be written here that the server shows in normal form C. */
const formsOf = (path: string): readonly string[] => [path, path.normalize('NFD')];

/** Where capitals do not count, a folder that gets another spelling may have had both for a moment. */
const spellingsOf = ({ program, disk }: World, path: string): readonly string[] =>
  program.setting.foldsCase === true ? disk.spellings(path) : formsOf(path);

/** 2. Our revisions are contents that the file had. 3. None follows itself. */
function checkRevisions(world: World): string[] {
  const { disk, server } = world;
  const ignored = ignoredBy(world);
  const wrong: string[] = [];
  for (const node of server.nodes()) {
    const paths = [...server.pathsEver(node)]
      .filter(([path]) => path.startsWith(`${remote}/`))
      .map(([path, until]) => ({ path: inFolder(root, path.slice(remote.length + 1)), until }));
    for (const [i, revision] of node.revisions.entries()) {
      if (revision.by === 'other') continue;
      const what = `revision ${i + 1} of ${server.pathOf(node)} (${revision.sha256.slice(0, 8)})`;
      // a rename may overtake an upload that is on its way, by no more than it lasts
      const had = paths.filter(({ until }) => until > revision.at - slackUs(world));
      // what is written through a mapping while it is read bears no stamp: the version after it mends that, if there is
      // a file by then that can be read and is not left out; of one that is gone the deletion may be held
      const isGone =
        node.recycled ||
        had.every(({ path }) => !disk.readable(path) || ignored(path.slice(root.length + 1), false));
      const isMended = i < node.revisions.length - 1 || isGone;
      const mayBeMix =
        (isMended && had.some(({ path }) => disk.wasMapped(path))) ||
        // two contents of one size and the same stamps, of a clock that was set back
        had.some(({ path }) => disk.wasTwin(path));
      if (
        !mayBeMix &&
        !had.some(({ path }) => spellingsOf(world, path).some((form) => disk.everHeld(form, revision.sha256)))
      )
        wrong.push(`2: ${what} was never a content of this file`);
      const before = node.revisions[i - 1];
      if (before?.by === 'us' && before.sha256 === revision.sha256)
        wrong.push(`3: ${what} has the content of the one before`);
    }
  }
  return wrong;
}

/** 5. Nothing is pending without a reason, no upload is left half known. */
function checkState(world: World): string[] {
  const wrong: string[] = [];
  const ignored = ignoredBy(world);
  for (const one of failures(world))
    if (!explained(world, one)) wrong.push(`5: ${one.path} failed with ${one.code}, which nothing explains`);
  for (const row of world.state.all(
    `SELECT path FROM node_path AS node WHERE gone_at IS NOT NULL AND recycled = 0 AND NOT EXISTS (
       SELECT 1 FROM deletion WHERE state <> 'sent'
         AND (deletion.path = node.path OR substr(node.path, 1, length(deletion.path) + 1) = deletion.path || '/'))`,
  ))
    wrong.push(`5: ${String(row['path'])} is missing, and nothing is to become of it`);
  for (const row of world.state.all('SELECT path FROM pending WHERE code IS NULL'))
    wrong.push(`5: ${String(row['path'])} is still pending`);
  for (const row of world.state.all(
    'SELECT path FROM upload WHERE NOT EXISTS (SELECT 1 FROM pending WHERE pending.path = upload.path)',
  ))
    // of a path that is gone it tells what may be on the server, should the path come back
    if (
      world.disk.kind(inFolder(root, String(row['path']))) === 'file' &&
      !ignored(String(row['path']), false)
    )
      wrong.push(`5: an upload of ${String(row['path'])} is left and nothing is pending for it`);
  return wrong;
}

/** Known paths whose file or folder stands under a name that KooDrive does not take: nothing is missing there, and below. */
function renamedInVain(world: World): string[] {
  const refused = failures(world).filter(({ code }) => code.startsWith('NAME_'));
  return refused.flatMap(({ path }) =>
    world.state
      .all(
        'SELECT path FROM node_path WHERE identity = ?',
        world.disk.factsNow(inFolder(root, path))?.localId ?? '',
      )
      .map((row) => String(row['path'])),
  );
}

/** 8. In a calm run what is gone from disk is in the bin, held for a confirmation, or only renamed to what is refused. */
function checkDeletions(world: World): string[] {
  if (!world.program.setting.calm) return [];
  const wrong: string[] = [];
  const stands = renamedInVain(world);
  const held = world.state
    .all("SELECT path FROM deletion WHERE state = 'held'")
    .map((row) => String(row['path']));
  const unlisted = failures(world)
    .filter((one) => one.code === 'FOLDER_UNREADABLE' && explained(world, one))
    .map(({ path }) => path);
  for (const node of world.server.nodes()) {
    const path = world.server.pathOf(node);
    if (node.isFolder || !path.startsWith(`${remote}/`) || world.server.at(path) !== node) continue;
    const local = path.slice(remote.length + 1);
    // a symlink in its place is left out, and what was there before is left alone
    if (world.disk.kind(inFolder(root, local)) !== undefined) continue;
    if (local.includes(' (replaced ')) continue;
    // in a folder that cannot be listed, and is said to be so, nobody sees what is missing
    if (unlisted.some((one) => local.startsWith(`${one}/`))) continue;
    if (![...held, ...stands].some((one) => local === one || local.startsWith(`${one}/`)))
      wrong.push(`8: ${local} is gone from disk and lies on the server, held by nothing`);
  }
  return wrong;
}

/**
 * 9. A file's history goes along with the very file: whatever we renamed there was renamed here, or gets a name back that
 * it left within the same folder a short time before.
 */
function checkLineage(world: World): string[] {
  // within one coarse stamp a new file can have inode and birth time of a deleted one
  if (world.program.setting.stampUs > 1) return [];
  const wrong: string[] = [];
  for (const node of world.server.nodes()) {
    const local = (path: string) => inFolder(root, path.slice(remote.length + 1));
    let last = '';
    // where it was made, or went by itself the last time
    let own = '';
    for (const { from, to, had, at } of world.server.journeys(node)) {
      const stood = own === '' ? had[0] : own;
      own = to;
      // the last name that was not one between
      if (!/ \(moving /.test(from)) last = from;
      // into a folder that has the name of the one that it lay in
      if (from === to) continue;
      // half of a move that the server refused was put back
      if (to === last && from !== last) continue;
      // a step between, of two renames that the disk saw in another order, or a name of our own making
      if (!world.disk.wasThere(local(to)) || / \((?:replaced|recovered)[ )]/.test(to)) continue;
      // a folder above took it along, and it goes back to where it is
      const wasThere = (path: string) => formsOf(local(path)).some((form) => world.disk.wasThere(form));
      if (had.includes(to) && !wasThere(from)) continue;
      // the same, of what never stood where it was taken to: what stands there has nothing to do with it
      const wasTaken = world.disk.wasAtBoth(local(from), local(to)) && !world.disk.wasOneAt(local(to));
      if (to === stood && from !== stood && !wasTaken) continue;
      // where capitals do not count it is one name to users
      if (world.program.setting.foldsCase === true && nameKey(from) === nameKey(to)) continue;
      // what was deleted in a folder that has another name since comes back there, and what left its name gets it back there
      if (isInRenamedFolder(world, to.slice(remote.length + 1))) continue;
      const isBack = had.includes(to) && parentOf(from) === parentOf(to);
      if (isBack && wasFilledAgain(world, local(to), at)) continue;
      const wasAtBoth = (path: string) =>
        formsOf(local(path)).some((one) =>
          formsOf(local(to)).some((other) => world.disk.wasAtBoth(one, other)),
        );
      if (!had.some((path) => path !== to && wasAtBoth(path)))
        wrong.push(`9: ${from} was renamed to ${to} on the server, and is another file here`);
    }
  }
  return wrong;
}

/** Did a folder above this path get its name while something in it had been deleted, or was being saved through a backup? */
const isInRenamedFolder = ({ program: { steps } }: World, path: string): boolean =>
  steps.some((step) => step.do === 'undo' || step.do === 'backup') &&
  steps.some((step) => step.do === 'rename' && path.startsWith(`${step.to}/`));

const blurring = new Set<Step['do']>(['clock', 'touch', 'chmod', 'pause', 'stop', 'root-away']);

/** Was this name, before `at` (virtual microseconds), without a file for no longer than programs take to save? */
function wasFilledAgain({ disk, program }: World, path: string, at: number): boolean {
  // a clock that is set, stamps that do not tell when a file was renamed, nobody who looks: the time of noticing counts
  const isStamped =
    program.setting.renameStamps &&
    program.troubles.length === 0 &&
    !program.steps.some(({ do: what }) => blurring.has(what));
  const most = saveWindowMs + (isStamped ? 2000 : 600_000);
  return disk.vacancies(path).some(({ from, to }) => to <= at && to - from <= most * 1000);
}

/** 14. What lies on a drive that is not mounted is not thrown away, whoever asks, before a user confirmed it. */
function checkDrives({ disk, server, program }: World): string[] {
  const others = new Set<Step['do']>(['approve', 'other-recycle', 'unpair', 'ignore', 'rename', 'undo']);
  if (program.steps.some((step) => others.has(step.do))) return [];
  const wrong: string[] = [];
  for (const { path, files } of disk.unmounted())
    for (const file of files) {
      const local = `${path.slice(root.length + 1)}/${file.path}`;
      for (const node of server.nodes())
        if (
          node.recycled &&
          // what lies in the folder below the drive is a file of its own, and its user may delete it
          node.revisions.at(-1)?.sha256 === file.sha256 &&
          server.pathOf(node) === `${remote}/${local}` &&
          !server.at(`${remote}/${local}`)
        )
          wrong.push(`14: ${local} lies on a drive that is not mounted, and was thrown away`);
    }
  return wrong;
}

/** Settling, reading and sending take no longer than this on top of the settle time when nothing goes wrong, ms. */
const boundMs = 12_000;

/** 1 once more, for contents that are no more: in a calm run every content that rested long enough is a revision. */
function checkInTime(world: World): string[] {
  const { setting } = world.program;
  if (!setting.calm) return [];
  const wrong: string[] = [];
  const ignored = ignoredBy(world);
  const made = new Map<string, Set<string>>();
  for (const node of world.server.nodes())
    for (const path of world.server.pathsEver(node).keys()) {
      const key = inFolder(root, path.slice(remote.length + 1));
      const set = made.get(key) ?? made.set(key, new Set()).get(key);
      for (const revision of node.revisions) set?.add(revision.sha256);
    }
  const excused = world.program.steps.some((step) => step.do === 'readable' || step.do === 'link');
  for (const { path, sha256, from, to } of world.disk.stays()) {
    const relative = path.slice(root.length + 1);
    if (to - from < (setting.settleMs + setting.versionIntervalMs + boundMs) * 1000) continue;
    if (!path.startsWith(`${root}/`) || ignored(relative, false)) continue;
    if (excused || relative.split('/').some((name) => faultOfName(name))) continue;
    if (!made.get(path)?.has(sha256))
      wrong.push(
        `1: ${relative} rested with ${sha256.slice(0, 8)} for ${Math.round((to - from) / 1000)} ms, and no revision has it`,
      );
  }
  return wrong;
}
