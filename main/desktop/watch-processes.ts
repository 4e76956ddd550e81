/**
 * Chromium's other processes: what becomes of one that crashes. Chromium starts them again by itself; the one that draws
 * it does not start for ever (window/graphics.ts), and a page is opened anew by main-window.ts.
 */
import { app } from 'electron';
import { KooError } from '../model/errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/logger.ts';
import type { CrashReports } from './crash-reports.ts';
import type { Undo } from './lifecycle.ts';
import { relaunchAtExit } from './relaunch.ts';
import { avoidCard, createGraphicsCount } from './window/graphics.ts';

export type GraphicsState = {
  /** remembers that the graphics card is to be left alone */
  readonly file: string;
  /** this process draws without it */
  readonly isWithoutCard: boolean;
};

/** The handler of a crash writes its dump a moment after the crash is told. */
const dumpWrittenMs = 5_000;

export function watchProcesses(parts: {
  readonly crashReports: CrashReports;
  readonly graphics: GraphicsState;
  readonly clock: Clock;
  readonly log: Log;
  readonly isWindowSeen: () => boolean;
  readonly closeWindow: () => void;
  readonly onBroken: (error: KooError) => void;
}): Undo {
  const { crashReports, graphics, clock, log } = parts;
  const ended = new AbortController();
  const count = createGraphicsCount(graphics.isWithoutCard);

  const gone = (_event: unknown, { type, name, reason, exitCode }: Electron.Details) => {
    if (reason === 'clean-exit' || ended.signal.aborted) return;
    log.error({ type, name, reason, exitCode }, 'a process beside this one is gone');
    void clock.sleep(dumpWrittenMs, ended.signal).then(() => {
      crashReports.prune();
    });
    if (type !== 'GPU') return;
    const advice = count(clock.elapsed());
    if (advice === 'nothing') return;
    if (advice === 'give-up') {
      parts.onBroken(
        new KooError('SYSTEM_REFUSED', 'the process that draws crashed again and again', {
          detail: { values: { say: 'sentence.graphicsBroken' } },
        }),
      );
      return;
    }
    avoidCard(graphics.file, app.getVersion(), clock.now());
    if (advice === 'avoid-card') return;
    log.warn({}, 'the app starts anew, without the graphics card');
    relaunchAtExit(parts.isWindowSeen() ? [] : ['--hidden']);
    // nothing is drawn any more, and so nothing crashes while the work is put down
    parts.closeWindow();
    app.quit();
  };
  const pageGone = () => {
    void clock.sleep(dumpWrittenMs, ended.signal).then(() => {
      crashReports.prune();
    });
  };
  app.on('child-process-gone', gone);
  app.on('render-process-gone', pageGone);
  return () => {
    ended.abort();
    app.off('child-process-gone', gone);
    app.off('render-process-gone', pageGone);
  };
}
