/**
 * A KooDrive on loopback that keeps the API document. It is written from that document alone and imports nothing of
 * the product that knows KooDrive, so that it can prove the client wrong. What it chose where the document is silent: README.md.
 */
import { randomBytes } from 'node:crypto';
import { makeControl } from './control/control.ts';
import type { Control } from './control/control.ts';
import { makeCounters } from './switches/counters.ts';
import { makeFaults } from './switches/faults.ts';
import { defaultSwitches } from './switches/switches.ts';
import { defaults } from './defaults.ts';
import { makeListener } from './http/listener.ts';
import type { Listener } from './http/listener.ts';
import { makeServer } from './http/server.ts';
import type { ServerLog } from './http/server.ts';
import { addControlRoutes } from './routes/control.ts';
import { downloadRoutes } from './routes/downloads.ts';
import { folderRoutes } from './routes/folders.ts';
import { jobRoutes } from './routes/jobs.ts';
import { listingRoutes } from './routes/listing.ts';
import { revisionRoutes } from './routes/revisions.ts';
import { sessionRoutes } from './routes/session.ts';
import { addSignInPage } from './routes/sign-in-page.ts';
import { spaceRoutes } from './routes/spaces.ts';
import { addStorage } from './routes/storage.ts';
import { syncDirRoutes } from './routes/sync-dir.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { ApiFailure, StorageFailure } from './rules/failure.ts';
import { idMaker } from './rules/ids.ts';
import { openContentStore } from './store/content.ts';
import { openDataFolder } from './store/data-folder.ts';
import { openDatabase } from './store/database.ts';
import type { Database } from './store/database.ts';
import { makeLinks } from './store/links.ts';
import { openTokens } from './store/tokens.ts';
import { makeJobRunner } from './work/job-runner.ts';
import { addSpace, findSpace } from './work/spaces.ts';
import type { World } from './world.ts';

export { defaults } from './defaults.ts';
export type { Control } from './control/control.ts';
export type { FaultAction, FaultRule } from './switches/faults.ts';
export type { Operation } from './switches/operations.ts';
export type { Variant } from './switches/switches.ts';
export type { TrueFile, TrueRevision } from './control/truth.ts';

export type EmulatorOptions = {
  /** made if absent; holds everything that survives a restart */
  dataDir: string;
  /** 0 (default): any free one. The storage has another, the one that it had before on this folder if that is free. */
  port?: number;
  /** epoch ms; default Date.now */
  clock?: () => number;
  /** hears one object per request, and emulatorFault objects when the emulator itself fails */
  log?: ServerLog;
  /** also refuse what the document asks for only in passing (README.md) */
  strict?: boolean;
};

export type Emulator = {
  /** `http://127.0.0.1:port` */
  url: string;
  port: number;
  /** where its links lead: the same machine, another port */
  storageUrl: string;
  control: Control;
  /** Breaks open connections, writes what is in memory, closes the files. */
  close: () => Promise<void>;
};

/** Why an emulator cannot start, in one sentence for a person. */
export class StartFailure extends Error {}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const linkSecret = (db: Database): string => {
  const found = db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'linkSecret'");
  if (found) return found.value;
  const value = randomBytes(32).toString('hex');
  db.run("INSERT INTO facts VALUES ('linkSecret', ?)", value);
  return value;
};

/** The greatest number handed out before, so that ids rise across restarts even if the clock went back. */
const lastId = (db: Database): bigint => {
  const row = db.get<{ top: string | null }>(
    `SELECT max(top) AS top FROM (SELECT max(versionId) AS top FROM revisions UNION ALL SELECT max(assetId) FROM nodes
     UNION ALL SELECT max(versionId) FROM uploads UNION ALL SELECT max(jobId) FROM jobs)`,
  );
  return row?.top ? BigInt(row.top) + 1_000_000n : 0n;
};

