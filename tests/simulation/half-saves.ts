/** 19. A program that saves in pieces, without long pauses between them, makes no version of a part of it. */
import { inFolder } from '../../main/disk/in-folder.ts';
import { shaOf } from '../harness/simulated/disk.ts';
import { bytesOf, type Program, type Step } from './program.ts';
import { remote, root, type World } from './world.ts';

/** Pauses up to this one are looked at, ms; a settle time that is hardly longer than the pause proves nothing. */
const longestPauseMs = 900;
const marginMs = 150;

type Save = Extract<Step, { readonly pieces: number }>;

/** Saves in pieces that nothing else comes near, in a run in which nothing goes wrong. */
function lonelySaves({ steps, setting }: Program): readonly Save[] {
  const isInPieces = (step: Step): step is Save =>
    'pieces' in step &&
    // of a file that was renamed into its place its stamps say that it is whole, where nobody tells that it is still open
    (step.do !== 'early-rename' || setting.tellsWriters === true) &&
    step.pieces > 1 &&
    step.gapMs <= longestPauseMs &&
    step.gapMs + marginMs <= setting.settleMs &&
    step.pieces * step.gapMs < setting.maxWaitMs / 2;
  const touches = (other: Step, path: string) => JSON.stringify(other).includes(JSON.stringify(path));
  const isNear = (save: Save, other: Step) =>
    other !== save &&
    other.at > save.at - setting.maxWaitMs &&
    other.at < save.at + save.pieces * save.gapMs + setting.settleMs &&
    // a folder above that goes away takes what was saved so far along, and the rest is never written
    withFoldersAbove(save.path).some((path) => touches(other, path));
  return steps.filter(isInPieces).filter((save) => !steps.some((other) => isNear(save, other)));
}

const withFoldersAbove = (path: string): string[] =>
  path.split('/').map((_, i, names) => names.slice(0, i + 1).join('/'));

export function checkHalfSaves({ program, server, disk }: World): string[] {
  if (!program.setting.calm) return [];
  const wrong: string[] = [];
  for (const { path, content, size, pieces } of lonelySaves(program)) {
    const bytes = bytesOf(content, size);
    const piece = Math.ceil(bytes.length / pieces);
    const parts = Array.from({ length: pieces - 1 }, (_, i) => shaOf(bytes.slice(0, (i + 1) * piece)));
    const whole = shaOf(bytes);
    for (const node of server.nodes()) {
      if (!server.pathsEver(node).has(`${remote}/${path}`)) continue;
      for (const { sha256 } of node.revisions)
        // a part that holds all of it, or that was there by itself for long, is a content like any other
        if (
          parts.includes(sha256) &&
          sha256 !== whole &&
          !restedFor(disk, path, sha256, program.setting.settleMs)
        )
          wrong.push(`19: ${path} has a version of a part of what a program saved (${sha256.slice(0, 8)})`);
    }
  }
  return wrong;
}

const restedFor = (disk: World['disk'], path: string, sha256: string, ms: number): boolean =>
  disk
    .stays()
    .some(
      (stay) =>
        stay.path === inFolder(root, path) && stay.sha256 === sha256 && stay.to - stay.from >= ms * 1000,
    );
