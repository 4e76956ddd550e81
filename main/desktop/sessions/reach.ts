/**
 * What each of Chromium's sessions may reach. A session has its own proxy, cache and handlers: what one may do, another may
 * not. The engine's process speaks to KooDrive by Node, and is in no session. Pure; sessions.ts makes it true.
 */
import { isAppPage } from '../window/app-protocol.ts';

export type MayLoad = (url: string) => boolean;

export type SessionRule = {
  /** undefined: Electron's default, in which everything lands that names none */
  readonly partition: string | undefined;
  /** Goes out as the system says. Without it every connection goes to a proxy that there cannot be. */
  readonly isOnline: boolean;
};

export const sessionRules = {
  /** the window, and the preview in it */
  pages: { partition: undefined, isOnline: false },
  /** is asked which proxy the system wants, and never loads */
  'proxy-look-up': { partition: 'proxy-look-up', isOnline: true },
  /** the folder of feeds and packages; electron-updater has chosen the name */
  updater: { partition: 'electron-updater', isOnline: true },
} as const satisfies Record<string, SessionRule>;

export type SessionName = keyof typeof sessionRules;

export const loadsNothing: MayLoad = () => false;

export const loadsOurPages: MayLoad = (url) =>
  // blob: and data: are what a page has in memory already
  isAppPage(url) || ['data:', 'blob:', 'devtools://'].some((beginning) => url.startsWith(beginning));

/** What lies where the feed does: the same scheme, host and port. */
export function loadsFrom(feed: string): MayLoad {
  const home = new URL(feed);
  return (url) => {
    if (!URL.canParse(url)) return false;
    const { protocol, host } = new URL(url);
    return protocol === home.protocol && host === home.host;
  };
}

/** Port 0 of this machine: nobody can listen there, and nothing leaves for it. Addresses of this machine go to it, too. */
export const deadProxy = {
  mode: 'fixed_servers',
  proxyRules: 'http://127.0.0.1:0',
  proxyBypassRules: '<-loopback>',
} as const;
