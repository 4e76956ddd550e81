/**
 * The desktop of one user of the computer: screen, session bus with the services of accessibility, keyring, windows that
 * are managed, and a tray. The programs run beside the computer and are told to it by their sockets alone, as nothing is
 * to be on it that its packages did not bring.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProgram, type Program } from '../harness/desktop-session-programs.ts';
import { pngOf } from '../harness/desktop-session-png.ts';
import { startWatcher } from '../harness/desktop-session-watcher.ts';
import { openTray, type Tray } from '../harness/desktop-session-tray.ts';
import { users, type UserName } from './layers.ts';
import { patiently } from './patiently.ts';
import type { Machine } from './machine.ts';

export type Session = {
  readonly tray: Tray;
  /** Does each step (tests/harness/desk.py) in the app's windows. Throws with its sentence when one cannot be done. */
  act(...steps: readonly string[]): Promise<void>;
  /** what the app's windows show, a line for each thing */
  shown(): Promise<string>;
  /** the titles of the windows on the screen */
  windows(): Promise<readonly string[]>;
  /** Is a window of this class on the screen? By it a panel finds the entry of a program. */
  hasWindowOf(windowClass: string): Promise<boolean>;
  /** a picture of the screen, as PNG */
  picture(): Buffer;
  /** how many colours there are on the screen: on one that shows nothing there is one */
  colours(): number;
  close(): void;
};

export type SessionOptions = { readonly hasTray?: boolean };

/** The bus takes whoever connects, for tests stand at the tray from outside, as another user. */
const busOf = (
  socket: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <standard_session_servicedirs/>
  <policy context="default">
    <allow user="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** what accessibility calls the app */
const app = 'koosync';
const driver = readFileSync(join(import.meta.dirname, '..', 'harness', 'desk.py'), 'utf8');

export async function openSession(
  machine: Machine,
  user: Exclude<UserName, 'root'>,
  { hasTray = true }: SessionOptions = {},
): Promise<Session> {
  const as = { as: user, on: 'desk' } as const;
  const runtime = `/run/user/${users[user]}`;
  const frame = `${runtime}/frame`;
  await machine.must(['install', '-d', '-m', '700', '-o', user, '-g', user, runtime, frame], { on: 'desk' });
  const programs: Program[] = [];
  const start = (command: readonly string[], input?: string): Program => {
    const [program, ...args] = machine.words(command, as);
    const started = startProgram(program, args, process.env, input);
    programs.push(started);
    return started;
  };
  const size = ['-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset', '-fbdir', frame];
  const screen = start(['Xvfb', '-displayfd', '3', ...size]);
  writeFileSync(machine.path(`${runtime}/bus.conf`, 'desk'), busOf(`${runtime}/bus`));
  const env = {
    DISPLAY: `:${await screen.address}`,
    XDG_RUNTIME_DIR: runtime,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus`,
  };
  machine.setSession(user, env);
  await start([
    'dbus-daemon',
    '--nofork',
    '--nopidfile',
    `--config-file=${runtime}/bus.conf`,
    '--print-address=3',
  ]).address;
  const address = `unix:path=${machine.path(`${runtime}/bus`)}`;
  start(['openbox']);
  start(['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'], 'of this session');
  await patiently('a keyring', async () => {
    const owner = ['NameHasOwner', 'string:org.freedesktop.secrets'];
    const path = '/org/freedesktop/DBus';
    const ask = [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.DBus',
      path,
      `org.freedesktop.DBus.${owner[0]}`,
    ];
    return (await machine.run(['dbus-send', ...ask, String(owner[1])], as)).out.includes('true');
  });
  // as in a session in which somebody has turned accessibility on: then programs tell of their windows
  const status = ['--object-path', '/org/a11y/bus', '--method', 'org.freedesktop.DBus.Properties.Set'];
  const on = ['org.a11y.Status', 'IsEnabled', '<true>'];
  await machine.must(['gdbus', 'call', '--session', '--dest', 'org.a11y.Bus', ...status, ...on], as);
  const watcher = hasTray ? await startWatcher(address) : undefined;
  const tray = openTray(address);

  const drive = async (seconds: number, ...steps: readonly string[]): Promise<string> => {
    const options = ['--program', app, '--seconds', String(seconds)];
    return machine.must(['/usr/bin/python3', '-c', driver, ...options, ...steps], as);
  };
  const windows = async (): Promise<string[]> => {
    const found = await machine.run(['xdotool', 'search', '--onlyvisible', '--name', '.'], as);
    const ids = found.out.split('\n').filter((id) => id !== '');
    const titles = ids.map(async (id) =>
      (await machine.run(['xdotool', 'getwindowname', id], as)).out.trim(),
    );
    // a window manager has windows of its own
    return (await Promise.all(titles)).filter((title) => !['', 'Openbox'].includes(title));
  };
  const frameNow = () => readFileSync(machine.path(`${frame}/Xvfb_screen0`, 'desk'));
  return {
    tray,
    act: async (...steps) => {
      await drive(300, ...steps);
    },
    shown: () => drive(5, 'dump'),
    windows,
    hasWindowOf: async (windowClass) =>
      (await machine.run(['xdotool', 'search', '--onlyvisible', '--class', `^${windowClass}$`], as)).out !==
      '',
    picture: () => pngOf(frameNow()),
    colours: () => coloursOf(frameNow()),
    close: () => {
      tray.disconnect();
      watcher?.stop();
    },
  };
}

/** Of an XWD file with 32 bits a pixel, of which 24 are a colour. */
const coloursOf = (xwd: Buffer): number => {
  const begin = xwd.readUInt32BE(0) + xwd.readUInt32BE(19 * 4) * 12;
  const colours = new Set<number>();
  for (let at = begin; at + 4 <= xwd.length; at += 4) colours.add(xwd.readUInt32LE(at) & 0xff_ff_ff);
  return colours.size;
};