/** Starts one on `options.dataDir`. Throws StartFailure when folder or port cannot be had. */
export const startEmulator = async (options: EmulatorOptions): Promise<Emulator> => {
  const at = { api: '', storage: '' };
  const world = openWorld(options, at);
  const storage = makeListener(makeStorage(world, options.log));
  const control = makeControl(world, storage);
  const api = makeListener(makeApp(world, control, options.log));
  const stop = async (): Promise<void> => {
    await api.close();
    await storage.close();
    world.jobs.stop();
    world.tokens.flush();
    world.db.close();
  };
  try {
    await api.listen(options.port ?? 0);
    await listenWhereItWas(world.db, storage);
  } catch (error) {
    await stop();
    throw new StartFailure(`Port ${options.port ?? 0} cannot be had: ${reasonOf(error)}`, { cause: error });
  }
  at.api = `http://127.0.0.1:${api.port()}`;
  at.storage = `http://127.0.0.1:${storage.port()}`;
  world.jobs.resume();

  let closing: Promise<void> | undefined;
  return {
    url: at.api,
    port: api.port(),
    storageUrl: at.storage,
    control,
    close: () => (closing ??= stop()),
  };
};

/** Links that were handed out before a restart lead to the storage still, if nobody took its port. */
const listenWhereItWas = async (db: Database, storage: Listener): Promise<void> => {
  const was = db.get<{ value: string }>("SELECT value FROM facts WHERE name = 'storagePort'");
  await storage.listen(Number(was?.value ?? 0)).catch(() => storage.listen(0));
  db.run("INSERT OR REPLACE INTO facts VALUES ('storagePort', ?)", String(storage.port()));
};

/** What survived the last stop or kill, taken up again. */
const openWorld = (
  options: EmulatorOptions,
  at: { readonly api: string; readonly storage: string },
): World => {
  const clock = options.clock ?? Date.now;
  const switches = defaultSwitches();
  const now = (): number => clock() + switches.clockOffsetMs;
  const { db, content } = openStores(options.dataDir);
  const jobs = makeJobRunner(() => world);
  const world: World = {
    db,
    content,
    ids: idMaker(now, lastId(db)),
    tokens: openTokens(db, switches, now),
    links: makeLinks(linkSecret(db), now, () => switches.linkLifeMs),
    faults: makeFaults(),
    counters: makeCounters(),
    switches,
    jobs,
    strict: options.strict ?? false,
    now,
    url: () => at.api,
    storageUrl: () => at.storage,
  };
  if (!findSpace(world, defaults.containerId)) {
    const { containerId, userId: ownerId, capacity } = defaults;
    addSpace(world, { containerId, type: '1', ownerId, capacity });
  }
  const known = db.all<{ stored: string }>('SELECT stored FROM parts WHERE stored IS NOT NULL');
  content.sweep(new Set(known.map(({ stored }) => stored)));
  return world;
};

const openStores = (dataDir: string): Pick<World, 'db' | 'content'> => {
  const cannot = (hint: string, error: unknown) =>
    new StartFailure(`The data folder ${dataDir} cannot be used${hint}: ${reasonOf(error)}`, {
      cause: error,
    });
  let file: string;
  try {
    file = openDataFolder(dataDir);
  } catch (error) {
    throw cannot('', error);
  }
  try {
    const content = openContentStore(dataDir);
    return { content, db: openDatabase(file) };
  } catch (error) {
    throw cannot(' (is another emulator on it?)', error);
  }
};

const makeApp = (
  world: World,
  control: Control,
  log: EmulatorOptions['log'],
): ReturnType<typeof makeServer> => {
  const session = sessionRoutes(world);
  const routes = [
    ...session.routes,
    ...spaceRoutes(world),
    ...uploadRoutes(world),
    ...revisionRoutes(world),
    ...folderRoutes(world),
    ...listingRoutes(world),
    ...downloadRoutes(world),
    ...jobRoutes(world),
    ...syncDirRoutes(world),
  ];
  return makeServer(world, {
    routes,
    more: (server) => {
      addSignInPage(server, session.makeCode);
      addControlRoutes(server, control);
    },
    log,
    unknown: (method, url) => new ApiFailure('APIGW.0101', `No API matches ${method} ${url}`, 404),
  });
};

const makeStorage = (world: World, log: EmulatorOptions['log']): ReturnType<typeof makeServer> =>
  makeServer(world, {
    routes: [],
    more: (server) => {
      addStorage(server, world);
    },
    log,
    unknown: () => new StorageFailure(405, 'MethodNotAllowed', 'Not on this resource'),
  });
