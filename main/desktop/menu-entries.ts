/** The app's side of the entries in file managers: what starts it, and which files have which emblem. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { chooseLanguage } from '../../shared/strings/index.ts';
import type { AppKooSync } from '../engine-process/app-koosync.ts';
import { openFileManagers, type FileManagers } from '../file-managers/file-managers.ts';
import { marksOf } from '../file-managers/marks.ts';
import { placesOf } from '../file-managers/places.ts';
import { openRegistry } from '../file-managers/registry.ts';
import { runReg } from '../file-managers/run-reg.ts';
import { clearMarks, writeMarks } from '../file-managers/state-files.ts';
import { realClock } from '../lib/clock.ts';
import { fsFailureOf } from '../lib/fs-errors.ts';
import { ignoreFileName } from '../model/ignore-file.ts';
import { feedStatus } from './ipc/status-feed.ts';
import type { Undo } from './lifecycle.ts';
import type { OwnProgram } from './own-program.ts';

/** Emblems are looked at, not watched. */
const marksEveryMs = 1_000;

/** A drive that does not answer keeps nobody waiting: of its folder nothing is known, and nothing is said. */
const longestLookMs = 2_000;

/** Folders in which rules of the user's own leave files out, or may do so. */
async function foldersWithRules(pairs: readonly { readonly folder: string }[]): Promise<ReadonlySet<string>> {
  const found = pairs.map(async ({ folder }) => {
    const look = access(join(folder, ignoreFileName)).then(
      () => true,
      (thrown: unknown) => fsFailureOf(thrown) !== 'absent',
    );
    return (await Promise.race([look, realClock.sleep(longestLookMs).then(() => true)])) ? [folder] : [];
  });
  return new Set((await Promise.all(found)).flat());
}

export function createFileManagers(given: {
  readonly koosync: AppKooSync;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly program: OwnProgram;
  readonly systemLanguage: string;
}): FileManagers {
  const { koosync, env, program, systemLanguage } = given;
  const { platform } = process;
  return openFileManagers({
    places: placesOf({ platform, home: app.getPath('home'), state: koosync.home, env }),
    program: async () => program,
    folders: async () => (await koosync.engine.pairs()).map(({ folder }) => folder),
    language: chooseLanguage('system', systemLanguage),
    registry: platform === 'win32' ? openRegistry(runReg) : undefined,
  });
}

/** Entries that started an app which is no more start this one; emblems follow the status while the user wants them. */
export function tellFileManagers(parts: {
  readonly koosync: AppKooSync;
  readonly fileManagers: FileManagers;
}): Undo {
  const { koosync, fileManagers } = parts;
  const { engine, settings, home, log } = koosync;
  const failed = (thrown: unknown) => {
    log.warn({ err: thrown }, 'file managers could not be told');
  };
  // nobody waits for it: the window opens meanwhile
  void fileManagers.refresh().catch(failed);

  // the registry names the folders; elsewhere a file of the state folder does (state-files.ts)
  let folders = '';
  const offFolders = feedStatus({
    source: engine,
    clock: realClock,
    everyMs: marksEveryMs,
    failed,
    listener: ({ pairs }) => {
      const now = pairs.map(({ folder }) => folder).join('\0');
      if (process.platform === 'win32' && now !== folders) void fileManagers.refresh().catch(failed);
      folders = now;
    },
  });

  let feed: (() => void) | undefined;
  let writing: Promise<void> = clearMarks(home).catch(failed);
  const next = (work: () => Promise<void>) => {
    writing = writing.then(work).catch(failed);
  };
  const follow = () => {
    const isWanted = settings.latest().emblems;
    if (isWanted === (feed !== undefined)) return;
    if (isWanted) {
      const listener = (status: Parameters<typeof marksOf>[0]) => {
        next(async () => {
          const withRules = await foldersWithRules(status.pairs);
          await writeMarks(
            home,
            marksOf(status, (folder) => withRules.has(folder)),
          );
        });
      };
      feed = feedStatus({ source: engine, clock: realClock, everyMs: marksEveryMs, listener, failed });
      void engine.status().then(listener, failed);
    } else {
      feed?.();
      feed = undefined;
      next(() => clearMarks(home));
    }
  };
  follow();
  const off = settings.onChange({ changed: follow, broken: () => undefined });
  return async () => {
    off();
    offFolders();
    feed?.();
    next(() => clearMarks(home));
    await writing;
  };
}
