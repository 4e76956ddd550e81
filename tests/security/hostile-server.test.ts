/** A server that is not KooDrive, or was taken over: what it answers costs bounded memory and time, and is one sentence. */
import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { attackedCli } from './attacked.ts';

let world: CliWorld;
beforeEach(async () => {
  world = await openCliWorld({ cli: attackedCli });
  world.settings();
});
afterEach(() => world.close());

const mebibyte = 1024 * 1024;
/** More than this, resident, and the process counts as taken down. */
const mostMemory = 700 * mebibyte;

/** Runs the command; its exit code and what it said, or `undefined` when it took too much memory. */
async function within(...args: string[]): Promise<{ code: number | null; err: string } | undefined> {
  const one = world.start(args);
  let isTooMuch = false;
  const look = setInterval(() => {
    const kept = /VmHWM:\s+(\d+) kB/.exec(statusOf(one.child.pid))?.[1];
    if (Number(kept ?? 0) * 1024 <= mostMemory) return;
    isTooMuch = true;
    one.child.kill('SIGKILL');
  }, 20);
  const { code, err } = await one.ended;
  clearInterval(look);
  return isTooMuch ? undefined : { code, err };
}
function statusOf(pid: number | undefined): string {
  try {
    return fs.readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  } catch {
    return '';
  }
}

const numbers = (bytes: number) => Array<number>(bytes / 2).fill(1);
const answers: Record<string, unknown> = {
  '60 MB of numbers where entries are expected': { code: 0, data: numbers(60 * mebibyte) },
  '60 MB of numbers beside what is expected': { code: 0, data: [], more: numbers(60 * mebibyte) },
  'a million empty lists': { code: 0, data: Array.from({ length: 1_000_000 }, () => []) },
  'one name of 60 MB': { code: 0, data: [{ spaceName: 'n'.repeat(60 * mebibyte) }] },
};

/** From here on these calls are answered so. */
const answering = (
  name: string,
  ...operations: ('listSpaces' | 'getDetail' | 'createFile' | 'createFolder')[]
): void => {
  for (const operation of operations)
    world.emulator.control.fault({
      match: { operation },
      action: { kind: 'answer', status: 200, body: JSON.stringify(answers[name]) },
    });
};

describe.skipIf(process.platform !== 'linux')('what is too large is no answer', () => {
  it.each(Object.keys(answers))('to a command: %s', async (name) => {
    answering(name, 'listSpaces');
    const asked = await within('spaces');
    expect(asked).toMatchObject({ code: 1 });
    expect(asked?.err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('to a pass, which says so and is done when it can be', async () => {
    const docs = join(world.folder, 'docs');
    fs.mkdirSync(docs);
    fs.writeFileSync(join(docs, 'a.txt'), 'a');
    expect(await world.koosync('add', docs)).toMatchObject({ code: 0 });
    answering('60 MB of numbers where entries are expected', 'getDetail', 'createFile', 'createFolder');
    const run = await within('run', '--once');
    expect(run).toBeDefined();
    expect(run?.code).not.toBe(0);
    world.emulator.control.clearFaults();
    expect(await world.koosync('run', '--once')).toMatchObject({ code: 0 });
    expect(world.emulator.control.tree().map(({ path }) => path)).toEqual(['docs/a.txt']);
  });
});
