/**
 * Everything behind the window but Electron, in this process: the bridge, the door of the main process, the handlers,
 * and KooSync on a real disk against an emulator. What crosses is cloned, as between processes. The system's dialogs
 * and its file manager are answered by the test.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaults, startEmulator } from '../../emulator/index.ts';
import { openKooSync, type KooSync } from '../../main/compose.ts';
import type { HandlerDeps } from '../../main/desktop/ipc/handler-deps.ts';
import { handlers } from '../../main/desktop/ipc/handlers.ts';
import { installIpc, type Frame } from '../../main/desktop/ipc/ipc.ts';
import { createHolding } from '../../main/desktop/ipc/holding.ts';
import { createRestores } from '../../main/desktop/ipc/restores.ts';
import { spacesView } from '../../main/desktop/spaces.ts';
import { createHeldContents } from '../../main/history/held-contents.ts';
import { openFileManagers } from '../../main/file-managers/file-managers.ts';
import { viewOf } from '../../main/policy/policy-view.ts';
import { placesOf } from '../../main/file-managers/places.ts';
import type { SignInForm } from '../../shared/account.ts';
import { buildBridge, type KooBridge } from '../../shared/ipc/bridge.ts';
import { calls } from '../../shared/ipc/calls.ts';
import { memoryVault } from './memory-vault.ts';

export type WindowWorld = {
  readonly bridge: KooBridge;
  readonly koosync: KooSync;
  /** the synced folder */
  readonly folder: string;
  /** an absolute path of a file in it, which has two versions */
  readonly file: string;
  /** a form that signs in */
  readonly signInForm: SignInForm;
  readonly containerId: string;
  /** what the handlers gave, before anything was taken off for its shape */
  readonly answered: unknown[];
  /** what the door wrote into the log */
  readonly logged: string[];
  close(): Promise<void>;
};

type Listener = (event: { senderFrame: Frame }, ...args: unknown[]) => Promise<unknown>;

const frame: Frame = { origin: 'app://koo', url: 'app://koo/index.html', processId: 4, routingId: 1 };

