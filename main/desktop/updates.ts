/** Keeping the app itself up to date, put together: what the system knows of this copy, what fetches, what is being sent. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { UpdatesView } from '../../shared/updates.ts';
import { realClock } from '../lib/clock.ts';
import { readUpdateBuild } from '../updates/build-config.ts';
import { versionToTell } from '../updates/version-to-tell.ts';
import { dropHandover } from '../updates/handover.ts';
import { installKind } from '../updates/install-kind.ts';
import { runInstaller } from '../updates/install-deb.ts';
import { usualTiming } from '../updates/machine.ts';
import { findPlace } from '../updates/place.ts';
import { wordsToKeep } from '../updates/restart-words.ts';
import { UpdateKeeper, type Uploads } from '../updates/update-keeper.ts';
import type { AppParts } from './app-parts.ts';
import type { Undo } from './lifecycle.ts';
import { relaunch } from './relaunch.ts';
import { loadsFrom } from './sessions/reach.ts';
import { handoverFile } from './update-beginning.ts';
import { createUpdater } from './updater/updater.ts';

/** Syncing that was held for an update goes on, before anything else syncs. */
export async function resumeAfterUpdate({ koosync, beginning }: AppParts): Promise<undefined> {
  for (const id of beginning.resume) await koosync.engine.resume(id);
  dropHandover(handoverFile());
}

/** What is told before it is known how this copy came here. */
export const unknownYet = (): UpdatesView => ({
  current: app.getVersion(),
  phase: { kind: 'idle' },
  checking: false,
  asksPassword: false,
});

export async function keepUpToDate(parts: AppParts): Promise<Undo> {
  const { koosync, program, env, beginning, mainWindow } = parts;
  const { settings, policy, log } = koosync;
  const isRoot = process.getuid?.() === 0;
  const build = readUpdateBuild(packageText());
  const kind = installKind(
    await findPlace({
      platform: process.platform,
      isPackaged: app.isPackaged,
      version: app.getVersion(),
      build,
      appImage: program.executable === process.execPath ? undefined : program.executable,
      executable: process.execPath,
      resources: process.resourcesPath,
      isRoot,
      run: runInstaller,
    }),
  );
  log.info({ tag: 'updates', kind, feed: build?.feed, beginning }, 'updates');
  if (kind.kind !== 'none' && build !== undefined) parts.sessions.openUpdater(loadsFrom(build.feed));
  const keeper = new UpdateKeeper({
    clock: realClock,
    random: Math.random,
    timing: build?.timing ?? usualTiming,
    log,
    current: app.getVersion(),
    updater:
      kind.kind === 'none'
        ? kind.why
        : build === undefined
          ? 'no-feed'
          : createUpdater({
              ...{ kind, build, log, env, isRoot, relaunch },
              releaseLock: () => {
                app.releaseSingleInstanceLock();
              },
              words: process.argv.slice(1),
              moved: (file) => {
                parts.loginStart.movedTo(file);
              },
            }),
    uploads: uploadsOf(parts),
    wishes: () => {
      const { updates, updateChannel } = settings.latest();
      const fixed = policy.values();
      return {
        mode: fixed.updates ?? updates,
        channel: fixed.updateChannel ?? updateChannel,
        forbidden: fixed.updates === 'off',
      };
    },
    seen: () => mainWindow.browserWindow()?.isVisible() === true,
    handoverFile: handoverFile(),
    beginning,
    changed: tell(parts),
    quit: () => {
      app.quit();
    },
  });
  parts.updates = keeper;
  const unfollow = settings.onChange({
    changed: () => {
      keeper.wishesChanged();
    },
    broken: () => undefined,
  });
  const unfollowPolicy = policy.onChange(() => {
    keeper.wishesChanged();
  });
  const stop = keeper.start();
  mainWindow.send('updates:changed', keeper.view());
  return async () => {
    unfollow();
    unfollowPolicy();
    await stop();
  };
}

/** The app's last act: everything has stopped. */
export async function endWithUpdate({ updates, program }: AppParts, isSessionEnd: boolean): Promise<void> {
  const isToRestart = (await updates?.lastAct(isSessionEnd)) === true;
  if (isToRestart) relaunch({ execPath: program.executable, args: [...wordsToKeep(process.argv.slice(1))] });
}

/** In window and tray; and to a user who sees neither, once for each version that waits for him. */
function tell(parts: AppParts): (view: UpdatesView) => void {
  const { koosync, mainWindow, notifications } = parts;
  let told = '';
  return (view) => {
    const { phase } = view;
    mainWindow.send('updates:changed', view);
    parts.tray?.offerUpdate(phase.kind === 'ready' ? phase.version : undefined);
    const version = versionToTell(view, told);
    if (version === undefined) return;
    told = version;
    // who looks at the window sees it there
    if (mainWindow.browserWindow()?.isVisible() !== true)
      notifications.say(koosync.translate('notification.newVersion', { version }));
  };
}

function uploadsOf({ koosync, restores }: AppParts): Uploads {
  const { engine } = koosync;
  return {
    active: async () => {
      const { allPaused, pairs } = await engine.status();
      return allPaused ? [] : pairs.filter(({ paused }) => !paused).map(({ id }) => id);
    },
    hold: async (ids) => {
      for (const id of ids) await engine.pause(id);
    },
    letGo: async (ids) => {
      for (const id of ids) await engine.resume(id);
    },
    inFlight: async () => {
      const { pairs } = await engine.status();
      return pairs.reduce((sum, { transfers }) => sum + transfers.length, 0) + restores.running();
    },
  };
}

/** Of the package.json that lies in the app; '' where there is none. */
function packageText(): string {
  try {
    return readFileSync(join(app.getAppPath(), 'package.json'), 'utf8');
  } catch {
    return '';
  }
}
