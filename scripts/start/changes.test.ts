import { describe, expect, it, test } from 'vitest';
import { partsChangedBy, stepAfter, type Part } from './changes.ts';

const inputs = {
  app: new Set(['main/index.ts', 'main/engine/engine.ts', 'main/preload/index.ts', 'shared/views.ts']),
  cli: new Set(['main/cli/main.ts', 'main/engine/engine.ts', 'shared/views.ts']),
};
const built = (part: 'app' | 'cli') => inputs[part];

describe('what a change causes', () => {
  it.each<[string, readonly Part[]]>([
    ['main/index.ts', ['app']],
    ['main/preload/index.ts', ['app']],
    ['main/engine/engine.ts', ['app', 'cli']],
    ['main/cli/main.ts', ['cli']],
    ['shared/views.ts', ['app', 'cli', 'renderer']],
    ['renderer/src/shell/app.tsx', ['renderer']],
    ['renderer/src/shell/app.css', ['renderer']],
    ['renderer/index.html', ['renderer']],
    ['build/icons/tray/idle.svg', ['icons']],
    ['emulator/routes/jobs.ts', ['emulator']],
  ])('%s', (path, expected) => {
    expect(partsChangedBy(path, built)).toEqual(expected);
  });

  it.each([
    'main/engine/scheduler.test.ts',
    'renderer/src/format/size.test.ts',
    'renderer/dev/samples.ts',
    'renderer/src/shell/sedos1g6R',
    'emulator/README.md',
    'emulator/drive.test.ts',
    // nobody imports it yet; the file that will import it is the change that counts
    'main/engine/new.ts',
    'mainly/index.ts',
  ])('%s: nothing', (path) => {
    expect(partsChangedBy(path, built)).toEqual([]);
  });

  it('after a failed build, whatever the part could be made of', () => {
    const failed = (part: 'app' | 'cli') => (part === 'app' ? undefined : inputs.cli);
    expect(partsChangedBy('main/engine/new.ts', failed)).toEqual(['app']);
    expect(partsChangedBy('main/engine/scheduler.test.ts', failed)).toEqual([]);
    expect(partsChangedBy('emulator/world.ts', failed)).toEqual(['emulator']);
  });
});

test.each<[readonly Part[], string]>([
  [['app'], 'restart'],
  [['app', 'renderer', 'cli'], 'restart'],
  [['icons'], 'restart'],
  [['renderer'], 'reload'],
  [['renderer', 'cli', 'emulator'], 'reload'],
  [['cli'], 'nothing'],
  [['emulator'], 'nothing'],
])('after %j: %s', (built, step) => {
  expect(stepAfter(new Set(built))).toBe(step);
});
