import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, versionOf } from './migrations.ts';
import { openSettings } from './settings.ts';
import type { Clock } from '../lib/clock.ts';
import { KooError } from '../model/errors.ts';
import { limited } from '../lib/test-limits.ts';
import { unprivileged } from '../lib/test-unprivileged.ts';

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-settings-'));
  file = join(home, 'settings.json');
});
afterEach(() => {
  chmodSync(home, 0o700);
  rmSync(home, { recursive: true, force: true });
});
const onDisk = (): unknown => JSON.parse(readFileSync(file, 'utf8'));

describe('settings.json', () => {
  it('has defaults without a file, and writes none by reading', () => {
    expect(openSettings(home).get()).toMatchObject({
      version: 1,
      language: 'system',
      settleMs: 1000,
      maxWaitMs: 60_000,
    });
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('keeps what it does not know, and removes a key that is set to undefined', () => {
    writeFileSync(file, JSON.stringify({ version: 1, theme: 'dark', someday: { a: 1 } }));
    const settings = openSettings(home);
    settings.set({ language: 'zh', theme: undefined, server: 'https://a.b' });
    expect(onDisk()).toEqual({ version: 1, language: 'zh', someday: { a: 1 }, server: 'https://a.b' });
    expect(settings.get().theme).toBe('system');
  });

  it.skipIf(process.platform === 'win32')('is readable by its owner alone', () => {
    openSettings(home).set({ theme: 'dark' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('sees what another process wrote', () => {
    const one = openSettings(home);
    const other = openSettings(home);
    expect(one.get().theme).toBe('system');
    other.set({ theme: 'dark' });
    expect(one.get().theme).toBe('dark');
  });

  it.each(['{"theme": "dark"', '', '[]', '"dark"', 'null', '{"theme":"pink"}', '{"settleMs":"1"}'])(
    'says that %j is broken, with its path, and never writes over it',
    (text) => {
      const settings = openSettings(home);
      writeFileSync(file, text);
      const broken = expect.objectContaining({
        code: 'SETTINGS_BROKEN',
        detail: expect.objectContaining({ path: file }) as unknown,
      }) as Error;
      expect(() => settings.get()).toThrow(broken);
      expect(() => settings.set({ theme: 'dark' })).toThrow(broken);
      expect(() => openSettings(home)).toThrow(broken);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('leaves the file of a newer KooSync alone', () => {
    const text = JSON.stringify({ version: 2, theme: 17 });
    writeFileSync(file, text);
    expect(() => openSettings(home)).toThrow(expect.objectContaining({ code: 'STATE_NEWER' }) as Error);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('refuses a bad value before it is written', () => {
    const settings = openSettings(home);
    expect(() => settings.set({ settleMs: -1 })).toThrow(
      expect.objectContaining({ code: 'SETTINGS_BROKEN' }) as Error,
    );
    expect(settings.get().settleMs).toBe(1000);
  });
});

describe('settings.json that cannot be read or written', () => {
  /** The code and the sentence of a process that changes the settings, or what it made of them. */
  const said = (words: readonly [string, readonly string[]]): unknown =>
    // how it ends says nothing: where nothing may grow, node itself may not write any more
    JSON.parse(spawnSync(...words, { encoding: 'utf8' }).stdout);
  const change = (): [string, string[]] => [
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { openSettings } from ${JSON.stringify(join(import.meta.dirname, 'settings.ts'))};
      let said;
      try { said = openSettings(${JSON.stringify(home)}).set({ theme: 'dark' }).theme; }
      catch ({ code, detail }) { said = [code, detail.values]; }
      process.stdout.write(JSON.stringify(said));`,
    ],
  ];

  it.runIf(process.platform !== 'win32')('is said with what can be done about it, and is left alone', () => {
    chmodSync(home, 0o500);
    const denied = said(unprivileged(...change()));
    chmodSync(home, 0o700);
    expect(denied).toEqual(['FOLDER_UNREADABLE', { say: 'sentence.settingsUnwritable', path: file }]);
    expect(said(limited({ size: 0 }, ...change()))).toEqual([
      'SYSTEM_REFUSED',
      { say: 'sentence.settingsFailed', path: file, system: 'EFBIG' },
    ]);
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
    expect(said(unprivileged(...change()))).toBe('dark');
    chmodSync(file, 0);
    expect(said(unprivileged(...change()))).toEqual([
      'SETTINGS_BROKEN',
      { say: 'sentence.settingsUnreadable', path: file },
    ]);
    chmodSync(file, 0o600);
    expect(said(limited({ size: 1000 }, ...change()))).toBe('dark');
  });
});

describe('following the settings', () => {
  /** Settings whose looks at the file are made by hand. */
  const followed = (text?: string) => {
    if (text !== undefined) writeFileSync(file, text);
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
    const settings = openSettings(home, clock);
    const told: unknown[] = [];
    const off = settings.onChange({
      changed: ({ settleMs }) => told.push(settleMs),
      broken: ({ code }) => told.push(code),
    });
    const look = async () => {
      for (const wake of sleepers.splice(0)) wake();
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { settings, told, off, look, sleepers };
  };

  it('tells what this process sets at once, and nothing when the values are what they were', () => {
    const { settings, told } = followed();
    settings.set({ settleMs: 20 });
    settings.set({ settleMs: 20 });
    expect(told).toEqual([20]);
    expect(settings.inForce().settleMs).toBe(20);
  });

  it('tells once what another process or an editor wrote', async () => {
    const { settings, told, look } = followed();
    openSettings(home).set({ settleMs: 20 });
    expect(settings.inForce().settleMs).toBe(1000);
    await look();
    await look();
    writeFileSync(file, '{"settleMs": 300}');
    await look();
    expect(told).toEqual([20, 300]);
    expect(settings.inForce().settleMs).toBe(300);
  });

  it('tells what changed between opening and following', () => {
    writeFileSync(file, '{"settleMs": 300}');
    const settings = openSettings(home);
    writeFileSync(file, '{"settleMs": 20}');
    const told: number[] = [];
    const off = settings.onChange({
      changed: ({ settleMs }) => told.push(settleMs),
      broken: () => undefined,
    });
    off();
    expect(told).toEqual([20]);
  });

  it('keeps the values when the file breaks, tells it once, and follows on when it is mended', async () => {
    const { settings, told, look } = followed('{"settleMs": 300}');
    writeFileSync(file, '{"settleMs": -1}');
    await look();
    // an editor may be in the middle of writing it
    expect(told).toEqual([]);
    await look();
    await look();
    expect(told).toEqual(['SETTINGS_BROKEN']);
    expect(settings.inForce().settleMs).toBe(300);
    expect(settings.latest().settleMs).toBe(300);
    expect(() => settings.get()).toThrow(KooError);
    writeFileSync(file, '{"settleMs": 300}');
    await look();
    writeFileSync(file, 'no JSON');
    await look();
    await look();
    writeFileSync(file, '{"settleMs": 20}');
    await look();
    expect(told).toEqual(['SETTINGS_BROKEN', 'SETTINGS_BROKEN', 20]);
  });

  it('tells of the file of a newer KooSync, and goes on', async () => {
    const { settings, told, look } = followed('{"settleMs": 300}');
    writeFileSync(file, '{"version": 2, "settleMs": 20}');
    await look();
    await look();
    expect(told).toEqual(['STATE_NEWER']);
    expect(settings.inForce().settleMs).toBe(300);
  });

  it('takes a file that is gone for a moment for one that is being written', async () => {
    const { told, look } = followed('{"settleMs": 300}');
    rmSync(file);
    await look();
    writeFileSync(file, '{"settleMs": 300 }');
    await look();
    expect(told).toEqual([]);
    rmSync(file);
    await look();
    await look();
    expect(told).toEqual([1000]);
  });

  it('ends with the last listener', async () => {
    const { settings, told, off, look, sleepers } = followed();
    const offOther = settings.onChange({ changed: () => told.push('other'), broken: () => undefined });
    off();
    writeFileSync(file, '{"settleMs": 20}');
    await look();
    expect(told).toEqual(['other']);
    offOther();
    await look();
    expect(sleepers).toEqual([]);
    settings.set({ settleMs: 300 });
    expect(told).toEqual(['other']);
  });
});

/** An error with this code, which asks for this sentence. */
const says = (code: string, say: string): Error =>
  expect.objectContaining({
    code,
    detail: expect.objectContaining({ values: expect.objectContaining({ say }) as unknown }) as unknown,
  }) as Error;

describe('settings.json that is not as we wrote it', () => {
  it('may begin with the mark of an editor on Windows, and is written without it', () => {
    writeFileSync(file, '\uFEFF{"theme":"dark","mine":1}');
    const settings = openSettings(home);
    expect(settings.get().theme).toBe('dark');
    settings.set({ theme: 'light' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ theme: 'light', mine: 1 });
  });

  it.each([
    ['{"theme": ', 'sentence.settingsBroken'],
    ['', 'sentence.settingsBroken'],
    [' '.repeat(1024 * 1024 + 1), 'sentence.settingsBroken'],
    ['[]', 'sentence.settingsBroken'],
    ['\uFEFF\uFEFF{}', 'sentence.settingsBroken'],
    ['{"settleMs":"soon","theme":3}', 'sentence.settingsValue'],
  ])('%.60j is said as what it is', (text, say) => {
    writeFileSync(file, text);
    expect(() => openSettings(home)).toThrow(says('SETTINGS_BROKEN', say));
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('names the values that make no sense', () => {
    writeFileSync(file, '{"settleMs":"soon","theme":3}');
    expect(() => openSettings(home)).toThrow(
      expect.objectContaining({
        detail: {
          path: file,
          values: { say: 'sentence.settingsValue', path: file, names: 'theme, settleMs' },
        },
      }) as Error,
    );
  });

  it('is no folder', () => {
    mkdirSync(file);
    expect(() => openSettings(home)).toThrow(says('SETTINGS_BROKEN', 'sentence.settingsNoFile'));
  });

  it('that is a link is what the link leads to, and followed there', () => {
    const real = join(home, 'real.json');
    symlinkSync(real, file);
    const settings = openSettings(home);
    expect(settings.get().theme).toBe('system');
    writeFileSync(real, '{"theme":"dark"}');
    expect(settings.get().theme).toBe('dark');
    symlinkSync('loop', join(home, 'loop'));
    rmSync(file);
    symlinkSync('loop', file);
    expect(() => openSettings(home)).toThrow(says('SETTINGS_BROKEN', 'sentence.settingsUnread'));
  });
});

describe('migrations', () => {
  const steps = [
    (values: Readonly<Record<string, unknown>>) => ({ ...values, renamed: values['old'] }),
    (values: Readonly<Record<string, unknown>>) => ({ ...values, doubled: Number(values['renamed']) * 2 }),
  ];
  it('go step by step from the version of the file', () => {
    expect(migrate({ old: 2 }, steps)).toEqual({ version: 3, old: 2, renamed: 2, doubled: 4 });
    expect(migrate({ version: 2, renamed: 5 }, steps)).toEqual({ version: 3, renamed: 5, doubled: 10 });
    expect(migrate({ version: 9 }, steps)).toEqual({ version: 9 });
  });
  it('take a file without a version as the first', () => {
    expect(versionOf({})).toBe(1);
    expect(versionOf({ version: '2' })).toBe(1);
  });
});
