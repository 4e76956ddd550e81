/**
 * `koosync status` beside a `koosync run` of another process: what stands in the way of everything, or of a folder, is in
 * the list with its code and sentence in either language, and no longer than it stands. Nothing is said to be merely on
 * its way meanwhile.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { en } from '../../shared/strings/en/index.ts';
import { zh } from '../../shared/strings/zh/index.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { CliProcess } from '../harness/cli-process.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { until, untilEqual } from '../harness/until.ts';

type Pair = { pending: number; problems: { path: string; code: ErrorCode; reason: string; since: number }[] };

let world: CliWorld;
let docs: string;
beforeEach(async () => {
  world = await openCliWorld();
  docs = join(world.folder, 'docs');
  mkdirSync(docs);
  world.settings();
  writeFileSync(join(docs, 'a.txt'), 'a');
  await world.setUp.add(docs);
  await world.setUp.pass();
});
afterEach(async () => {
  await world.close();
});

const pair = async () => ((await world.json('status')) as Pair[])[0] ?? { pending: -1, problems: [] };
const ofFolder = async () => (await pair()).problems.filter(({ path }) => path === '');
const listed = (...codes: readonly ErrorCode[]) =>
  untilEqual(async () => (await ofFolder()).map(({ code }) => code), codes);
/** A client that watches, and whose time a test moves on where it waits for the next try. */
const watch = async () => {
  const running = world.start(['run'], { movableClock: true });
  await running.says('Watching');
  return running;
};
const stop = async (running: CliProcess) => {
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
};

type Trouble = { readonly begin: () => void; readonly end: () => void };
const troubles: Partial<Record<ErrorCode, () => Trouble>> = {
  OFFLINE: () => {
    const fault = world.emulator.control.fault({ action: { kind: 'dropBefore' } });
    return { begin: () => undefined, end: fault.remove };
  },
  SIGN_IN_NEEDED: () => ({
    begin: () => {
      world.emulator.control.killTokens();
    },
    end: () => {
      world.emulator.control.reviveTokens();
    },
  }),
};

it.each(Object.keys(troubles) as ErrorCode[])('%s stands in the list while it stands', async (code) => {
  const running = await watch();
  const trouble = troubles[code]?.();
  trouble?.begin();
  const before = Date.now();
  writeFileSync(join(docs, 'b.txt'), 'b');
  await listed(code);
  const [problem] = await ofFolder();
  expect(problem?.since).toBeGreaterThanOrEqual(before);
  expect(problem?.reason).toBe(en.error[code]);
  expect((await pair()).pending).toBeGreaterThan(0);
  expect((await world.koosync('status')).out).toContain(`${docs}: ${en.error[code]}\n`);
  world.env['LANG'] = 'zh_CN.UTF-8';
  expect((await world.koosync('status')).out).toContain(zh.error[code]);
  world.env['LANG'] = 'C.UTF-8';
  trouble?.end();
  // it is tried again by itself, at the latest after a minute
  running.passTime(60_000);
  await listed();
  await until('nothing is pending', async () => (await pair()).pending === 0);
  expect(world.emulator.control.tree().map(({ path }) => path)).toEqual(['docs/a.txt', 'docs/b.txt']);
  await stop(running);
});

it('a folder that is not there does, and what a process that was killed said does not', async () => {
  renameSync(docs, `${docs}-away`);
  const running = await watch();
  await listed('FOLDER_MISSING');
  const [problem] = await ofFolder();
  expect(problem?.reason).toMatch(/is missing/);
  expect((await world.koosync('status')).out).toMatch(/is missing/);
  running.child.kill('SIGKILL');
  await running.ended;
  await listed();
  const again = await watch();
  await listed('FOLDER_MISSING');
  renameSync(`${docs}-away`, docs);
  // so long it may take until it is looked for again
  again.passTime(60_000);
  await listed();
  await stop(again);
  rmSync(docs, { recursive: true });
});
