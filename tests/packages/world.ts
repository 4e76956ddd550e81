/** A computer with the package, a user before it, and the emulator that they sync with. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { defaults, startEmulator, type Emulator } from '../../emulator/index.ts';
import type { Format, Installed } from './formats.ts';
import { makeLayers, users, type UserName } from './layers.ts';
import { openMachine, type Machine, type Process, type Running, type RunOptions } from './machine.ts';
import { releaseFile } from './needs/needs.ts';
import { patiently } from './patiently.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';

export type Person = Exclude<UserName, 'root'>;

export type World = {
  readonly machine: Machine;
  readonly emulator: Emulator;
  readonly installed: Installed;
  /** The desktop of a user: one for each. */
  session(user: Person, options?: SessionOptions): Promise<Session>;
  /** the one that a user has */
  seen(user: Person): Session;
  /** how the installed app is started */
  readonly app: string;
  /** Starts the app and waits until its icon is in the tray of that user. */
  startApp(user: Person, options?: StartOptions): Promise<Running>;
  /** Ends it as a user does, by the menu of its icon; resolves with its exit code. */
  quitApp(user: Person, app: Running): Promise<number | null>;
  /** the app's own processes, without those that Chromium starts */
  apps(user: Person): readonly Process[];
  save(user: Person, file: string, text: string): Promise<void>;
  /** how many versions of the file the server has, by its path there */
  versions(path: string): number;
  /** Waits for the nth version, whose content is known. */
  untilVersion(path: string, nth: number, text: string): Promise<void>;
  /** every file of a home with its content's SHA-256, and what is no file by its kind */
  home(user: Person): Readonly<Record<string, string>>;
  /** Keeps a picture of each screen, and what the apps said, for who looks at a failure. */
  keep(title: string): void;
  close(): Promise<void>;
};

export type StartOptions = {
  readonly words?: readonly string[];
  readonly env?: RunOptions['env'];
};

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** What the e2e suite steers its own build by. The one that ships heeds none of it: it starts, and asks its user. */
const hooksOfTests = {
  KOOSYNC_TEST_START_FILE: '/nowhere/start',
  KOOSYNC_TEST_NO_DIALOGS: '1',
  KOOSYNC_TEST_ANSWER: 'yes',
  KOOSYNC_TEST_CHOOSE_FOLDER: '/nowhere',
  KOOSYNC_TEST_POLICY: '/nowhere/policy.json',
};

/**
 * Chromium tells of what is on a page only where it is told to: Electron asks no screen reader whether it is there
 * unless the app does.
 */
const toBeSeen = '--force-renderer-accessibility';

export async function openWorld(format: Format): Promise<World> {
  const file = releaseFile(format.ending);
  if (file === undefined)
    throw new Error(`There is no ${format.title} in release/: npm run package makes it.`);
  const scratch = mkdtempSync(join(tmpdir(), 'koo-packages-'));
  const machine = await openMachine(makeLayers());
  const emulator = await startEmulator({ dataDir: join(scratch, 'emulator') });
  const sessions = new Map<Person, Session>();
  const started: Running[] = [];
  const installed = await format.open(machine, file, scratch);

  const of = (user: Person): Session => {
    const session = sessions.get(user);
    if (!session) throw new Error(`${user} has no desktop yet`);
    return session;
  };
  const revisions = (path: string) =>
    emulator.control.tree().find((one) => one.path === path)?.revisions ?? [];
  const apps: World['apps'] = (user) =>
    machine.processes().filter(({ program, line, user: id }) => {
      const isApp = basename(program.replace(/ \(deleted\)$/u, '')) === 'koosync-desktop';
      return id === users[user] && isApp && !line.includes(' --type=');
    });
  return {
    machine,
    emulator,
    installed,
    session: async (user, options) => {
      const session = await openSession(machine, user, options);
      sessions.set(user, session);
      return session;
    },
    seen: of,
    app: installed.app,
    startApp: async (user, { words = [], env = {} } = {}) => {
      const app = machine.start([installed.app, toBeSeen, ...words], {
        as: user,
        env: { ...hooksOfTests, ...env },
      });
      started.push(app);
      let over = false;
      void app.ended.then(() => (over = true));
      await patiently('an icon in the tray', async () => {
        if (over) throw new Error(`The app ended: ${app.said()}`);
        return (await of(user).tray.items()).length > 0;
      });
      return app;
    },
    quitApp: async (user, app) => {
      // it may be gone before it has answered the click
      await Promise.race([
        of(user)
          .tray.click('Quit KooSync')
          .catch(() => undefined),
        app.ended,
      ]);
      return (await app.ended).code;
    },
    apps,
    save: async (user, path, text) => {
      await machine.must(['sh', '-c', 'mkdir -p "$(dirname "$1")"; cat > "$1"', 'save', path], {
        as: user,
        input: text,
      });
    },
    versions: (path) => revisions(path).length,
    untilVersion: (path, nth, text) =>
      patiently(`version ${String(nth)} of ${path}`, () => revisions(path)[nth - 1]?.sha256 === sha256(text)),
    home: (user) => tree(machine.path(machine.homeOf(user))),
    keep: (title) => {
      const folder = join(import.meta.dirname, '..', '..', 'test-results', 'packages');
      mkdirSync(folder, { recursive: true });
      const name = title.replaceAll(/[^\p{L}\d]+/gu, '-');
      for (const [user, session] of sessions)
        writeFileSync(join(folder, `${name}-${user}.png`), session.picture());
      writeFileSync(join(folder, `${name}.log`), started.map((app) => app.said()).join('\n---\n'));
    },
    close: async () => {
      for (const session of sessions.values()) session.close();
      await machine.close();
      await emulator.close();
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const tree = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const kind = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'other';
      return [path.slice(folder.length + 1), entry.isFile() ? sha256(readFileSync(path)) : kind];
    }),
  );

/** Signs in by the form of the window, and chooses the first folder in the dialog of the system. */
export async function beginByWindow(session: Session, server: string, folder: string): Promise<void> {
  const { userId, token } = defaults;
  const form = [`click:Server address`, `type:${server}`, 'click:User ID', `type:${userId}`];
  await session.act('click:Other', ...form, 'click:Token', 'key:Tab', `type:${token}`, 'key:Return');
  // the letter that opens the field for a path is lost, and so may be the next
  const dialog = ['pause:2', 'key:slash', 'pause:1', 'key:ctrl+a', `type:${folder}`, 'key:Return'];
  await session.act('click:Choose folder', ...dialog, `wait:${basename(folder)}`);
}

/** The same on the command line, with a first pass. */
export async function beginByCommandLine(world: World, user: Person, folder: string): Promise<void> {
  const { machine, installed, emulator } = world;
  const cli = installed.cli ?? '';
  const as = { as: user } as const;
  const { userId, token } = defaults;
  await machine.must([cli, 'sign-in', '--server', emulator.url, '--user-id', userId], {
    ...as,
    input: `${token}\n`,
  });
  await machine.must([cli, 'add', folder], as);
  await machine.must([cli, 'run', '--once'], as);
}

/** Waits until the window shows the versions of a file. */
export const showsHistory = (session: Session): Promise<void> =>
  patiently('the history of a file', async () =>
    /'Chosen version'|'Restore version/u.test(await session.shown()),
  );
