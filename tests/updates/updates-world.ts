/** What the tests of updates share: a feed, a desktop, a state folder with a synced folder, and the app out of a package. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import type { UpdatePackages } from '../../scripts/updates/make-packages.ts';
import { packagesFolder } from '../../scripts/updates/make-packages.ts';
import { signFeed } from '../../main/updates/signed-feed.ts';
import { openCliWorld, type CliWorld } from '../harness/cli-world.ts';
import { startDesktopSession, type DesktopSession } from '../harness/desktop-session.ts';
import { eventually } from '../harness/desktop-session-eventually.ts';
import { serveFeed, type Feed } from './feed.ts';

const packages = JSON.parse(
  readFileSync(path.join(packagesFolder, 'packages.json'), 'utf8'),
) as UpdatePackages;
const [older, newer] = packages.versions;
export { newer, older };

/** The package file of a version: `AppImage` or `deb`. */
export function packageFile(version: string, kind: string): string {
  const folder = path.join(packagesFolder, version);
  const name = readdirSync(folder).find((each) => each.endsWith(`.${kind}`));
  if (name === undefined) throw new Error(`there is no ${kind} of ${version}`);
  return path.join(folder, name);
}

/** The feed that electron-builder made for a version, before it is signed. */
export const feedText = (version: string): string =>
  readFileSync(path.join(packagesFolder, version, feedName), 'utf8');

export const feedName = 'latest-linux.yml';

export const signed = (text: string, privateKey = packages.privateKey): { readonly text: string } => ({
  text: signFeed(text, feedName, packages.keyId, privateKey),
});

const limitMs = 600_000;

/** Resolves when `holds` gives true. Packages of this size are slow to unpack on a busy machine. */
export const until = async (what: string, holds: () => boolean): Promise<void> => {
  await eventually(what, limitMs, () => Promise.resolve(holds() ? true : undefined));
};

type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

export type UpdatesWorld = {
  readonly cli: CliWorld;
  readonly session: DesktopSession;
  readonly feed: Feed;
  /** starts a program of this desktop; nobody waits for its end */
  start(command: string, ...words: string[]): void;
  /** lines of the app's log that say this, in order */
  logged(message: string): Line[];
  /** versions of the lives that the app had, in order */
  lives(): unknown[];
  /** ids of the processes of the app, whoever started them */
  apps(): number[];
  close(): Promise<void>;
};

export async function openUpdatesWorld(): Promise<UpdatesWorld> {
  const cli = await openCliWorld();
  const session = await startDesktopSession({ home: path.join(cli.folder, 'home') });
  const feed = await serveFeed(packages.port);
  mkdirSync(path.join(cli.folder, 'tmp'));
  const env = {
    ...session.env,
    ...cli.env,
    DISPLAY: session.env['DISPLAY'],
    DBUS_SESSION_BUS_ADDRESS: session.env['DBUS_SESSION_BUS_ADDRESS'],
    // AppImages are mounted there
    TMPDIR: path.join(cli.folder, 'tmp'),
    // a copy of the developer's variables would be one way more to name a place
    APPIMAGE: undefined,
    APPDIR: undefined,
  };
  const log = path.join(cli.home, 'logs', 'koosync.log');
  const logged = (message: string): Line[] =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line.endsWith('}'))
          .map((line) => JSON.parse(line) as Line)
          .filter(({ msg }) => msg === message)
      : [];
  const apps = () => processesOf(cli.folder).filter(isApp);
  return {
    cli,
    session,
    feed,
    start: (command, ...words) => {
      spawn(command, words, { env, cwd: cli.folder, detached: true, stdio: 'ignore' }).unref();
    },
    logged,
    lives: () => logged('start').map(({ version }) => version),
    apps,
    close: async () => {
      await until('the end of all that was started', () => {
        // what mounts an AppImage ends by itself when nothing runs from it any more
        for (const pid of apps()) {
          try {
            process.kill(pid, 'SIGKILL');
          } catch {
            // it ended by itself
          }
        }
        return processesOf(cli.folder).length === 0;
      });
      await feed.close();
      await session.stop();
      await cli.close();
    },
  };
}

/** By the program that it runs, which may be one that an update has replaced. */
const isApp = (pid: number): boolean => /\/koosync-desktop(?: \(deleted\))?$/u.test(linkOf(pid, 'exe'));

/** Those that run from this folder, name it, or have their root in it. What they were started with, Chromium writes over. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
    .filter((pid) =>
      [linkOf(pid, 'exe'), linkOf(pid, 'root'), words(pid)].some((each) => each.includes(folder)),
    );
}

const linkOf = (pid: number, name: 'exe' | 'root'): string => {
  try {
    return readlinkSync(`/proc/${String(pid)}/${name}`);
  } catch {
    return '';
  }
};

const words = (pid: number): string => {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};
