/** Systems that lack something: a screen, a bus, a tray, a folder that can be written. And homes with names of all kinds. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { defaults, expect, pairSamples, test, untilSynced, valueOf, type World } from './fixtures.ts';

const withoutScreen = (world: World, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...world.env,
  DISPLAY: undefined,
  WAYLAND_DISPLAY: undefined,
  XDG_SESSION_TYPE: undefined,
  ...more,
});

/** Lines of ours, without what Chromium says of a machine without a system bus. */
const lines = (output: string): string[] =>
  output.split('\n').filter((line) => line !== '' && !/^\[\d+:\d+\//u.test(line));

test('help, version and mistakes are answered without a screen, a bus or a state folder', async ({
  world,
}) => {
  const env = withoutScreen(world, { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' });
  const asked = (...args: string[]) => world.startAndWait(env, args);
  const help = await asked('--help');
  expect(help.code).toBe(0);
  expect(lines(help.output)).toContain('Usage: koosync-desktop [options]');
  const version = await asked('--version');
  expect(version.code).toBe(0);
  expect(lines(version.output)).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/u)]);
  const mistake = await asked('--hiden', 'stray');
  expect(mistake.code).toBe(2);
  expect(lines(mistake.output)).toEqual([
    'koosync-desktop: Not understood: --hiden stray. Run "koosync-desktop --help" to see the usage.',
  ]);
  const inChinese = await world.startAndWait({ ...env, LANG: 'zh_CN.UTF-8' }, ['stray']);
  expect(lines(inChinese.output)).toEqual([expect.stringContaining('无法理解：stray')]);
});

test('no screen: one sentence and what to do, and no crash', async ({ world }) => {
  for (const DISPLAY of [undefined, ':4711', 'nonsense']) {
    const { code, output } = await world.startAndWait(withoutScreen(world, { DISPLAY }), []);
    expect(code).toBe(1);
    expect(lines(output)).toEqual([
      'koosync-desktop: There is no screen to show the window on. Start KooSync from a desktop session, or run "koosync run", which needs none.',
    ]);
  }
});

test('a state folder that cannot be made is told, with a screen and without', async ({ world }) => {
  // the system makes no folders there for anybody
  const nowhere = { KOOSYNC_HOME: '/sys/koosync' };
  for (const env of [{ ...world.env, ...nowhere }, withoutScreen(world, nowhere)]) {
    const { code, output } = await world.startAndWait(env, []);
    expect(code).toBe(1);
    expect(lines(output)).toEqual([expect.stringMatching(/^koosync-desktop: .*\/sys\/koosync/u)]);
  }
});

test('no session bus and no tray: the window is there, and syncs', async ({ world }) => {
  const running = await world.start({
    ...world.signedIn,
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
  });
  await pairSamples(world, await running.window());
});

test('a home with blanks, quotes, %, $ and Chinese in its path', async ({ world }) => {
  const home = join(world.base, `it's "100%" $HOME 张 伟`);
  await mkdir(home);
  const running = await world.start({ ...world.signedIn, HOME: home, KOOSYNC_HOME: undefined });
  const page = await running.window();
  valueOf(await page.evaluate((id) => koo.addPair({ containerId: id }), defaults.containerId));
  await untilSynced(world, page, 3);
  valueOf(await page.evaluate(() => koo.setPreferences({ launchAtLogin: true })));
});
