/** What the app works with, over a port, against an emulator: sign-in, histories, contents and errors as they cross. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaults, startEmulator, type Emulator } from '../../emulator/index.ts';
import { openAppKooSync, type AppKooSync } from '../../main/engine-process/app-koosync.ts';
import type { EngineChild } from '../../main/engine-process/engine-process.ts';
import { serveKooSync } from '../../main/engine-process/serve-koosync.ts';
import { KooError } from '../../main/model/errors.ts';
import type { Credentials } from '../../main/vault/token-vault.ts';
import { memoryVault } from '../harness/memory-vault.ts';
import { nodePort } from '../harness/node-port.ts';
import { quick } from '../harness/quick.ts';

let base: string;
let folder: string;
let emulator: Emulator;
let app: AppKooSync;
/** what the main process's vault was asked for */
let asked: string[];

/** The engine's side in this process: what crosses is cloned all the same. */
function fork(): EngineChild {
  const { port1, port2 } = new MessageChannel();
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (end = resolve));
  const kill = () => {
    port1.close();
    end(0);
  };
  serveKooSync({ port: nodePort(port2), opened: () => undefined, closed: () => setImmediate(kill) });
  return { port: nodePort(port1), ended, kill };
}

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'koosync-process-'));
  folder = join(base, 'watched');
  const home = join(base, 'home');
  mkdirSync(folder);
  mkdirSync(home, { mode: 0o700 });
  const settings = { version: 1, ...quick, versionIntervalMs: 0, deleteGraceMs: 0 };
  writeFileSync(join(home, 'settings.json'), JSON.stringify(settings));
  emulator = await startEmulator({ dataDir: join(base, 'emulator') });
  asked = [];
  const vault = memoryVault();
  app = await openAppKooSync({
    ...{ home, env: {}, systemLanguage: 'en', policyOfTest: undefined, fork },
    vault: {
      ...vault,
      load: (server, userId) => {
        asked.push('load');
        return vault.load(server, userId);
      },
      save: (server, credentials: Credentials) => {
        asked.push('save');
        return vault.save(server, credentials);
      },
    },
    systemProxy: async () => 'DIRECT',
    version: '1.0.0',
    electron: '1',
  });
  const { userId, token } = defaults;
  await app.signIn({ kind: 'token', server: emulator.url, userId, token });
  await app.engine.addPair({ folder, containerId: defaults.containerId });
});
afterEach(async () => {
  await app.close();
  await emulator.close();
  rmSync(base, { recursive: true, force: true });
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const saved = async (name: string, text: string): Promise<string> => {
  writeFileSync(join(folder, name), text);
  await app.engine.syncOnce();
  return join(folder, name);
};

it('secrets are saved by the main process, and asked of it', async () => {
  expect(asked).toContain('save');
  expect(await app.account()).toMatchObject({ signedIn: true, userId: defaults.userId });
  await saved('a.txt', 'one');
  expect(asked).toContain('load');
  expect((await app.spaces()).map(({ containerId }) => containerId)).toContain(defaults.containerId);
  expect((await app.signOut()).signedIn).toBe(false);
  await expect(app.spaces()).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
});

it('a content is fetched there, told of on its way, held here, and let go of', async () => {
  const file = await saved('a.txt', 'one');
  await saved('a.txt', 'second');
  const [, first] = await app.history.versions(file);
  const told: number[] = [];
  const held = await app.held.hold('key', 'a.txt', (signal) =>
    app.history.content(file, first?.revisionId ?? '', { signal, progress: (bytes) => told.push(bytes) }),
  );
  expect(readFileSync(held.path, 'utf8')).toBe('one');
  expect(held.sha256).toBe(sha256('one'));
  expect(told.at(-1)).toBe(3);
  expect(app.held.find(held.token)?.path).toBe(held.path);
  app.held.release('key');
  expect(app.held.find(held.token)).toBeUndefined();
});

it('a fetch that nobody waits for any more is ended at the other side', async () => {
  const file = await saved('a.txt', 'one');
  const [version] = await app.history.versions(file);
  emulator.control.fault({ match: { operation: 'download' }, action: { kind: 'hold' } });
  const stop = new AbortController();
  const fetching = app.history.content(file, version?.revisionId ?? '', { signal: stop.signal });
  stop.abort();
  await expect(fetching).rejects.toMatchObject({ code: 'CANCELLED' });
});

it('a restore tells its stages, and a version that cannot be exported says why, as an error', async () => {
  const file = await saved('a.txt', 'one');
  await saved('a.txt', 'second');
  const [, first] = await app.history.versions(file);
  const stages = new Set<string>();
  await app.history.restore(file, first?.revisionId ?? '', { onStage: ({ kind }) => stages.add(kind) });
  expect(readFileSync(file, 'utf8')).toBe('one');
  expect(stages.size).toBeGreaterThan(0);

  const out = join(base, 'out');
  mkdirSync(out);
  const later = await saved('b.txt', 'three');
  await saved('b.txt', 'four');
  writeFileSync(emulator.control.content(sha256('three')), 'bad');
  const { files, failed } = await app.history.exportTo(later, out);
  expect(files).toHaveLength(1);
  expect(failed).toHaveLength(1);
  expect(failed[0]?.error).toBeInstanceOf(KooError);
  expect(failed[0]?.error.code).toBe('DOWNLOAD_DAMAGED');
});

it('a deletion is undone over the port', async () => {
  const file = await saved('a.txt', 'one');
  rmSync(file);
  await app.engine.syncOnce();
  const [deletion] = await app.engine.deletions();
  await app.engine.approveDeletions([deletion?.id ?? 0]);
  await app.engine.syncOnce();
  expect(await app.undoDeletion(deletion?.id ?? 0)).toMatchObject({ files: [file], lost: [] });
  expect(readFileSync(file, 'utf8')).toBe('one');
});
