/**
 * The built client against the emulator on a real disk: writers write, the network fails, the client is killed with
 * SIGKILL at random moments and started again. When all has come to rest, every byte and every history is compared
 * with what was really there. Chance comes from the seed; the moments do not, for the machine has its own.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaults } from '../../emulator/index.ts';
import { createRandom, type Random } from '../harness/simulated/random.ts';
import { createKnownContents } from './known-contents.ts';
import { createClient, freezeCli, type Client } from './client.ts';
import { remote, startEmulatorProcess } from './emulator-process.ts';
import { compareHistories, checkState, compareTrees } from './compare.ts';
import type { Options } from './options.ts';
import { restClient } from './wait-for-idle.ts';
import { createWritersPause } from './writers-pause.ts';
import { startNetworkFaults } from './network-faults.ts';
import { writeLogs } from './writers/growing.ts';
import { absolute, type Place } from './writers/place.ts';
import { runGit, runPrograms } from './writers/programs.ts';
import { workOnTree } from './writers/tree.ts';

export type Report = {
  /** one sentence each; empty when all is as it must be */
  readonly wrong: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly actions: Readonly<Record<string, number>>;
  /** kept when something is wrong */
  readonly folder: string;
};

const auditEvery = 20;

export async function torture(options: Options, tell: (line: string) => void): Promise<Report> {
  const began = Date.now();
  const say = (line: string) =>
    tell(`${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s  ${line}`);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'koosync-torture-')));
  const root = join(folder, remote);
  mkdirSync(root);
  say(`seed ${options.seed}, in ${folder}`);
  const cli = join(folder, 'cli');
  await freezeCli(cli);
  const emulator = await startEmulatorProcess(join(folder, 'emulator'));
  const client = createClient(folder, cli, emulator.url, {
    settleMs: 300,
    maxWaitMs: 5000,
    versionIntervalMs: 2000,
    deleteGraceMs: 1500,
  });

  const actions = new Map<string, number>();
  let written = 0;
  const known = createKnownContents();
  const pause = createWritersPause();
  const stop = new AbortController();
  const placeOf = (writer: string): Place => ({
    root,
    known,
    random: createRandom(options.seed, writer),
    pause,
    stopped: stop.signal,
    big: options.short ? [17 * 1024 ** 2, 22 * 1024 ** 2] : [30 * 1024 ** 2, 60 * 1024 ** 2],
    did(action, bytes = 0) {
      actions.set(action, (actions.get(action) ?? 0) + 1);
      written += bytes;
    },
  });

  const wrong: string[] = [];
  const figures: Record<string, number> = {};
  let faults: Record<string, number> = {};
  try {
    const added = await client.run(['add', root, '--space', defaults.containerId], 60_000);
    if (added.code !== 0) throw new Error(`koosync add: ${added.code} ${added.err}`);

    const writers = [
      workOnTree(placeOf('tree'), 'tree'),
      workOnTree(placeOf('second tree'), 'second tree'),
      runPrograms(placeOf('programs'), 'programs'),
      runGit(placeOf('git'), 'repository'),
      writeLogsIn(placeOf('logs'), 'logs'),
    ];
    // a writer that fails is a fault of ours, told as soon as it shows
    let writerFailed: unknown;
    for (const writer of writers) writer.catch((thrown: unknown) => (writerFailed ??= thrown));

    const network = startNetworkFaults(emulator, createRandom(options.seed, 'network'));
    try {
      const audit = async (kills: number) => {
        const goOn = await pause.begin();
        try {
          const { wrong: found, tree } = await compareHistories(emulator, remote, known);
          const revisions = [...tree.values()].reduce((sum, file) => sum + file.revisions.length, 0);
          say(`${kills} kills: ${tree.size} files and ${revisions} revisions on the server are right so far`);
          wrong.push(...found);
        } finally {
          goOn();
        }
      };
      Object.assign(
        figures,
        await killAgainAndAgain(options, client, createRandom(options.seed, 'kills'), {
          audit,
          stopEarly: () => wrong.length > 0 || writerFailed !== undefined,
        }),
      );
    } finally {
      stop.abort();
      await Promise.allSettled(writers);
      await network.clear();
      faults = Object.fromEntries([...network.struck].sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    if (writerFailed !== undefined) throw writerFailed;
    if ((figures['kills'] ?? 0) < options.kills && wrong.length === 0)
      wrong.push(`only ${figures['kills']} of ${options.kills} kills in ${options.minutes} minutes`);

    say('writers and faults are off; the client comes to rest');
    const restBegan = Date.now();
    wrong.push(...(await restClient(client, emulator, say)));
    figures['seconds to rest'] = Math.round((Date.now() - restBegan) / 1000);
    const { wrong: histories, tree } = await compareHistories(emulator, remote, known);
    const trees = await compareTrees(emulator, remote, root);
    wrong.push(...histories, ...trees.wrong, ...checkState(client.state));
    wrong.push(...(await emulator.fsck()).map((fault) => `fsck: ${fault}`));

    const revisions = [...tree.values()].flatMap((file) => file.revisions);
    Object.assign(figures, {
      files: trees.files,
      'bytes on disk': trees.bytes,
      revisions: revisions.length,
      'bytes in revisions': revisions.reduce((sum, { size }) => sum + size, 0),
      'bytes written': written,
      'contents known': known.figures().contents,
    });
  } catch (thrown) {
    wrong.push(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  } finally {
    await emulator.close();
  }
  figures['seconds'] = Math.round((Date.now() - began) / 1000);
  const report = {
    wrong: [...new Set(wrong)],
    figures,
    faults,
    actions: Object.fromEntries([...actions].sort(([a], [b]) => (a < b ? -1 : 1))),
    folder,
  };
  if (wrong.length === 0) rmSync(folder, { recursive: true, force: true });
  else writeFileSync(join(folder, 'report.json'), JSON.stringify({ options, ...report }, null, 2));
  return report;
}

async function writeLogsIn(place: Place, folder: string): Promise<void> {
  mkdirSync(absolute(place, folder));
  await writeLogs(place, folder);
}

/** Starts the client, lets it live for a random while, kills it; until it was killed often enough or time is up. */
async function killAgainAndAgain(
  options: Options,
  client: Client,
  random: Random,
  also: { audit(kills: number): Promise<void>; stopEarly(): boolean },
): Promise<{ kills: number; restarts: number; 'ended by itself': number }> {
  const until = Date.now() + options.minutes * 60_000;
  let kills = 0;
  let starts = 0;
  let byItself = 0;
  while (kills < options.kills && Date.now() < until && !also.stopEarly()) {
    // mostly the client that watches; now and then the single pass, which scans more and may end by itself
    const once = random.chance(0.15);
    const life = client.start('run', ...(once ? ['--once'] : []));
    starts++;
    const kind = random.weighted({ start: 4, early: 2, watching: 6, long: options.short ? 0.5 : 1 });
    // at the start it is still loading; killed from when it says that it watches, it is at work for certain
    if (kind === 'watching' || kind === 'long')
      await Promise.race([life.says('Watching').catch(() => undefined), sleep(8000)]);
    const ms = { start: [50, 3000], early: [50, 800], watching: [0, 3000], long: [5000, 12_000] }[kind];
    const [from = 0, to = 0] = ms;
    const lived = await Promise.race([
      life.ended.then(() => 'ended' as const),
      sleep(random.int(from, options.short ? Math.min(to, 6000) : to)),
    ]);
    life.child.kill('SIGKILL');
    const ended = await life.ended;
    if (ended.signal === 'SIGKILL') kills++;
    else {
      byItself++;
      // a pass that ended, or one that met the dead token; nothing else may end a client but us
      const mayEnd = once && [0, 3, 4].includes(ended.code ?? -1);
      if (lived === 'ended' && !mayEnd)
        throw new Error(
          `the client ended by itself (${String(ended.code ?? ended.signal)}): ${ended.err.slice(-2000)}`,
        );
    }
    if (ended.signal === 'SIGKILL' && kills % auditEvery === 0) await also.audit(kills);
    await sleep(random.chance(0.15) ? random.int(500, 2500) : random.int(0, 300));
  }
  return { kills, restarts: starts - 1, 'ended by itself': byItself };
}
