/**
 * The app's life: opened, started step by step (app-steps.ts), ended. The lock is held by now (main/index.ts);
 * everything here is taken back in the reverse order when the app quits.
 */
import { join } from 'node:path';
import { app, powerMonitor } from 'electron';
import { chooseLanguage } from '../../shared/strings/index.ts';
import { openAppKooSync, type AppKooSync } from '../engine-process/app-koosync.ts';
import { realClock } from '../lib/clock.ts';
import { createWords } from '../lib/i18n.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import { createKeytarVault } from '../vault/keytar-vault.ts';
import { createAppParts, type AppParts } from './app-parts.ts';
import { appSteps, type AppStepsOptions } from './app-steps.ts';
import { forkEngine } from './engine-child.ts';
import { testHooks } from './e2e-hooks.ts';
import type { CrashReports } from './crash-reports.ts';
import { Lifecycle } from './lifecycle.ts';
import { openSessions } from './sessions/sessions.ts';
import { endWithUpdate } from './updates.ts';
import { tellFailure } from './startup-failure.ts';
import { watchUncaught } from './uncaught.ts';
import type { GraphicsState } from './watch-processes.ts';

export type DesktopOptions = Pick<AppStepsOptions, 'request' | 'onRequest'> & {
  /** the state folder; it exists */
  readonly home: string;
  /** what others had a right to in it until now */
  readonly closed: readonly string[];
  /** where this bundle lies, and preload.cjs with it */
  readonly bundle: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly crashReports: CrashReports;
  readonly graphics: GraphicsState;
};

/** With what follows it, an app that is asked to quit has ended in 5 s. */
const stopWithinMs = 3_500;
/** What Electron may take to end when everything is taken back; then it is ended. */
const endWithinMs = 500;

/** Starts the app; resolves when everything runs. Ends the process when it cannot start. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  await app.whenReady();
  const { home, env } = options;
  let tellStrange: () => void = () => undefined;
  const sessions = openSessions(() => {
    tellStrange();
  });
  const hooks = testHooks(app.isPackaged, env);
  await hooks.mayStart();
  await sessions.ready;
  const systemLanguage = app.getPreferredSystemLanguages()[0] ?? app.getLocale();

  let koosync: AppKooSync;
  try {
    // with all that Chromium knows: the settings of each system, and scripts that choose (PAC)
    const systemProxy = (url: string) => sessions.proxyFor(url);
    koosync = await openAppKooSync({
      ...{ home, env, systemLanguage, systemProxy, closed: options.closed },
      policyOfTest: hooks.policy,
      vault: createKeytarVault(),
      version: app.getVersion(),
      electron: process.versions.electron,
      fork: () => forkEngine(options.bundle, env),
    });
  } catch (thrown) {
    const words = createWords(chooseLanguage('system', systemLanguage));
    return tellFailure(toKooError(thrown), { words, home, hooks, title: 'startFailed.title' });
  }
  const { log } = koosync;
  tellStrange = () => {
    log.error({}, 'a session that is not in the table was made, and reaches nothing');
  };
  let parts: AppParts | undefined;
  const lifecycle = createLifecycle(log, async (isSessionEnd) => {
    if (parts !== undefined) await endWithUpdate(parts, isSessionEnd);
  });
  log.info(
    { version: app.getVersion(), electron: process.versions.electron, request: options.request.kind },
    'start',
  );
  const end = async (error: KooError, title: 'startFailed.title' | 'startFailed.titleRunning') => {
    log.error({ err: error, title }, 'the app could not start, or cannot go on');
    await lifecycle.stop();
    await tellFailure(error, { words: koosync, home, hooks, title });
  };
  /** The database is damaged, so nothing can be remembered any more: going on would only look like work. */
  let broken = false;
  const onBroken = (error: KooError) => {
    if (!broken) void end(error, 'startFailed.titleRunning');
    broken = true;
  };

  watchUncaught({ crashReports: options.crashReports, log, onBroken });
  const out = join(options.bundle, '..');
  const paths = { bundle: options.bundle, icons: join(out, 'icons'), renderer: join(out, 'renderer') };
  try {
    const { crashReports, graphics } = options;
    const given = { koosync, sessions, paths, env, crashReports, graphics };
    parts = createAppParts({ ...given, lifecycle, hooks, systemLanguage });
    await lifecycle.start(appSteps(parts, { ...options, onBroken }));
  } catch (thrown) {
    await end(toKooError(thrown), 'startFailed.title');
  }
}

/** `last` is done when everything has stopped; `isSessionEnd`: the system ends, and waits for nobody. */
type LastAct = (isSessionEnd: boolean) => Promise<void>;

function createLifecycle(log: AppKooSync['log'], last: LastAct): Lifecycle {
  const lifecycle = new Lifecycle({
    clock: realClock,
    deadlineMs: stopWithinMs,
    onLate: ({ name, why, error }) => {
      log.warn({ step: name, why, err: error }, 'a step of stopping did not end well');
    },
  });
  quitInOrder(lifecycle, last, () => {
    log.info({}, 'stop');
  });
  return lifecycle;
}

/** However the app is asked to end, it ends by the lifecycle: first everything is taken back, then it is let go. */
function quitInOrder(lifecycle: Lifecycle, last: LastAct, onQuit: () => void): void {
  let isSessionEnd = false;
  let isEnded = false;
  let ending: Promise<void> | undefined;
  app.on('before-quit', (event) => {
    if (isEnded) return;
    event.preventDefault();
    if (!lifecycle.quitting) onQuit();
    ending ??= lifecycle
      .stop()
      .then(() => last(isSessionEnd))
      .then(() => {
        isEnded = true;
        // a window that does not close, or a thread that does not end, must not keep the process
        setTimeout(() => {
          app.exit(0);
        }, endWithinMs).unref();
        app.quit();
      });
  });
  // Without a listener Electron quits when the last window is closed; ours lives on in the panel.
  app.on('window-all-closed', () => undefined);
  // The system waits for a few seconds when it is asked to (Linux, macOS).
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    isSessionEnd = true;
    event?.preventDefault();
    app.quit();
  });
}
