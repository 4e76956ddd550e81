/**
 * Versions over lines that break, links that run out and storages that refuse: against the emulator, with waits that are
 * over at once. A version of 5 GiB: npm run test:big-restore.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../emulator/index.ts';
import { showStage } from '../../main/cli/commands/restore.ts';
import type { Cli } from '../../main/cli/context.ts';
import { toKooError } from '../../main/model/errors.ts';
import { createWords } from '../../main/lib/i18n.ts';
import type { RestoreStage } from '../../shared/views.ts';
import { openEngineWorld, type EngineWorld } from '../harness/engine-world.ts';
import { canMount, smallDisk } from '../harness/small-disk.ts';

const MiB = 1024 * 1024;
let world: EngineWorld;
let file: string;
let copy: string;
let hurry: NodeJS.Timeout;
beforeEach(async () => {
  world = await openEngineWorld({ versionIntervalMs: 0 });
  file = join(world.folder, 'a.txt');
  copy = join(world.base, 'copy');
  writeFileSync(file, 'here');
  await world.koosync.engine.syncOnce();
  // in a hurry links grow old, too
  control().setLinkLife(9_000_000_000);
  hurry = setInterval(() => world.clock.pass(2000), 5);
});
afterEach(async () => {
  clearInterval(hurry);
  await world.close();
});

const history = () => world.koosync.history;
const control = () => world.emulator.control;
const fault = (rule: Omit<FaultRule, 'match'>) =>
  control().fault({ match: { operation: 'download' }, ...rule });
const sumOf = async (path: string) => {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex');
};

/** Another client makes a version of so many bytes, which differ; gives its id and its sum. */
async function versionOf(size: number) {
  const made = join(world.base, 'made');
  const open = openSync(made, 'w');
  for (let at = 0; at + 16 < size; at += MiB / 2) writeSync(open, Buffer.from(`${at} `), 0, undefined, at);
  writeSync(open, Buffer.from('.'), 0, 1, size - 1);
  closeSync(open);
  const sha256 = await sumOf(made);
  await control().adoptFile('watched/a.txt', made);
  const [newest] = (await history().read(file)).versions;
  control().resetCounts();
  return { revisionId: newest?.revisionId ?? '', sha256 };
}

it('a version is restored over a line that breaks ten times, and none of it comes twice', async () => {
  const size = 64 * MiB + 1;
  const { revisionId, sha256 } = await versionOf(size);
  const cuts = fault({ times: 10, action: { kind: 'cutAnswer', atByte: 6 * MiB } });
  const stages: RestoreStage[] = [];
  const said: string[] = [];
  const say = (key: string) => void said.push(key);
  const atTerminal = showStage({ say, out: { progress: () => undefined } } as unknown as Cli);
  const onStage = (stage: RestoreStage) => {
    stages.push(stage);
    atTerminal(stage);
  };
  await history().restore(file, revisionId, { to: copy, onStage });
  expect(await sumOf(copy)).toBe(sha256);
  expect(cuts.struck()).toBe(10);
  expect(control().counts()).toMatchObject({ download: 11 });
  // what is waited for is said, and what was there stays
  const told = stages.filter((stage) => stage.kind === 'fetching');
  expect(told.filter(({ waits }) => waits)).toHaveLength(10);
  expect(said.filter((key) => key === 'history.fetchingAgain')).toHaveLength(10);
  expect(told.map(({ bytes }) => bytes)).toEqual(told.map(({ bytes }) => bytes).toSorted((a, b) => a - b));
  expect(told.at(-1)).toEqual({ kind: 'fetching', bytes: size, size });
});

describe('a version comes right over a line that breaks, from a storage', () => {
  it.each([
    ['without ranges', { ranges: 'ignored' }],
    ['that refuses ranges', { ranges: 'refused' }],
    ['that gives another range', { ranges: 'shifted' }],
    ['that names no content', { etags: 'none' }],
    ['that names its content anew each time', { etags: 'changing' }],
  ] as const)('%s', async (_what, variant) => {
    const { revisionId, sha256 } = await versionOf(2 * MiB);
    control().setVariant(variant);
    const cuts = fault({ times: 2, action: { kind: 'cutAnswer', atByte: MiB } });
    await history().restore(file, revisionId, { to: copy });
    expect(await sumOf(copy)).toBe(sha256);
    expect(cuts.struck()).toBe(2);
  });

  it('whose links run out on the way', async () => {
    const { revisionId, sha256 } = await versionOf(4 * MiB);
    for (const times of [1, 2]) {
      fault({ times, action: { kind: 'cutAnswer', atByte: MiB } });
      fault({ times: 1, action: { kind: 'expire' } });
    }
    await history().restore(file, revisionId, { to: copy });
    expect(await sumOf(copy)).toBe(sha256);
    // the clock that is in a hurry is refused at times, and corrected
    const given = control()
      .requests(100)
      .filter(({ operation, status }) => operation === 'getRevision' && status === 200);
    expect(given).toHaveLength(3);
  });

  it('that is away for a while', async () => {
    const { revisionId, sha256 } = await versionOf(2 * MiB);
    fault({ times: 1, action: { kind: 'cutAnswer', atByte: MiB } });
    fault({ times: 4, action: { kind: 'dropBefore' } });
    const { path } = await history().content(file, revisionId);
    expect(await sumOf(path)).toBe(sha256);
  });
});