/** Signed in, with a folder of three files on the server, one of them with two versions, and one deletion. */
export async function openWindowWorld(): Promise<WindowWorld> {
  const base = mkdtempSync(join(tmpdir(), 'koosync-window-'));
  const undo: (() => unknown)[] = [() => rmSync(base, { recursive: true, force: true })];
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    const emulator = await startEmulator({ dataDir: join(base, 'emulator') });
    undo.push(() => emulator.close());
    const { userId, token, containerId } = defaults;
    const form: SignInForm = { kind: 'token', server: emulator.url, userId, token };

    const home = join(base, 'home');
    mkdirSync(home, { mode: 0o700 });
    const quick = { version: 1, settleMs: 20, versionIntervalMs: 0, deleteGraceMs: 0 };
    writeFileSync(join(home, 'settings.json'), JSON.stringify(quick));
    const koosync = await openKooSync({ home, env: {}, vault: memoryVault() });
    undo.push(() => koosync.close());
    await koosync.account.signIn(form);

    const folder = join(base, 'watched');
    const file = join(folder, 'notes.txt');
    await fillFolder(koosync, folder, containerId);

    const answered: unknown[] = [];
    const logged: string[] = [];
    const bridge = bridgeTo(handlerDeps(koosync, base), answered, logged);
    return { bridge, koosync, folder, file, signInForm: form, containerId, answered, logged, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function fillFolder({ engine }: KooSync, folder: string, containerId: string): Promise<void> {
  mkdirSync(folder);
  for (const name of ['notes.txt', 'report.md', 'old.txt']) writeFileSync(join(folder, name), name);
  await engine.addPair({ folder, containerId });
  await engine.syncOnce();
  writeFileSync(join(folder, 'notes.txt'), 'second thoughts');
  rmSync(join(folder, 'old.txt'));
  await engine.syncOnce();
}

function handlerDeps(koosync: KooSync, base: string): HandlerDeps {
  const { engine, history, account, settings, koodrive, translate } = koosync;
  const held = createHeldContents(koosync.contents, randomUUID);
  const preferences = () => {
    const { language, theme, launchAtLogin, offerFileManagers, emblems, updates, updateChannel } =
      settings.get();
    return { language, theme, launchAtLogin, offerFileManagers, emblems, updates, updateChannel };
  };
  return {
    engine,
    history,
    holding: createHolding({ history, held, tell: () => undefined }),
    restores: createRestores(() => undefined),
    undoDeletion: (id) => koosync.undoDeletion(id),
    spaces: async () => spacesView(await koodrive.spaces(), translate),
    account: { ...account, get: async () => account.get() },
    policy: () => viewOf(koosync.policy.judged(), koosync.sentence),
    preferences: {
      get: preferences,
      set: async (change) => {
        settings.set(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
        return preferences();
      },
    },
    serverOf: (text) => text,
    dialogs: {
      chooseFolder: async () => {
        const chosen = join(base, 'chosen');
        mkdirSync(chosen);
        return chosen;
      },
      chooseSaveAs: async () => join(base, 'saved.txt'),
      ask: () => Promise.resolve(true),
      chooseExportFolder: async () => base,
    },
    fileManager: {
      showItem: () => undefined,
      openFolder: async () => undefined,
      openCopy: async () => undefined,
    },
    fileManagers: fileManagersIn(base),
    updates: {
      view: () => ({
        current: '1.0.0',
        phase: { kind: 'ready', version: '1.1.0' },
        checking: false,
        asksPassword: false,
      }),
      check: () => undefined,
      download: () => undefined,
      restart: () => undefined,
      putOff: () => undefined,
    },
    clipboard: { writeText: () => undefined },
    takeOpenRequest: () => [],
  };
}

/** The real ones, in a home of its own in which there is nothing yet. */
const fileManagersIn = (base: string) =>
  openFileManagers({
    places: placesOf({ platform: 'linux', home: join(base, 'home'), state: join(base, 'state'), env: {} }),
    program: async () => ({ executable: process.execPath, args: [] }),
    folders: async () => [],
    language: 'en',
  });

function bridgeTo(deps: HandlerDeps, answered: unknown[], logged: string[]): KooBridge {
  const listeners = new Map<string, Listener>();
  // a test makes more calls than any page, each a second after the one before
  let ms = 0;
  installIpc({
    ipcMain: {
      handle: (channel, listener) => listeners.set(channel, listener as unknown as Listener),
      removeHandler: (channel) => listeners.delete(channel),
    },
    handlers: recorded(answered),
    deps,
    ourFrame: () => frame,
    now: () => (ms += 1000),
    sentence: (error) => error.message,
    log: {
      refused: (channel, why) => logged.push(`refused ${channel}: ${why}`),
      unexpected: (channel, error) => logged.push(`unexpected ${channel}: ${error.message}`),
    },
  });
  return buildBridge({
    invoke: async (name, args) => {
      const listener = listeners.get(calls[name].channel);
      if (listener === undefined) throw new Error(`nobody answers ${name}`);
      return structuredClone(await listener({ senderFrame: frame }, ...structuredClone(args)));
    },
    subscribe: () => () => undefined,
    systemLanguage: 'en',
    platform: 'linux',
  });
}

/** The handlers, and a note of what each gives. */
function recorded(answered: unknown[]): typeof handlers {
  type Answer = (...given: unknown[]) => unknown;
  const entries = Object.entries(handlers).map(([name, handler]) => {
    const answer = async (...given: unknown[]) => {
      const value = await (handler.answer as Answer)(...given);
      answered.push(value);
      return value;
    };
    return [name, { ...handler, answer }];
  });
  return Object.fromEntries(entries) as typeof handlers;
}
