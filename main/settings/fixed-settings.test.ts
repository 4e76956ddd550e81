import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../lib/clock.ts';
import type { SettingsValues } from './schema.ts';
import { openSettings } from './settings.ts';

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'koosync-fixed-'));
  file = join(home, 'settings.json');
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const world = () => {
  let values: Partial<SettingsValues> = {};
  let listening = 0;
  const sleepers: (() => void)[] = [];
  const clock: Clock = {
    now: () => 0,
    elapsed: () => 0,
    sleep: () => new Promise((resolve) => sleepers.push(resolve)),
  };
  const settings = openSettings(home, clock, {
    values: () => values,
    onChange: () => {
      listening += 1;
      return () => {
        listening -= 1;
      };
    },
  });
  return {
    settings,
    fix: (given: Partial<SettingsValues>) => {
      values = given;
    },
    listening: () => listening,
    look: async () => {
      for (const wake of sleepers.splice(0)) wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

describe('a setting that is fixed', () => {
  it('holds whatever the file says, which keeps its own', () => {
    writeFileSync(file, '{"version":1,"concurrency":9,"theme":"dark"}');
    const { settings, fix } = world();
    fix({ concurrency: 2 });
    expect(settings.get()).toMatchObject({ concurrency: 2, theme: 'dark' });
    expect(settings.latest().concurrency).toBe(2);
    expect(settings.inForce().concurrency).toBe(2);
    expect(settings.stored().concurrency).toBe(9);
    settings.set({ theme: 'light' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ concurrency: 9, theme: 'light' });
    fix({});
    expect(settings.get().concurrency).toBe(9);
  });

  it('is not changed by anybody here, and what is asked for beside it is not either', () => {
    const { settings, fix } = world();
    fix({ theme: 'dark' });
    expect(() => settings.set({ theme: 'light', language: 'zh' })).toThrow(
      expect.objectContaining({
        code: 'BAD_USAGE',
        detail: { values: { say: 'sentence.setByPolicy', name: 'theme' } },
      }) as Error,
    );
    expect(settings.get().language).toBe('system');
    // what holds anyway may be asked for
    expect(settings.set({ theme: 'dark', language: 'zh' })).toMatchObject({ theme: 'dark', language: 'zh' });
  });

  it('holds when the file breaks while we run', () => {
    const { settings, fix } = world();
    writeFileSync(file, '{');
    fix({ concurrency: 2 });
    expect(settings.latest().concurrency).toBe(2);
    expect(settings.inForce().concurrency).toBe(2);
  });

  it('is followed while somebody listens', async () => {
    const { settings, fix, look, listening } = world();
    const told: number[] = [];
    const off = settings.onChange({
      changed: ({ concurrency }) => told.push(concurrency),
      broken: () => undefined,
    });
    expect(listening()).toBe(1);
    fix({ concurrency: 2 });
    await look();
    await look();
    expect(told).toEqual([2]);
    off();
    expect(listening()).toBe(0);
  });
});
