/**
 * Every way in which programs save a document by other names than its own (`saveSteps`), with every pause between the
 * steps that counts, with a watcher and by scans alone, and with the engine stopped or killed at every moment of it: the
 * document keeps its file on the server, and has one version more (check 10). The pauses pass in virtual time.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { safeSaves, saveSteps, type Program, type SafeSave, type Setting, type Step } from './program.ts';
import { quietSetting as setting } from './quiet-setting.ts';
import { prepare, runProgram } from './run.ts';

beforeAll(prepare);

const path = 'report.docx';
const savedAt = 10_000;

const program = (
  how: SafeSave,
  gapMs: number,
  more: Partial<Setting> = {},
  also: readonly Step[] = [],
): Program => ({
  seed: 1,
  setting: { ...setting, ...more },
  steps: [
    { at: 1000, do: 'write', path, content: 'first', size: 3000, pieces: 1, gapMs: 0 } as const,
    { at: savedAt, do: 'safe-save', how, path, content: 'second', size: 3000, gapMs } as const,
    ...also,
  ].toSorted((a, b) => a.at - b.at),
  troubles: [],
});
const violationsOf = async (one: Program) => (await runProgram(one)).violations;

/** a name may be free for 30 s; here it is for two pauses */
const longest = (how: SafeSave) => (how === 'backup-gone-first' ? 14_000 : 28_000);
const gaps = (how: SafeSave) => [0, 10, 100, 900, 5000, longest(how)];

describe.each(safeSaves)('a save of the kind %s', (how) => {
  it.each(gaps(how))('with %i ms between its steps', async (gapMs) => {
    expect(await violationsOf(program(how, gapMs))).toEqual([]);
  });

  it.each(gaps(how))('found by scans alone, with %i ms between its steps', async (gapMs) => {
    const scans = Array.from({ length: 40 }, (_, i) => ({ at: 4000 * i + 500, do: 'scan' }) as const);
    expect(await violationsOf(program(how, gapMs, { watcher: 'none', calm: false }, scans))).toEqual([]);
  });

  it('while no birth times tell one file from another', async () => {
    for (const gapMs of gaps(how))
      expect(await violationsOf(program(how, gapMs, { birthTimes: false })), `${gapMs} ms`).toEqual([]);
  });

  it('across a stop and a start between any two steps', async () => {
    for (const gapMs of [3000, longest(how)])
      for (let i = 0; i < saveSteps(how, path, '').length; i++) {
        const stopped = savedAt + i * gapMs + gapMs / 2;
        const also = [
          { at: stopped, do: 'stop' },
          // another step goes by meanwhile
          { at: stopped + 1.2 * gapMs, do: 'start' },
        ] as const;
        const what = `${gapMs} ms, stopped after step ${i + 1}`;
        expect(await violationsOf(program(how, gapMs, { calm: false }, also)), what).toEqual([]);
      }
  });

  it('killed just after any commit, with a power cut or without', async () => {
    for (const gapMs of [100, 5000])
      for (let commits = 1; commits <= 14; commits++)
        for (const kill of [
          { do: 'crash-at-commit', commits, downMs: 2000 } as const,
          { do: 'power-cut', lost: 1, downMs: 50 } as const,
        ]) {
          const at = kill.do === 'power-cut' ? savedAt + commits * 400 : savedAt - 1;
          const what = `${gapMs} ms, ${JSON.stringify(kill)} at ${at}`;
          expect(await violationsOf(program(how, gapMs, { calm: false }, [{ at, ...kill }])), what).toEqual(
            [],
          );
        }
  });
});
