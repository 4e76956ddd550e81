import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../lib/clock.ts';
import { memoryLog } from '../lib/test-log.ts';
import { judge, type Checks } from './judge.ts';
import { openPolicy } from './policy.ts';
import { firstOf, readingOfJson, type PolicyReading } from './reading.ts';
import { policyFile } from './sources.ts';
import type { Owners } from './trusted-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'koosync-policy-'));
  file = join(folder, 'policy.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const https = (text: string): string => {
  if (!text.startsWith('https://')) throw new Error('no address');
  return text.replace(/\/$/u, '');
};
const checks: Checks = { parseServer: https, parseProxy: https };
/** Windows has no such owners, and no such permissions. */
const isWindows = process.platform === 'win32';
const me: Owners = isWindows ? 'any' : new Set([0, process.getuid?.() ?? 0]);
const read = (text: string) => readingOfJson('/p', text);

describe('a policy', () => {
  it('is taken key by key, in the form in which it is used', () => {
    const given = {
      server: 'https://koodrive.example/',
      concurrency: 2,
      launchAtLogin: true,
      updates: 'ask',
      updateChannel: 'beta',
      proxy: 'system',
      noProxy: ['.example'],
    };
    expect(judge(read(JSON.stringify(given)), {}, checks)).toEqual({
      path: '/p',
      values: { ...given, server: 'https://koodrive.example' },
      right: { ...given, server: 'https://koodrive.example' },
      isServerUnknown: false,
      faults: [],
    });
  });

  it('that there is none of fixes nothing, whatever was fixed before', () => {
    expect(judge({ kind: 'none' }, { updates: 'ask' }, checks)).toMatchObject({
      values: {},
      right: {},
      faults: [],
    });
  });

  const value = (...names: string[]) => [{ kind: 'value', path: '/p', names }];
  const broken = [{ kind: 'broken', path: '/p' }];
  const server = [{ kind: 'server', path: '/p' }];
  // text, what was right before, what holds, what is said
  it.each<[string, object, object, object[]]>([
    ['', {}, {}, broken],
    ['{"server":', { concurrency: 2 }, { concurrency: 2 }, broken],
    ['[]', {}, {}, broken],
    ['"off"', {}, {}, broken],
    ['null', {}, {}, broken],
    ['{}', { concurrency: 2 }, {}, []],
    ['{"sevrer":"https://a"}', {}, {}, [{ kind: 'unknown', path: '/p', names: ['sevrer'] }]],
    [
      '{"userId":"u","concurrency":2}',
      {},
      { concurrency: 2 },
      [{ kind: 'unknown', path: '/p', names: ['userId'] }],
    ],
    ['{"__proto__":1}', {}, {}, [{ kind: 'unknown', path: '/p', names: ['__proto__'] }]],
    ['{"concurrency":"2"}', {}, {}, value('concurrency')],
    ['{"concurrency":0}', { concurrency: 2 }, { concurrency: 2 }, value('concurrency')],
    ['{"concurrency":2.5}', {}, {}, value('concurrency')],
    ['{"concurrency":null}', {}, {}, value('concurrency')],
    ['{"holdDeletionsShare":50}', {}, {}, value('holdDeletionsShare')],
    ['{"launchAtLogin":"yes","language":"fr"}', {}, {}, value('launchAtLogin', 'language')],
    ['{"updates":true}', {}, { updates: 'off' }, value('updates')],
    ['{"updates":true}', { updates: 'ask' }, { updates: 'ask' }, value('updates')],
    ['{"updateChannel":"nightly"}', {}, {}, value('updateChannel')],
    ['{"server":"http://a"}', {}, {}, server],
    ['{"server":7,"concurrency":2}', {}, { concurrency: 2 }, server],
    ['{"server":"http://a"}', { server: 'https://b' }, { server: 'https://b' }, value('server')],
    ['{"proxy":"ftp://a"}', {}, {}, value('proxy')],
    ['{"proxy":"none"}', {}, { proxy: 'none' }, []],
    [
      '{"ignoreRules":["*.iso","!keep.iso","/build/"]}',
      {},
      { ignoreRules: ['*.iso', '!keep.iso', '/build/'] },
      [],
    ],
    ['{"ignoreRules":"*.iso"}', { ignoreRules: ['*.a'] }, { ignoreRules: ['*.a'] }, value('ignoreRules')],
    ['{"ignoreRules":["*.iso",""]}', {}, {}, value('ignoreRules')],
    ['{"ignoreRules":["# a comment"]}', {}, {}, value('ignoreRules')],
    ['{"ignoreRules":["*.iso\\n*.img"]}', {}, {}, value('ignoreRules')],
    ['{"noProxy":"a,b"}', {}, {}, value('noProxy')],
    ['{"noProxy":[""]}', {}, {}, value('noProxy')],
  ])('%s after %j', (text, before, values, faults) => {
    const judged = judge(read(text), before, checks);
    expect(judged).toMatchObject({ values, faults });
    expect(Object.keys(judged.values)).toEqual(Object.keys(values));
    expect(judged.isServerUnknown).toBe(faults === server);
    // what only stands in for a value is no value that was right
    if (text === '{"updates":true}') expect(judged.right).toEqual(before);
  });

  it('may begin with the mark of an editor on Windows', () => {
    expect(read('\uFEFF{"updates":"off"}')).toEqual({
      kind: 'found',
      path: '/p',
      values: { updates: 'off' },
    });
  });

  it('stands in one place: the first that has anything', async () => {
    const at = (reading: PolicyReading) => ({ read: () => Promise.resolve(reading) });
    const none = at({ kind: 'none' });
    const wrong = at({ kind: 'unusable', path: '/w', why: 'broken' });
    expect(await firstOf([none, wrong, at(read('{}'))]).read()).toMatchObject({ path: '/w' });
    expect(await firstOf([none, none]).read()).toEqual({ kind: 'none' });
  });
});

