/** The app, started as often as its source changes; what it does between two starts is its own affair. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startApp, type App, type AppProgram } from '../app-run/app.ts';
import { pageIsShown, reloadPage } from './page.ts';

export type AppRunner = {
  /** Ends the running app, if there is one, and starts it; resolves when its window shows something, or when it has ended. */
  restart(): Promise<void>;
  /** Loads the page of the window again. */
  reload(): Promise<void>;
  stop(): Promise<void>;
};

export type AppRunnerOptions = {
  readonly program: AppProgram;
  readonly env: NodeJS.ProcessEnv;
  readonly logs: string;
  readonly debuggingPort: number;
  readonly inspectPort: number | undefined;
  readonly signal: AbortSignal;
  /** The app ended without being asked to, with this exit code; `said` is the last it printed. */
  readonly onEnd: (code: number | null, said: string) => void;
};

export const createAppRunner = (options: AppRunnerOptions): AppRunner => {
  const { program, env, signal, debuggingPort, inspectPort } = options;
  const log = path.join(options.logs, 'app-output.log');
  let app: App | undefined;

  const stop = async (): Promise<void> => {
    const running = app;
    app = undefined;
    await running?.stop();
  };
  const start = (): App => {
    const started = startApp(program, env, {
      log,
      switches: [
        `--remote-debugging-port=${String(debuggingPort)}`,
        ...(inspectPort === undefined ? [] : [`--inspect=127.0.0.1:${String(inspectPort)}`]),
      ],
    });
    app = started;
    const ended = async (code: number | null): Promise<void> => {
      if (app !== started) return;
      app = undefined;
      const said = await readFile(log, 'utf8').catch(() => '');
      options.onEnd(code, said.trim().split('\n').slice(-8).join('\n'));
    };
    started.ended.then(ended, (error: unknown) => {
      if (app === started) app = undefined;
      options.onEnd(null, String(error));
    });
    return started;
  };
  return {
    restart: async () => {
      await stop();
      const started = start();
      const waiting = new AbortController();
      const shown = pageIsShown(debuggingPort, AbortSignal.any([signal, waiting.signal]));
      await Promise.race([shown, started.ended.catch(() => undefined)]);
      waiting.abort();
      await shown.catch(() => undefined);
      signal.throwIfAborted();
    },
    reload: () => reloadPage(debuggingPort, signal),
    stop,
  };
};
