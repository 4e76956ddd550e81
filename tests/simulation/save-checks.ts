/** What must hold of documents that programs saved in steps (check 10), and what nobody can know of them. */
import { inFolder } from '../../main/disk/in-folder.ts';
import { recoveredName } from '../../main/engine/plan/remote-names.ts';
import { saveWindowMs } from '../../main/engine/plan/save-by-renaming.ts';
import { createIgnoreRules } from '../../main/engine/watch/ignore-rules.ts';
import { unsent } from './bin-and-clock.ts';
import type { Program, Step } from './program.ts';
import { beginning, remote, root, type World } from './world.ts';

/** When a name had no file, between two that it had (virtual microseconds). */
type Vacancy = { readonly from: number; readonly to: number };

/** Was a name free once more at the moment at which nobody waits any more for what left it before? */
const isFreeAgain = (vacancies: readonly Vacancy[]): boolean =>
  vacancies.some(({ from: left }) => {
    const end = left + saveWindowMs * 1000;
    return vacancies.some(({ from, to }) => from > left && from <= end && end <= to);
  });

/** Was a name free twice, and filled for good later than anybody waits for that from the first time on? */
const isFreeTwice = (vacancies: readonly Vacancy[]): boolean =>
  vacancies.some(({ from: left }) =>
    vacancies.some(({ from, to }) => from > left && to - left > saveWindowMs * 1000),
  );

/**
 * Did a power cut come after a name was free for the second time, later than anybody waits from the first time on? It took
 * the memory of what had stood there between the two, unless that was on the disk by then, so nobody knows of the second: a price that docs/saving.md names.
 */
function isLeftForgotten({ program }: World, vacancies: readonly Vacancy[]): boolean {
  const cuts = program.steps.flatMap((step) =>
    step.do === 'power-cut' && step.lost > 0 ? [beginning + step.at * 1000] : [],
  );
  return vacancies.some(({ from: left }) =>
    vacancies.some(
      ({ from, to }) => from > left && to - left > saveWindowMs * 1000 && cuts.some((cut) => from <= cut),
    ),
  );
}

/**
 * Was a name free twice, later than anybody waits from the first time on, and did KooSync go on after a pause in
 * the moment of the second time? Nobody looked before: a price that docs/saving.md names.
 */
function isLeftInPause({ program }: World, vacancies: readonly Vacancy[]): boolean {
  const ends = program.steps.flatMap((step) => (step.do === 'resume' ? [beginning + step.at * 1000] : []));
  return vacancies.some(({ from: left }) =>
    vacancies.some(
      ({ from, to }) =>
        from > left && to - left > saveWindowMs * 1000 && ends.some((end) => from <= end && end <= to),
    ),
  );
}

/**
 * Was a name free twice, the second time for nearly as long as anybody waits for it to be filled, while the server took
 * seconds for each answer? Then nobody saw when it was left for the second time: a price that docs/saving.md names.
 */
function isLeftUnseen({ program }: World, vacancies: readonly Vacancy[]): boolean {
  const isSlow = program.setting.slowestServerMs >= 1000 || program.troubles.length > 0;
  if (!isSlow) return false;
  const window = saveWindowMs * 1000;
  return vacancies.some(({ from: left }) =>
    vacancies.some(
      ({ from, to }) => from > left && from <= left + window && to > left + window && to - from > window / 2,
    ),
  );
}

/** Did a program replace the document while nothing went up, and once more before anything did? */
function isSavedAgainUnsent(
  { program }: World,
  { at, path, gapMs }: Extract<Step, { do: 'safe-save' }>,
): boolean {
  const time = (ms: number) => beginning + ms * 1000;
  const again = program.steps.filter((step) => step.do === 'safe-save' && step.path === path && step.at > at);
  return unsent(program).some(
    ({ from, to }) =>
      from < time(at + 3 * gapMs) && again.some((step) => from < time(step.at) && time(step.at) < to),
  );
}

const isLeftOut = ({ steps }: Program, path: string): boolean =>
  steps.some((step) => step.do === 'ignore' && createIgnoreRules(step.rules.join('\n')).ignores(path, false));

/** Did a user take back its deletion while its name was free? It stands beside what the program made anew then. */
const isHadBack = ({ program, server }: World, fileId: string | undefined, path: string): boolean => {
  const node = server.node(fileId ?? '');
  const place = node && !node.recycled ? server.pathOf(node) : undefined;
  return (
    program.steps.some((step) => step.do === 'undo') &&
    place !== undefined &&
    place === `${remote}/${recoveredName(path, 'file', 1)}`
  );
};

const isPurged = ({ program, server }: World, fileId: string | undefined): boolean =>
  program.steps.some((step) => step.do === 'other-purge') && server.node(fileId ?? '') === undefined;

/**
 * Was a document exchanged before it had gone up, as the space was full, and did a user take back the deletion of what it
 * became? Then that counts as the document, which has a file of its own.
 */
const isUndoneFull = ({ program }: World): boolean =>
  program.steps.some((step) => step.do === 'capacity') &&
  program.steps.some((step) => step.do === 'undo') &&
  program.steps.some((step) => step.do === 'safe-save' && step.how === 'exchange');

/**
 * 10. A document that a program saved in steps has the file on the server that it had before, and nothing held. In a
 * calm run it has one version more for each save.
 */