describe('the file of a policy', () => {
  const readFile = (owners: Owners = me) => policyFile(file, owners).read();
  const untrusted = (at: string) => ({ kind: 'unusable', path: file, why: 'untrusted', at });

  it('is none when it is not there, nor its folder', async () => {
    expect(await readFile()).toEqual({ kind: 'none' });
    expect(await policyFile(join(file, 'below'), me).read()).toEqual({ kind: 'none' });
    writeFileSync(file, '{}');
    expect(await policyFile(join(file, 'below'), me).read()).toEqual({ kind: 'none' });
  });

  it('is taken when nobody else may write it', async () => {
    writeFileSync(file, '{"updates":"off"}', { mode: 0o644 });
    expect(await readFile()).toEqual({ kind: 'found', path: file, values: { updates: 'off' } });
  });

  it.skipIf(isWindows).each([
    ['others', 0o646],
    ['its group', 0o664],
  ])('is not taken when %s may write it', async (_who, mode) => {
    writeFileSync(file, '{}');
    chmodSync(file, mode);
    expect(await readFile()).toEqual(untrusted(file));
  });

  it.skipIf(isWindows)('is not taken from a folder where others may put another in its place', async () => {
    writeFileSync(file, '{}');
    chmodSync(folder, 0o777);
    expect(await readFile()).toEqual(untrusted(folder));
    // there nobody but its owner may
    chmodSync(folder, 0o1777);
    expect(await readFile()).toMatchObject({ kind: 'found' });
  });

  it.skipIf(isWindows)('is not taken when it, or a folder above it, belongs to a user', async () => {
    writeFileSync(file, '{}');
    const nobody = new Set<number>([4_000_000_000]);
    expect(await readFile(nobody)).toEqual(untrusted('/'));
    if (process.getuid?.() !== 0) return;
    const root = new Set([0]);
    expect(await readFile(root)).toMatchObject({ kind: 'found' });
    chownSync(file, 1000, 1000);
    expect(await readFile(root)).toEqual(untrusted(file));
    chownSync(file, 0, 0);
    chownSync(folder, 1000, 1000);
    expect(await readFile(root)).toEqual(untrusted(folder));
  });

  it.skipIf(isWindows)('is judged where a link leads to, and the link as well', async () => {
    const away = join(folder, 'away');
    mkdirSync(away);
    writeFileSync(join(away, 'real.json'), '{"updates":"off"}');
    symlinkSync(join(away, 'real.json'), file);
    expect(await readFile()).toMatchObject({ kind: 'found', path: file });
    chmodSync(away, 0o777);
    expect(await readFile()).toEqual(untrusted(away));
    chmodSync(away, 0o755);
    rmSync(file);
    symlinkSync(join(folder, 'nowhere'), file);
    expect(await readFile()).toEqual({ kind: 'none' });
    rmSync(file);
    symlinkSync(file, file);
    expect(await readFile()).toEqual({ kind: 'unusable', path: file, why: 'unreadable', system: 'ELOOP' });
  });

  it('is a file, and no endless one', async () => {
    mkdirSync(file);
    expect(await readFile()).toEqual({ kind: 'unusable', path: file, why: 'broken' });
    rmSync(file, { recursive: true });
    writeFileSync(file, '{}'.padEnd(1024 * 1024 + 1));
    expect(await readFile()).toEqual({ kind: 'unusable', path: file, why: 'broken' });
  });
});

