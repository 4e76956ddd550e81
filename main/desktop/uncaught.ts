/** Errors that nobody caught: written down without secrets, told in one sentence, never shown as a stack. */
import { app } from 'electron';
import type { Log } from '../lib/logger.ts';
import { toKooError, type KooError } from '../model/errors.ts';
import type { CrashReports } from './crash-reports.ts';

export type UncaughtParts = {
  readonly crashReports: CrashReports;
  readonly log: Log;
  /** Nothing can be believed any more: tells the user, and ends the app. */
  readonly onBroken: (error: KooError) => void;
};

/** For the rest of the process. */
export function watchUncaught({ crashReports, log, onBroken }: UncaughtParts): void {
  const write = (thrown: unknown, kind: string) => {
    log.error({ err: thrown }, kind);
    crashReports.write(thrown, {
      kind,
      version: app.getVersion(),
      electron: process.versions['electron'] ?? '',
      system: `${process.platform} ${process.arch} ${process.getSystemVersion()}`,
    });
  };
  // Electron would show its stack in a dialog
  process.on('uncaughtException', (thrown: unknown) => {
    write(thrown, 'an error that nobody caught');
    onBroken(toKooError(thrown));
  });
  // what only a promise was told of ended one piece of work, and no more
  process.on('unhandledRejection', (thrown: unknown) => {
    write(thrown, 'a promise that nobody waited for failed');
  });
  // a terminal that was closed, a pipe whose reader is gone
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