/** What no sentence about a version may say. */
const untrue = /upload|update|no longer|mistake|fault in KooSync|report it|slow/i;

describe('a version that does not come is told as what it is', () => {
  const answer = (status: number): FaultRule => ({ action: { kind: 'answer', status, body: '' } });
  it.each<readonly [string, FaultRule, string, string | undefined, RegExp]>([
    ['refused, 403', answer(403), 'REFUSED', 'sentence.fetchRefused', /did not give .* gives the number 403/],
    ['expired again', { action: { kind: 'expire' } }, 'REFUSED', 'sentence.fetchRefused', /the number 403/],
    [
      'not there, 404',
      answer(404),
      'REFUSED',
      'sentence.fetchNotThere',
      /its storage does not find the content/,
    ],
    ['removed, 410', answer(410), 'REFUSED', 'sentence.fetchRemoved', /says that the content was removed/],
    ['refused, 405', answer(405), 'REFUSED', 'sentence.fetchRefused', /gives the number 405/],
    ['refused, 418', answer(418), 'REFUSED', 'sentence.fetchRefused', /gives the number 418/],
    [
      'cut',
      { action: { kind: 'cutAnswer', atByte: 1 } },
      'TRANSFER_CUT',
      'sentence.fetchCut',
      /broke again each time/,
    ],
    ['no line', { action: { kind: 'dropBefore' } }, 'OFFLINE', 'sentence.fetchOffline', /cannot be reached/],
    ['late, 504', answer(504), 'TIMED_OUT', 'sentence.fetchTimedOut', /did not send this version in time/],
    ['busy, 503', answer(503), 'SERVER_BUSY', 'sentence.fetchBusy', /has a problem at the moment/],
    [
      'paced',
      { action: { kind: 'throttle', retryAfterS: 1 } },
      'THROTTLED',
      'sentence.fetchThrottled',
      /asked KooSync to slow down/,
    ],
    ['a page', { action: { kind: 'html' } }, 'DOWNLOAD_DAMAGED', undefined, /arrived damaged/],
    ['nonsense', answer(206), 'BAD_ANSWER', 'sentence.fetchUnclear', /is not what KooDrive sends/],
    [
      'a portal',
      { action: { kind: 'html', status: 511 } },
      'PORTAL',
      'sentence.fetchPortal',
      /sign in to the network, then try again/,
    ],
    ['damaged', { action: { kind: 'corrupt' } }, 'DOWNLOAD_DAMAGED', undefined, /arrived damaged/],
  ])('%s', async (_what, rule, code, say, says) => {
    const { revisionId } = await versionOf(MiB);
    fault(rule);
    const whole = [
      () => history().restore(file, revisionId, { to: copy }),
      () => history().content(file, revisionId),
    ];
    for (const work of whole) {
      const error = toKooError(await work().catch((thrown: unknown) => thrown));
      expect([error.code, error.detail.values?.say]).toEqual([code, say]);
      const sentence = world.koosync.sentence(error);
      expect(sentence).toMatch(says);
      if (code !== 'THROTTLED') expect(sentence).not.toMatch(untrue);
      expect(createWords('zh').sentence(error)).not.toMatch(/上传|更新|KooSync 的问题/);
    }
    expect(readFileSync(file, 'utf8')).toBe('here');
    expect(readdirSync(join(world.home, 'contents'))).toEqual([]);
    expect(readdirSync(world.base).filter((name) => /koosync-restore|copy/.test(name))).toEqual([]);
  });

  it('where nothing of KooDrive can be reached', async () => {
    const { revisionId } = await versionOf(MiB);
    control().fault({ action: { kind: 'dropBefore' } });
    const failure = await history()
      .restore(file, revisionId, { to: copy })
      .catch((thrown: unknown) => thrown);
    expect(world.koosync.sentence(toKooError(failure))).toMatch(
      /^KooDrive cannot be reached, so this version was/,
    );
  });

  it('and keeps no other version from being exported', async () => {
    const { revisionId } = await versionOf(MiB);
    control().fault({ match: { operation: 'download' }, times: 2, action: { kind: 'answer', status: 404 } });
    const { files, failed } = await history().exportTo(file, world.base);
    expect(revisionId).not.toBe('');
    expect(files).toHaveLength(1);
    expect(failed).toMatchObject([{ revisionVersion: 2, error: { code: 'REFUSED' } }]);
  });

  it('on a disk that is full', async () => {
    const { revisionId } = await versionOf(3 * MiB);
    const small = join(world.base, 'small');
    if (!(await canMount(small))) {
      process.stderr.write('A full disk was NOT tested: none can be mounted here. Run it as root.\n');
      return;
    }
    const disk = await smallDisk(small, 2);
    try {
      const failure = await history()
        .restore(file, revisionId, { to: join(small, 'copy') })
        .catch((thrown: unknown) => thrown);
      expect(toKooError(failure).code).toBe('DISK_FULL');
      const sentence = world.koosync.sentence(toKooError(failure));
      expect(sentence).toContain(`There is not enough room for this in ${small}. Your file was not changed.`);
      expect(readdirSync(small)).toEqual([]);
    } finally {
      await disk.close();
    }
  });
});
