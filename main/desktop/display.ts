/**
 * Is there a screen? Chromium ends with a crash where there is none, so it is asked for before. Linux only: elsewhere a
 * user's program has one.
 */
import { connect, type NetConnectOpts } from 'node:net';
import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Tries to connect; gives whether somebody answered. */
export type Reach = (to: NetConnectOpts) => Promise<boolean>;

/** False where no X server and no Wayland compositor answers at the places that the environment names. Never throws. */
export async function isDisplayThere(
  env: Environment,
  switches: readonly string[],
  reach: Reach = answers,
): Promise<boolean> {
  // who says where it is to be drawn knows what they do
  if (switches.some((word) => /^--?(?:headless|ozone-platform=|display=)/u.test(word))) return true;
  for (const place of [...waylandPlaces(env), ...xPlaces(env['DISPLAY'] ?? '')])
    if (await reach(place)) return true;
  return false;
}

function waylandPlaces(env: Environment): NetConnectOpts[] {
  const { WAYLAND_DISPLAY: named, XDG_RUNTIME_DIR: folder, XDG_SESSION_TYPE: session } = env;
  const name = named || (session === 'wayland' ? 'wayland-0' : '');
  if (name === '') return [];
  if (isAbsolute(name)) return [{ path: name }];
  return folder === undefined || !isAbsolute(folder) ? [] : [{ path: join(folder, name) }];
}

/** `:0`, `:0.0`, `unix:0`, `host:10.0`: where X servers listen. */
function xPlaces(display: string): NetConnectOpts[] {
  const [, host = '', digits] = /^(?:unix|(.*?))(?:\/unix)?:(\d{1,5})(?:\.\d+)?$/u.exec(display) ?? [];
  if (digits === undefined) return [];
  const socket = `/tmp/.X11-unix/X${digits}`;
  // the second is Linux's own kind of name, which needs no file
  const here = [{ path: socket }, { path: `\0${socket}` }];
  const there = {
    host: host === '' ? 'localhost' : host.replace(/^tcp\//u, ''),
    port: 6000 + Number(digits),
  };
  return host === '' ? here : [there];
}

const longestMs = 5_000;

const answers: Reach = (to) =>
  new Promise((resolve) => {
    const socket = connect(to);
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.setTimeout(longestMs, () => {
      end(false);
    });
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
  });
