/**
 * Fetching by electron-updater: which version is meant for this copy (newer, and within a staged roll-out), the parts of a
 * package that differ, its digest; on Windows and macOS the signature of the package and the installing, too. On Linux
 * the installing is ours: docs/decisions/updates.md says why.
 */
import { basename } from 'node:path';
import type { RelaunchOptions } from 'electron';
import {
  AppImageUpdater,
  DebUpdater,
  MacUpdater,
  NsisUpdater,
  type AppUpdater,
  type UpdateCheckResult,
  type UpdateDownloadedEvent,
} from 'electron-updater';
import type { UpdateChannel } from '../../../shared/updates.ts';
import type { Log } from '../../lib/logger.ts';
import { startSuccessor } from '../../lib/programs.ts';
import type { UpdateBuild } from '../../updates/build-config.ts';
import { UpdateFailure } from '../../updates/failure.ts';
import { installDeb, runInstaller } from '../../updates/install-deb.ts';
import type { InstallKind } from '../../updates/install-kind.ts';
import { placeAppImage } from '../../updates/place-appimage.ts';
import { environmentToKeep, wordsToKeep } from '../../updates/restart-words.ts';
import type { Updater } from '../../updates/update-keeper.ts';
import { feedProvider } from './feed-provider.ts';

export type UpdaterParts = {
  readonly kind: Exclude<InstallKind, { kind: 'none' }>;
  readonly build: UpdateBuild;
  readonly log: Log;
  readonly relaunch: (options: RelaunchOptions) => void;
  /** The next life finds this one gone. */
  readonly releaseLock: () => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** the words that this process was started with, without the executable */
  readonly words: readonly string[];
  readonly isRoot: boolean;
  /** The AppImage lies elsewhere from now on, and what starts it must hear of it. */
  readonly moved: (file: string) => void;
};

/** electron-builder's names of the feeds */
const feedNames: Readonly<Record<UpdateChannel, string>> = { stable: 'latest', beta: 'beta' };

type Fetched = { readonly file: string; readonly sha512: string };

export function createUpdater(parts: UpdaterParts): Updater {
  const { kind, build, log } = parts;
  let channel: UpdateChannel = 'stable';
  let found: UpdateCheckResult | undefined;
  let fetched: Fetched | undefined;

  const updater = updaterOf(kind.kind);
  updater.logger = loggerOf(log);
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.disableWebInstaller = true;
  updater.setFeedURL({
    provider: 'custom',
    updateProvider: feedProvider({
      feed: build.feed,
      keys: build.keys,
      channel: () => feedNames[channel],
      fetch: (address, init) => updater.netSession.fetch(address, init),
    }),
  });
  // an older program cannot read the state of a newer one
  updater.allowDowngrade = false;
  updater.on('update-downloaded', (event) => {
    fetched = fetchedFrom(event);
  });

  return {
    asksPassword: kind.kind === 'deb' && !parts.isRoot,
    installsQuietly: kind.kind !== 'mac',
    check: async (wished) => {
      channel = wished;
      const result = await updater.checkForUpdates();
      found = result?.isUpdateAvailable === true ? result : undefined;
      return found?.updateInfo.version;
    },
    download: async (progress, signal) => {
      const token = found?.cancellationToken;
      fetched = undefined;
      const cancel = () => {
        token?.cancel();
      };
      const tell = ({ percent }: { readonly percent: number }) => {
        progress(percent);
      };
      signal.addEventListener('abort', cancel, { once: true });
      updater.on('download-progress', tell);
      try {
        await updater.downloadUpdate(token);
      } finally {
        updater.off('download-progress', tell);
        signal.removeEventListener('abort', cancel);
      }
    },
    install: async (restart) => {
      switch (kind.kind) {
        case 'appimage':
          return installAppImage(parts, kind.file, known(fetched), restart);
        case 'deb':
          await installDeb(known(fetched), { run: runInstaller, isRoot: parts.isRoot });
          if (restart) parts.relaunch({ args: [...wordsToKeep(parts.words)] });
          return;
        case 'nsis':
        case 'mac':
          // they start the app again when it is gone, and find it gone by the lock
          parts.releaseLock();
          updater.quitAndInstall(true, restart);
      }
    },
  };
}

function updaterOf(kind: UpdaterParts['kind']['kind']): AppUpdater {
  switch (kind) {
    case 'appimage':
      return new AppImageUpdater();
    case 'deb':
      return new DebUpdater();
    case 'nsis':
      return new NsisUpdater();
    case 'mac':
      return new MacUpdater();
  }
}

async function installAppImage(
  { releaseLock, env, words, moved, log }: UpdaterParts,
  current: string,
  fetched: Fetched,
  restart: boolean,
): Promise<void> {
  const file = await placeAppImage(current, fetched);
  log.info({ tag: 'updates', file }, 'the new AppImage is in place');
  try {
    if (file !== current) moved(file);
  } catch (thrown) {
    log.warn({ tag: 'updates', err: thrown }, 'what starts the AppImage was not told its new name');
  }
  if (!restart) return;
  // the new one must find the lock free: this process ends right after
  releaseLock();
  await startSuccessor(file, wordsToKeep(words), environmentToKeep(env));
}

const known = (fetched: Fetched | undefined): Fetched => {
  if (fetched === undefined) throw new UpdateFailure('not-installed', 'nothing was fetched');
  return fetched;
};

/** The digest is that of the feed, which was signed. */
function fetchedFrom({ downloadedFile, files }: UpdateDownloadedEvent): Fetched | undefined {
  const name = basename(downloadedFile);
  const entry = files.find(({ url }) => decodeURIComponent(basename(url)) === name);
  return entry === undefined ? undefined : { file: downloadedFile, sha512: entry.sha512 };
}

const loggerOf = (log: Log) => {
  const say = (level: 'debug' | 'info' | 'warn') => (message?: unknown) => {
    log[level]({ tag: 'electron-updater' }, String(message));
  };
  // what it calls an error is one of a feed or a download: it is said by us, with what follows from it
  return { debug: say('debug'), info: say('debug'), warn: say('info'), error: say('debug') };
};
