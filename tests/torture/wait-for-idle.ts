/** Brings the client to rest, and says what keeps it from resting. Bounded in time: by what goes on, and not by how fast. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../main/storage/database.ts';
import type { Ended } from '../harness/cli-process.ts';
import type { Client } from './client.ts';
import type { EmulatorProcess } from './emulator-process.ts';

const restWithinMs = 300_000;
/** A pass in which the server hears nothing for so long hangs, and one that takes so long in all never ends. */
const silentMs = 120_000;
const longestPassMs = 1_800_000;
const quietMs = 4000;

export async function restClient(
  client: Client,
  emulator: EmulatorProcess,
  say: (line: string) => void,
): Promise<string[]> {
  const wrong: string[] = [];
  // a pass tries everything again that waits for a later attempt
  const pass = await passOf(client, emulator);
  if (![0, 3].includes(pass.code ?? -1)) wrong.push(`the first pass after the storm: ${ending(pass)}`);
  say(`first pass: exit ${String(pass.code)}`);

  const life = client.start('run');
  const neverQuiet = await Promise.race([
    untilRest(client, emulator),
    life.ended.then((ended) => `the client ended by itself: ${ending(ended)}`),
  ]);
  if (neverQuiet !== undefined) wrong.push(neverQuiet);
  life.child.kill('SIGTERM');
  const stuck = setTimeout(() => life.child.kill('SIGKILL'), 10_000);
  const stopped = await life.ended;
  clearTimeout(stuck);
  if (stopped.code !== 0) wrong.push(`asked to stop it ended with ${ending(stopped)}`);
  say(`at rest: ${neverQuiet ?? 'yes'}`);

  const last = await passOf(client, emulator);
  if (last.code !== 0) wrong.push(`the last pass: ${ending(last)}`);
  await emulator.resetCounts();
  const second = await passOf(client, emulator);
  if (second.code !== 0) wrong.push(`a second pass: ${ending(second)}`);
  const { writes, counts } = await emulator.counts();
  if (writes !== 0)
    wrong.push(
      `a pass with nothing to do made ${writes} writing calls: ${JSON.stringify(Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0)))}`,
    );
  const status = await client.status();
  for (const { path, code, reason } of status.problems)
    wrong.push(`${path}: stands as a problem, ${code}: ${reason}`);
  if (status.pending > 0) wrong.push(`${status.pending} paths are pending in the end`);
  return wrong;
}

/** `run --once`, to its end; it is killed when it makes no more calls. */
async function passOf(client: Client, emulator: EmulatorProcess): Promise<Ended> {
  const { child, ended } = client.start('run', '--once');
  const over = new AbortController();
  void ended.finally(() => over.abort());
  const until = Date.now() + longestPassMs;
  let heardAt = Date.now();
  let heard = '';
  while (!over.signal.aborted) {
    const traffic = JSON.stringify((await emulator.counts()).counts);
    if (traffic !== heard) heardAt = Date.now();
    heard = traffic;
    if (Date.now() > Math.min(heardAt + silentMs, until)) child.kill('SIGKILL');
    await sleep(1000, undefined, { signal: over.signal }).catch(() => undefined);
  }
  return ended;
}

/**
 * Undefined when it rests: nothing pending, no deletion open, and the server has heard nothing for a while. A name that a program
 * may fill again is waited for as well, though the status does not count it: its file is on the server until then.
 */
async function untilRest(client: Client, emulator: EmulatorProcess): Promise<string | undefined> {
  const until = Date.now() + restWithinMs;
  let quietSince = Date.now();
  let before = '';
  for (;;) {
    await sleep(500);
    const traffic = JSON.stringify((await emulator.counts()).counts);
    if (traffic !== before) quietSince = Date.now();
    before = traffic;
    const late = Date.now() > until;
    if (Date.now() - quietSince >= quietMs || late) {
      const status = await client.status();
      const deletions = openDeletions(client);
      const still = status.pending > 0 || status.scanning || waitingPaths(client) > 0;
      if (!still && deletions.length === 0) return undefined;
      const held = deletions.filter((one) => one['state'] === 'held');
      // nobody else writes to this emulator, and the limits are out of reach: nothing may speak against a deletion
      if (!still && held.length === deletions.length) return `deletions are held: ${told(held)}`;
      if (late)
        return `no rest in ${restWithinMs / 1000} s: ${status.pending} pending, deletions open ${told(deletions)}, problems ${told(status.problems)}`;
    }
  }
}

const openDeletions = (client: Client): Record<string, unknown>[] =>
  rowsOf(client, "SELECT path, state, reason, attempts FROM deletion WHERE state <> 'sent'");

/** How many paths wait for a time to come, and have not failed. */
const waitingPaths = (client: Client): number =>
  rowsOf(client, 'SELECT path FROM pending WHERE code IS NULL').length;

function rowsOf(client: Client, query: string): Record<string, unknown>[] {
  const state = openDatabase(client.state);
  try {
    return state.all(query);
  } finally {
    state.close();
  }
}

const told = (list: readonly unknown[]): string => `${list.length} (${JSON.stringify(list.slice(0, 5))})`;

const ending = ({ code, signal, err }: Ended): string =>
  `${String(code ?? signal)} ${err.trim().split('\n').slice(-8).join(' | ')}`;