describe('the policy in force', () => {
  const opened = async () => {
    const sleepers: (() => void)[] = [];
    const clock: Clock = {
      now: () => 0,
      elapsed: () => 0,
      sleep: (_ms, signal) =>
        new Promise((resolve) => {
          sleepers.push(resolve);
          signal?.addEventListener('abort', () => {
            resolve();
          });
        }),
    };
    const log = memoryLog();
    const source = policyFile(file, me);
    let reads = 0;
    const counted = {
      read: async () => {
        const reading = await source.read();
        reads += 1;
        return reading;
      },
    };
    const policy = await openPolicy({
      places: { source: counted, lookEveryMs: 10 },
      home: folder,
      clock,
      log,
      checks,
    });
    /** One more look, and what comes of it. */
    const look = async () => {
      const before = reads;
      for (const wake of sleepers.splice(0)) wake();
      while (reads === before || sleepers.length === 0) await new Promise((resolve) => setImmediate(resolve));
    };
    return { policy, look, log };
  };

  it('is that of the file when KooSync opens, and follows it while somebody listens', async () => {
    writeFileSync(file, '{"concurrency":2}');
    const { policy, look } = await opened();
    expect(policy.values()).toEqual({ concurrency: 2 });
    const told: unknown[] = [];
    const off = policy.onChange(({ values }) => told.push(values));
    await look();
    writeFileSync(file, '{"concurrency":3}');
    await look();
    expect(policy.values()).toEqual({ concurrency: 3 });
    // gone for a moment, while it is being replaced
    rmSync(file);
    await look();
    expect(policy.values()).toEqual({ concurrency: 3 });
    await look();
    expect(policy.values()).toEqual({});
    expect(told).toEqual([{ concurrency: 3 }, {}]);
    off();
  });

  it('keeps what was right when it breaks, and says so once', async () => {
    writeFileSync(file, '{"concurrency":2}');
    const { policy, look, log } = await opened();
    const told: unknown[] = [];
    const off = policy.onChange(({ faults }) => told.push(faults.map(({ kind }) => kind)));
    writeFileSync(file, '{"concurrency":');
    for (let n = 0; n < 4; n += 1) await look();
    expect(policy.values()).toEqual({ concurrency: 2 });
    expect(told).toEqual([['broken']]);
    expect(JSON.stringify(log.lines).match(/has a mistake/gu)).toHaveLength(1);
    off();
  });

  it.skipIf(isWindows)('remembers over a new start what was right, until it is lifted', async () => {
    writeFileSync(file, '{"server":"https://a","updates":"ask"}');
    await opened();
    writeFileSync(file, '{"server":"http:/a","updates":1,"concurrency":2}');
    expect((await opened()).policy.judged()).toMatchObject({
      values: { server: 'https://a', updates: 'ask', concurrency: 2 },
      isServerUnknown: false,
      faults: [{ kind: 'value', names: ['server', 'updates'] }],
    });
    chmodSync(file, 0o666);
    expect((await opened()).policy.judged()).toMatchObject({
      values: { server: 'https://a', updates: 'ask', concurrency: 2 },
      faults: [{ kind: 'untrusted', at: file }],
    });
    rmSync(file);
    expect((await opened()).policy.values()).toEqual({});
    writeFileSync(file, '{"server":"http:/a"}', { mode: 0o600 });
    expect((await opened()).policy.judged()).toMatchObject({ values: {}, isServerUnknown: true });
  });
});
