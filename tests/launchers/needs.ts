/** The programs that start what is to start with a session, and what it takes to have them: `npm run test:launchers`. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export type Launcher = {
  /** which of the four ways of reading an entry this is */
  readonly name: 'gio' | 'dex' | 'openbox' | 'systemd';
  readonly debian: readonly string[];
  /** undefined: it is not on this machine */
  readonly program: string | undefined;
};

const onPath = (name: string): string | undefined => {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
};

const architecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const firstOf = (...files: readonly string[]): string | undefined => files.find((file) => existsSync(file));

/** Its autostart is a Python program that wants PyXDG. */
const openbox = (): string | undefined =>
  spawnSync('/usr/bin/python3', ['-c', 'import xdg'], { stdio: 'ignore' }).status === 0
    ? firstOf(
        `/usr/lib/${architecture}-linux-gnu/openbox-xdg-autostart`,
        '/usr/libexec/openbox-xdg-autostart',
      )
    : undefined;

export const launchers: readonly Launcher[] = [
  { name: 'gio', debian: ['libglib2.0-bin'], program: onPath('gio') },
  { name: 'dex', debian: ['dex'], program: onPath('dex') },
  { name: 'openbox', debian: ['openbox', 'python3-xdg'], program: openbox() },
  {
    name: 'systemd',
    debian: ['systemd'],
    program: firstOf('/usr/lib/systemd/user-generators/systemd-xdg-autostart-generator'),
  },
];
