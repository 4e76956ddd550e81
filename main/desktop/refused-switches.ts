/**
 * Switches of Chromium that open the app to whoever knows the address, or take down the walls around its pages. An installed
 * app does not start with them: a shortcut or another program must not make it a door. Pure.
 */

const debugging = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address'];
const walls = [
  'disable-web-security',
  'disable-site-isolation-trials',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'single-process',
  'renderer-cmd-prefix',
  'load-extension',
];

export type StartedAs = {
  /** installed, and no packing that is made for tests */
  readonly isShipped: boolean;
  /** Chromium does not start as root with its sandbox. */
  readonly isRoot: boolean;
  /** Its AppRun leaves the sandbox out where the kernel allows none (docs/packaging.md). */
  readonly isAppImage: boolean;
};

/** As they would be written. `has`: is Chromium told of it, however it came there? */
export function refusedSwitches(has: (name: string) => boolean, started: StartedAs): string[] {
  if (!started.isShipped) return [];
  const mustBeWithout = started.isRoot || started.isAppImage;
  return [...debugging, ...walls, ...(mustBeWithout ? [] : ['no-sandbox'])]
    .filter((name) => has(name))
    .map((name) => `--${name}`);
}
