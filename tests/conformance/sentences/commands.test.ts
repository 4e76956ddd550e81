/**
 * What the commands of `koosync` say is true: each row has a sentence, a state and a command that says it, and a twin:
 * the same command in another state, or another one in the same, that does not. The commands are the real ones, on the
 * real engine against the emulator; words are told apart by their keys.
 */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Cli } from '../../../main/cli/context.ts';
import { explain } from '../../../main/cli/explain.ts';
import { createProgram } from '../../../main/cli/program.ts';
import type { KooError } from '../../../main/model/errors.ts';
import type { StringKey, Translate } from '../../../shared/strings/index.ts';
import { openEngineWorld, type EngineWorld } from '../../harness/engine-world.ts';
import { commandRows, type CommandRow } from './command-rows.ts';
import { commandStates, wordsOf } from './command-states.ts';

/** The keys of what this command says, on its way or at its end. */
async function saidBy(
  world: EngineWorld,
  args: readonly string[],
  { typed, stopped }: Pick<CommandRow, 'typed' | 'stopped'>,
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  const say = ((key) => {
    keys.add(key);
    return key;
  }) as Translate;
  const sentence = (error: KooError) =>
    (say as (key: StringKey) => string)(error.detail.values?.say ?? (`error.${error.code}` as StringKey));
  const out = {
    line: () => undefined,
    note: () => undefined,
    json: () => undefined,
    isTerminal: false,
    rewrites: false,
    widths: { out: undefined, err: undefined },
    bytes: async () => undefined,
    progress: () => undefined,
    flush: async () => undefined,
    lostBecause: () => undefined,
  };
  const stop = new AbortController();
  if (stopped) stop.abort();
  const lines = [...(typed ?? [])];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: typed !== undefined,
    setRawMode: () => undefined,
  });
  if (typed === undefined) stdin.end();
  const cli: Cli = {
    env: {},
    home: world.home,
    cwd: world.folder,
    stdin,
    stderr: new PassThrough().resume(),
    out,
    say: ((key, ...values) => {
      // a question, which a user answers
      if (/^ask.prompt/.test(key)) stdin.write(`${lines.shift() ?? ''}\n`);
      // it is in full work then, and a user ends it
      if (key === 'cli.watching') setTimeout(() => stop.abort(), 10);
      return (say as (key: StringKey, ...values: unknown[]) => string)(key, ...values);
    }) as Translate,
    sentence,
    signal: stop.signal,
    koosync: async () => world.koosync,
    exitWith: () => undefined,
    stoppedCode: () => 130,
  };
  const program = createProgram(cli, '0.0.0');
  // descriptions are no answers
  keys.clear();
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (thrown) {
    explain(thrown, { words: { translate: say, sentence }, command: 'koosync', logFile: 'log' });
  }
  return keys;
}

async function said({
  state,
  words,
  ...how
}: Omit<CommandRow, 'key' | 'twin'>): Promise<ReadonlySet<string>> {
  const world = await openEngineWorld();
  try {
    await commandStates[state](world);
    return await saidBy(world, await wordsOf(world, words), how);
  } finally {
    await world.close();
  }
}

describe.concurrent('a command says', () => {
  it.each(commandRows)('$key', async ({ key, twin, ...one }) => {
    const other = { ...one, ...twin };
    expect([...(await said(one))], `${one.state}: koosync ${one.words}`).toContain(key);
    expect([...(await said(other))], `${other.state}: koosync ${other.words}`).not.toContain(key);
  });
});
