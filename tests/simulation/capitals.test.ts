/**
 * A disk that takes capitals for small letters, as those of Windows and macOS do, where an old name goes on finding what has
 * another spelling now: a rename that changes the case alone is one rename on the server, and nothing is lost or left over.
 */
import { beforeAll, expect, it } from 'vitest';
import type { Program, Setting, Step } from './program.ts';
import { quietSetting } from './quiet-setting.ts';
import { prepare, runProgram } from './run.ts';

beforeAll(prepare);

const setting: Setting = { ...quietSetting, foldsCase: true };

const write = (path: string, at: number): Step => ({
  at,
  do: 'write',
  path,
  content: `${path} ${String(at)}`,
  size: 300,
  pieces: 1,
  gapMs: 0,
});
/** As a rename in a quiet system, after which the server's file is the same one and nothing was sent again. */
const respell = (path: string, to: string, at: number): Step => ({ at, do: 'probe-rename', path, to });
const rename = (path: string, to: string, at: number): Step => ({ at, do: 'rename', path, to });

const run = async (steps: readonly Step[], more: Partial<Setting> = {}) => {
  const program: Program = { seed: 1, setting: { ...setting, ...more }, steps, troubles: [] };
  const { violations, revisions } = await runProgram(program);
  return { violations, revisions };
};
const interrupted = { calm: false } as const;

it.each<readonly [string, number, readonly Step[], Partial<Setting>]>([
  ['a file', 1, [write('Report.txt', 1000), respell('Report.txt', 'report.txt', 9000)], {}],
  [
    'a folder, with what is in it',
    2,
    [write('Docs/a', 1000), write('Docs/Sub/b', 1100), respell('Docs', 'docs', 9000)],
    {},
  ],
  [
    'a file there and back',
    1,
    [
      write('Report.txt', 1000),
      rename('Report.txt', 'report.txt', 9000),
      rename('report.txt', 'Report.txt', 9500),
    ],
    {},
  ],
  [
    'a file that is written at once',
    2,
    [write('Report.txt', 1000), rename('Report.txt', 'report.txt', 9000), write('report.txt', 9050)],
    {},
  ],
  [
    'a file that is deleted and made anew under the other spelling',
    2,
    [write('Report.txt', 1000), { at: 9000, do: 'remove', path: 'REPORT.TXT' }, write('report.txt', 9050)],
    {},
  ],
  [
    'a file and the folder above it while KooSync was not running',
    1,
    [
      write('Docs/Report.txt', 1000),
      { at: 8000, do: 'stop' },
      rename('Docs/Report.txt', 'Docs/report.txt', 9000),
      rename('Docs', 'docs', 9100),
      { at: 11_000, do: 'start' },
    ],
    interrupted,
  ],
  [
    'a file, found by a scan alone',
    1,
    [
      write('Report.txt', 1000),
      rename('Report.txt', 'report.txt', 9000),
      { at: 11_000, do: 'scan' },
      { at: 15_000, do: 'scan' },
    ],
    { ...interrupted, watcher: 'none' },
  ],
])('%s', async (_what, revisions, steps, more) => {
  expect(await run(steps, more)).toEqual({ violations: [], revisions });
});
