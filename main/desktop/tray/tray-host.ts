/**
 * Is there anyone to show our tray icon? On macOS and Windows always. On Linux a desktop may have no panel for it (plain
 * GNOME), and a window hidden there would be an app that nobody can find or quit again: people take it for a fault. So
 * closing the window hides it where there is a host, and asks where there is none: made small, quit, or left as it is.
 */
import { runProgram } from '../../lib/programs.ts';

/** The program that keeps tray icons, as KDE and the freedesktop people named it. */
const watcher = 'org.kde.StatusNotifierWatcher';

/** Any one of these asks the session bus; which ones a machine has differs. */
const questions: readonly (readonly [string, ...string[]])[] = [
  [
    'gdbus',
    ...[
      'call',
      '--session',
      '--timeout',
      '2',
      '--dest',
      'org.freedesktop.DBus',
      '--object-path',
      '/org/freedesktop/DBus',
    ],
    ...['--method', 'org.freedesktop.DBus.NameHasOwner', watcher],
  ],
  [
    'dbus-send',
    ...[
      '--session',
      '--print-reply',
      '--reply-timeout=2000',
      '--dest=org.freedesktop.DBus',
      '/org/freedesktop/DBus',
    ],
    ...['org.freedesktop.DBus.NameHasOwner', `string:${watcher}`],
  ],
  [
    'busctl',
    ...[
      '--user',
      '--timeout=2',
      'call',
      'org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus',
    ],
    ...['NameHasOwner', 's', watcher],
  ],
];

/** False also where it cannot be found out: a window that stays in sight is the lesser evil. */
export async function hasTrayHost(platform: NodeJS.Platform = process.platform): Promise<boolean> {
  if (platform !== 'linux') return true;
  for (const [command, ...args] of questions) {
    const answer = await ask(command, args);
    if (answer !== undefined) return /\btrue\b/u.test(answer);
  }
  return false;
}

/** What the command printed by its end, or undefined when it is not there or got no answer. */
async function ask(command: string, args: readonly string[]): Promise<string | undefined> {
  const { status, stdout } = await runProgram(command, args, { timeoutMs: 3_000 });
  return status === 0 ? stdout : undefined;
}
