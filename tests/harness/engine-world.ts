/** The whole of KooSync in this process, on a real disk against an emulator, in one folder that is removed at the end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaults, startEmulator, type Emulator } from '../../emulator/index.ts';
import type { Environment } from '../../main/account/environment.ts';
import { policyOfTest } from '../../main/policy/sources.ts';
import { openKooSync, type KooSync } from '../../main/compose.ts';
import { createMovableClock, type MovableClock } from './movable-clock.ts';
import { memoryVault } from './memory-vault.ts';
import { quick } from './quick.ts';

export type EngineWorld = {
  readonly emulator: Emulator;
  /** its present life: a test that calls reopen() asks again */
  readonly koosync: KooSync;
  /** a fresh folder; everything is in it, and a policy counts that is put into it as `policy.json` */
  readonly base: string;
  /** the synced folder, `watched` there and on the server */
  readonly folder: string;
  readonly home: string;
  /** what the engine takes for the time */
  readonly clock: MovableClock;
  /** Closes KooSync and opens it on the same state, as the next start of the program does. */
  reopen(): Promise<void>;
  /** The same where the environment signs nobody in; a keyring in memory does, when it is told. */
  reopenSignedOut(): Promise<void>;
  close(): Promise<void>;
};

export async function openEngineWorld(settings: object = {}): Promise<EngineWorld> {
  const base = mkdtempSync(join(tmpdir(), 'koosync-engine-'));
  const undo: (() => unknown)[] = [() => rmSync(base, { recursive: true, force: true })];
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    const emulator = await startEmulator({ dataDir: join(base, 'emulator') });
    undo.push(() => emulator.close());
    const folder = join(base, 'watched');
    const home = join(base, 'home');
    mkdirSync(folder);
    mkdirSync(home, { mode: 0o700 });
    const given = { version: 1, ...quick, deleteGraceMs: 0, ...settings };
    writeFileSync(join(home, 'settings.json'), JSON.stringify(given));
    const env = {
      KOOSYNC_SERVER: emulator.url,
      KOOSYNC_USER_ID: defaults.userId,
      KOOSYNC_TOKEN: defaults.token,
      KOOSYNC_WATCHER: process.env['KOOSYNC_WATCHER'],
    };
    const clock = createMovableClock();
    const vault = memoryVault();
    const policy = policyOfTest(join(base, 'policy.json'));
    let koosync = await openKooSync({ home, env, clock, vault, policy });
    const open = async (environment: Environment) => {
      await koosync.close();
      koosync = await openKooSync({ home, env: environment, clock, vault, policy });
    };
    undo.push(() => koosync.close());
    await koosync.engine.addPair({ folder, containerId: defaults.containerId, remote: undefined });
    return {
      emulator,
      get koosync() {
        return koosync;
      },
      base,
      folder,
      home,
      clock,
      reopen: () => open(env),
      reopenSignedOut: () => open({}),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