export function checkSaves(world: World): string[] {
  const { server, saves, program, disk } = world;
  const wrong: string[] = [];
  const { steps, setting } = program;
  // between two settings of the clock nobody knows how long a name was free; a pair that was removed is not remembered
  if (steps.some((step) => step.do === 'clock' || step.do === 'unpair')) return wrong;
  // without a stamp of the rename, that of the last write counts; and nobody may see what is lost of the events
  const isUnseen = setting.watcher === 'lossy' || program.troubles.some((one) => one.code === 'LOST_EVENTS');
  // a folder that was away is scanned when it is back, and what was filled meanwhile waits with all the rest in an outage
  if (steps.some((step) => step.do === 'root-away') && program.troubles.length > 0) return wrong;
  const isSlowerThan = (ms: number) => steps.some((step) => step.do === 'safe-save' && step.gapMs > ms);
  if ((!setting.renameStamps || isUnseen) && isSlowerThan(12_000)) return wrong;
  // where both are so, a name that was seen to be free was filled at any time until the next scan
  if (!setting.renameStamps && isUnseen && isSlowerThan(0)) return wrong;
  for (const path of new Set(saves.map((save) => save.path))) {
    const node = server.at(`${remote}/${path}`);
    const known = saves.filter((save) => save.path === path).find((save) => save.fileId !== undefined);
    if (!known || saves.some((save) => save.endedAt === undefined)) continue;
    // of a document that was saved twice while no client ran nobody knows how long its name was free before
    const isUntold = (at: number) =>
      saves.some((save, i) => i < at && save.path === path && save.endedDown === saves[at]?.beganDown);
    if (saves.some((save, at) => save.path === path && save.beganDown !== undefined && isUntold(at)))
      continue;
    // nor when it was filled, where the disk does not say when a file got its name
    if (!setting.renameStamps && saves.some((save) => save.path === path && save.endedDown !== undefined))
      continue;
    // what somebody deleted for good out of the bin while the name was free is nothing that it could get back
    if (isPurged(world, known.fileId)) continue;
    if (isHadBack(world, known.fileId, path) || isUndoneFull(world)) continue;
    // a document that was there between two saves, and nobody told, was not there at all: its name was free all the time
    const vacancies = disk.vacancies(inFolder(root, path));
    if (isUnseen && isFreeAgain(vacancies)) continue;
    if (isLeftUnseen(world, vacancies) || isLeftForgotten(world, vacancies)) continue;
    if (isLeftInPause(world, vacancies)) continue;
    // and where its file was in the bin by then, nobody looks at the name before the next scan
    const before = server.node(known.fileId ?? '');
    const isInBin = before?.recycled === true && server.pathOf(before) === `${remote}/${path}`;
    if (isUnseen && isInBin && isFreeTwice(vacancies)) continue;
    // nobody looks at what a rule left out while it was saved
    if (isLeftOut(program, path)) continue;
    if (node?.fileId !== known.fileId) {
      wrong.push(
        `10: ${path} was ${String(known.fileId)} before it was saved, and is ${String(node?.fileId)}`,
      );
      continue;
    }
    if (!setting.calm) continue;
    const count = saves.filter((save) => save.path === path && save.fileId !== undefined).length;
    if (node?.revisions.length !== count + 1)
      wrong.push(`10: ${path} was saved ${count} times and has ${String(node?.revisions.length)} versions`);
  }
  // a power cut takes the memory of what was exchanged, and of when: a price that docs/saving.md names
  const cut = Math.max(...steps.map((step) => (step.do === 'power-cut' && step.lost > 0 ? step.at : 0)));
  const isForgotten = (temporary: string) =>
    steps.some(
      (step) =>
        step.do === 'safe-save' &&
        step.how === 'exchange' &&
        step.at < cut &&
        temporary.startsWith(`${step.path}.`),
    );
  // what became a document while nothing went up, and was replaced before that did, is known as a file of its own alone
  const isUnsent = (temporary: string) =>
    steps.some(
      (step) =>
        step.do === 'safe-save' &&
        temporary === `${step.path}.${step.content}.new` &&
        isSavedAgainUnsent(world, step),
    );
  // of a document that had not gone up before it was saved, or that a rule left out, nobody knows that it was what its temporary file is now
  const isUnknown = (temporary: string) =>
    saves.some(
      ({ path, fileId }) =>
        (fileId === undefined || isLeftOut(program, path)) && temporary.startsWith(`${path}.`),
    );
  for (const row of world.state.all(
    `SELECT path, file_id FROM deletion
       WHERE state = 'held' AND reason IS NOT 'not-back-yet' AND (reason <> 'refused' OR superseded = 1) AND (path LIKE 'report.docx.%.new' OR path LIKE 'notes.txt.%.new')`,
  ))
    // an undo that a user asked for, and that was not carried to its end, is said until somebody asks for it again; what
    // the server refused to throw away, of content that went up under no other name, is the user's to judge;
    // one that had versions of its own was there on purpose, for all anybody knows; without birth times files have no ids
    if (
      setting.birthTimes &&
      !isUnknown(String(row['path'])) &&
      !isForgotten(String(row['path'])) &&
      !isUnsent(String(row['path'])) &&
      server.node(String(row['file_id']))?.revisions.length === 1
    )
      wrong.push(`10: the deletion of ${String(row['path'])} is held, and nobody deleted it`);
  return wrong;
}
