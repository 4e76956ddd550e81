import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isDisplayThere } from './display.ts';

/** Where it is looked for, when nobody answers. */
async function places(env: Record<string, string>): Promise<NetConnectOpts[]> {
  const asked: NetConnectOpts[] = [];
  const isThere = await isDisplayThere(env, [], async (to) => {
    asked.push(to);
    return false;
  });
  expect(isThere).toBe(false);
  return asked;
}
const local = (number: string) => [
  { path: `/tmp/.X11-unix/X${number}` },
  { path: `\0/tmp/.X11-unix/X${number}` },
];

test.each([
  [{}, []],
  [{ DISPLAY: '' }, []],
  [{ DISPLAY: ':0' }, local('0')],
  [{ DISPLAY: ':10.1' }, local('10')],
  [{ DISPLAY: 'unix:3' }, local('3')],
  [{ DISPLAY: 'localhost:10.0' }, [{ host: 'localhost', port: 6010 }]],
  [{ DISPLAY: 'nonsense' }, []],
  [{ WAYLAND_DISPLAY: 'wayland-1', XDG_RUNTIME_DIR: '/run/user/1' }, [{ path: '/run/user/1/wayland-1' }]],
  [{ WAYLAND_DISPLAY: '/run/w' }, [{ path: '/run/w' }]],
  [{ WAYLAND_DISPLAY: 'wayland-1' }, []],
  [{ XDG_SESSION_TYPE: 'wayland', XDG_RUNTIME_DIR: '/run/user/1' }, [{ path: '/run/user/1/wayland-0' }]],
] as [Record<string, string>, NetConnectOpts[]][])('%j', async (env, expected) => {
  expect(await places(env)).toEqual(expected);
});

test('whoever says where it is to be drawn is not asked', async () => {
  const nobody = async () => false;
  expect(await isDisplayThere({}, ['--ozone-platform=headless'], nobody)).toBe(true);
  expect(await isDisplayThere({}, ['--ozone-platform-hint=auto'], nobody)).toBe(false);
});

test('a server that is there answers, and one that was there does not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'koo-w-'));
  const socket = join(folder, 'wayland-9');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const env = { WAYLAND_DISPLAY: 'wayland-9', XDG_RUNTIME_DIR: folder };
  expect(await isDisplayThere(env, [])).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await isDisplayThere(env, [])).toBe(false);
  await rm(folder, { recursive: true });
});
