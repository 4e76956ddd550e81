/** The desktop's smaller parts, each with its one subject; the ones with many cases have a file of their own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createFakeClock } from '../../tests/harness/simulated/clock.ts';
import { createTranslator } from '../../shared/strings/index.ts';
import type { Space } from '../koodrive/api.ts';
import { watchConnection } from './connection.ts';
import { createHistoryOpener } from './file-manager/open-history.ts';
import { spacesView } from './spaces.ts';
import { testHooks } from './e2e-hooks.ts';
import { isReachable, readWindowState, writeWindowState } from './window/window-state.ts';

const folders: string[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'koo-desktop-'));
  folders.push(folder);
  return folder;
};
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

describe('open history', () => {
  test('waits for the page, goes straight once it is ready, and waits again while it is loaded anew', () => {
    const sent: (readonly string[])[] = [];
    const opener = createHistoryOpener((paths) => sent.push(paths));
    opener.open(['/a', '/b']);
    opener.open(['/c', '/a']);
    expect(opener.take()).toEqual(['/b', '/c', '/a']);
    expect(opener.take()).toEqual([]);
    opener.open(['/c']);
    expect(sent).toEqual([['/c']]);
    opener.pageGone();
    opener.open(['/d']);
    expect(sent).toEqual([['/c']]);
    expect(opener.take()).toEqual(['/d']);
  });
});

describe('window state', () => {
  test('is read back as it was written', async () => {
    const file = join(await newFolder(), 'window.json');
    expect(readWindowState(file)).toBeUndefined();
    const state = { x: 5, y: 6, width: 900, height: 700, maximized: false, zoom: 1.25 };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
    await writeFile(file, '{"x":1');
    expect(readWindowState(file)).toBeUndefined();
    await writeFile(file, '{"x":1,"y":1,"width":1,"height":1,"maximized":false}');
    expect(readWindowState(file)).toBeUndefined();
    writeWindowState(join(file, 'not', 'possible'), state);
  });

  test('is used only where one can take hold of the window', () => {
    const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
    const at = (x: number, y: number) => isReachable({ x, y, width: 900, height: 700 }, screens);
    expect(at(100, 100)).toBe(true);
    expect(at(1900, 100)).toBe(false);
    expect(at(100, -50)).toBe(false);
    expect(at(-850, 100)).toBe(false);
    expect(at(2500, 100)).toBe(false);
    expect(isReachable({ x: 0, y: 0, width: 900, height: 700 }, [])).toBe(false);
  });
});

describe('connection', () => {
  test('waking and a network that is back each say so, once', async () => {
    const clock = createFakeClock();
    let online = true;
    let back = 0;
    let resume: () => void = () => undefined;
    const end = watchConnection({
      powerMonitor: {
        on: ((_event: string, listener: () => void) => (resume = listener)) as never,
        off: (() => (resume = () => undefined)) as never,
      },
      isOnline: () => online,
      clock,
      everyMs: 10_000,
      onBack: () => back++,
    });
    const pass = () => clock.pass(10_000);
    await pass();
    online = false;
    await pass();
    expect(back).toBe(0);
    online = true;
    await pass();
    await pass();
    expect(back).toBe(1);
    resume();
    expect(back).toBe(2);
    end();
    resume();
    online = false;
    await pass();
    expect(back).toBe(2);
  });
});

describe('spaces', () => {
  test('have a name that people can tell apart, and only the usable ones are shown', () => {
    const space = (containerId: string, type: string, active = true): Space => ({
      containerId,
      rootFolderId: 'r',
      type,
      ownerId: 'o',
      capacity: 10,
      used: 1,
      active,
    });
    const view = spacesView(
      [
        space('aaa111111', '1'),
        space('bbb222222', '2'),
        space('ccc333333', '2'),
        space('ddd444444', '0', false),
      ],
      createTranslator('en'),
    );
    expect(view.map(({ name }) => name)).toEqual([
      'Personal space',
      'Team space (…222222)',
      'Team space (…333333)',
    ]);
    expect(view[0]).toEqual({ containerId: 'aaa111111', name: 'Personal space', used: 1, capacity: 10 });
  });
});

test('a packaged app knows no test hooks', () => {
  const env = { KOOSYNC_TEST_SAVE_AS: '/x', KOOSYNC_TEST_NO_DIALOGS: '1', KOOSYNC_TEST_ANSWER: 'yes' };
  expect(testHooks(false, env)).toMatchObject({ saveAs: '/x', noDialogs: true, answer: true });
  expect(testHooks(true, env)).toMatchObject({
    chooseFolder: undefined,
    chooseFile: undefined,
    saveAs: undefined,
    answer: undefined,
    noDialogs: false,
  });
});
