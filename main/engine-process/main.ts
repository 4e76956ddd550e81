/**
 * Where the engine's process begins: forked by the app (main/desktop/engine-child.ts), one for its whole life. The app tells
 * it to open and to close, and it ends with the app, however that ends.
 */
import { constants, setPriority } from 'node:os';
import { openCrashReports } from '../desktop/crash-reports.ts';
import type { Log } from '../lib/logger.ts';
import type { OpenInProcess } from './crossing.ts';
import type { Port } from './port.ts';
import { serveKooSync } from './serve-koosync.ts';

// The window, and whatever else its user does, go first. Before there are threads: they take it over.
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // a system that does not allow it: slower for others is better than not at all
}

// A terminal and the end of a session signal every process; the app says when to close, in its order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// a terminal that was closed, a pipe whose reader is gone
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const port: Port = {
  post: (message) => {
    process.parentPort.postMessage(message);
  },
  listen: (hear) => {
    process.parentPort.on('message', ({ data }) => {
      hear(data);
    });
  },
};

/** What nobody caught is written down without secrets; the app starts this process again. */
function watchUncaught({ home, version, electron }: OpenInProcess, log: Log): void {
  const crashReports = openCrashReports(home, Date.now);
  const write = (thrown: unknown, kind: string) => {
    log.error({ err: thrown }, kind);
    crashReports.write(thrown, {
      ...{ kind, version, electron },
      process: 'engine',
      system: `${process.platform} ${process.arch} ${process.getSystemVersion()}`,
    });
  };
  process.on('uncaughtException', (thrown: unknown) => {
    write(thrown, 'an error that nobody caught');
    process.exit(1);
  });
  // what only a promise was told of ended one piece of work, and no more
  process.on('unhandledRejection', (thrown: unknown) => {
    write(thrown, 'a promise that nobody waited for failed');
  });
}

/** The answer to the last call is read by the app before this. */
const endsAfterMs = 50;

serveKooSync({
  port,
  opened: (options, log) => {
    log.info({ version: options.version }, "the engine's process");
    watchUncaught(options, log);
  },
  closed: () => {
    setTimeout(() => process.exit(0), endsAfterMs);
  },
});
