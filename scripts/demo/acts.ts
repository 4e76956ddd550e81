/** What happens to the report: yesterday's work, today's, a look at its history, an accident and the way back. */
import { RunProblem } from '../app-run/problem.ts';
import { sha256Of, type Drive } from './drive.ts';
import type { Koosync } from '../app-run/programs.ts';
import { template, today, yesterday } from './report.ts';
import { addAtTheEnd, saveInPlace, saveLikeAnEditor } from './saving.ts';
import { say, seconds } from './tell.mjs';
import { readVersions } from './versions.ts';
import { pause, until } from '../app-run/wait.ts';

export type Scene = {
  readonly drive: Drive;
  readonly koosync: Koosync;
  /** absolute path of the report */
  readonly report: string;
  /** the same in the drive, below its root */
  readonly remote: string;
  readonly signal: AbortSignal;
};

/** A state of the report that one will want back. */
export type Wanted = { readonly revisionId: string; readonly version: number; readonly sha256: string };

/** Three states, without the app: `koosync run --once` after each. Gives the last. */
export const workYesterday = async ({ drive, koosync, report, remote, signal }: Scene): Promise<Wanted> => {
  const day: [number, number, string][] = [
    [9, 14, yesterday.outline],
    [11, 47, yesterday.figures],
    [16, 32, yesterday.reviewed],
  ];
  for (const [hour, minute, text] of day) {
    drive.setYesterday(hour, minute);
    await saveLikeAnEditor(report, text);
    await koosync.must(['run', '--once']);
    await drive.newest(remote, report, signal);
  }
  drive.setToday();
  const [last] = await readVersions(koosync, report);
  if (last === undefined) throw new RunProblem('koosync versions shows nothing of yesterday.');
  return { revisionId: last.revisionId, version: last.revisionVersion, sha256: await sha256Of(report) };
};

/** Three saves while the app runs. Gives the longest time from a save to its version, in milliseconds. */
export const workToday = async ({ drive, report, remote, signal }: Scene): Promise<number> => {
  const edits: [string, () => Promise<void>][] = [
    [
      'a figure corrected; saved as editors do, by a new file in its place',
      () => saveLikeAnEditor(report, today.corrected),
    ],
    ['a chapter more; saved in place', () => saveInPlace(report, today.risks)],
    ['next steps; added at the end', () => addAtTheEnd(report, today.nextSteps)],
  ];
  let slowest = 0;
  for (const [what, save] of edits) {
    await save();
    const saved = performance.now();
    const made = await drive.newest(remote, report, signal);
    const took = performance.now() - saved;
    slowest = Math.max(slowest, took);
    say(`${what}: version ${String(made.version)} after ${seconds(took)}`);
    await pause(400, signal);
  }
  say('(one second of each is the time a file has to rest, so that no half-written state becomes a version)');
  return slowest;
};

/** @param secondLaunch with --view-versions; gives the milliseconds until it had ended */
export const lookAtHistory = async (
  { drive, signal }: Scene,
  secondLaunch: () => Promise<number>,
): Promise<void> => {
  const read = drive.historiesRead();
  say(`the second launch handed over to the running app and ended after ${seconds(await secondLaunch())}`);
  await until('the app to read the history', 20_000, signal, () =>
    drive.historiesRead() > read ? true : undefined,
  );
};

export const loseAndRestore = async (scene: Scene, wanted: Wanted): Promise<void> => {
  const { drive, koosync, report, remote, signal } = scene;
  await saveInPlace(report, template);
  await drive.newest(remote, report, signal);
  say('somebody saved a blank template over the report; that, too, became a version');
  await koosync.must(['restore', report, '--revision', wanted.revisionId]);
  const now = await sha256Of(report);
  if (now !== wanted.sha256) throw new RunProblem("The restored report is not yesterday's.");
  say(`koosync restore: version ${String(wanted.version)} of yesterday is back`);
  say(`SHA-256 then ${wanted.sha256.slice(0, 16)}..., now ${now.slice(0, 16)}...: the same bytes`);
  await drive.newest(remote, report, signal);
  await showVersions(scene);
};

/** The table that the command line prints. */
export const showVersions = async ({ koosync, report }: Scene): Promise<void> => {
  say((await koosync.must(['versions', report])).trimEnd());
};
