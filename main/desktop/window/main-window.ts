/**
 * The window over the app's whole life: made when it is first wanted, hidden when it is closed, made anew when its page
 * has crashed. Everything that is told to the page goes through here.
 */
import type { BrowserWindow, WebFrameMain } from 'electron';
import type { EventName, EventValue } from '../../../shared/ipc/events.ts';

import type { Clock } from '../../lib/clock.ts';
import { createHistoryOpener } from '../file-manager/open-history.ts';
import { bounded } from './bounded.ts';
import { createPageCrashes } from './page-crashes.ts';
import { bringToFront, openWindow, type WindowParts } from './window.ts';

export type MainWindow = {
  /** In front of the user, made if need be. */
  show(): void;
  /** The same, with the histories of these in it. The paths are absolute. */
  showHistory(paths: readonly string[]): void;
  /** What the app was opened for, once; the page says by asking that it is ready. */
  takeOpenRequest(): string[];
  /** Tells the page, if there is one. */
  send<E extends EventName>(event: E, value: EventValue<E>): void;
  /** for the sender check of IPC, and for dialogs */
  frame(): WebFrameMain | undefined;
  browserWindow(): BrowserWindow | undefined;
  close(): void;
};

export type MainWindowParts = Omit<WindowParts, 'onClose' | 'onLoading' | 'onPageGone'> & {
  /** true once somebody has asked to quit: then closing means closing */
  readonly quitting: () => boolean;
  /** the user closed the window: hide it, make it small, or quit */
  readonly onClose: (window: BrowserWindow) => void;
  readonly onPageGone: (reason: string) => void;
  /** What became of a window whose page was gone while it was wanted: it is there anew, or stays closed until asked for. */
  readonly onReopened: (how: 'opened-anew' | 'given-up') => void;
  readonly clock: Pick<Clock, 'elapsed' | 'sleep'>;
  /** A page is gone, or loaded anew, and wants nothing any more of what it asked for. */
  readonly onPageLeft: () => void;
};

export function createMainWindow(parts: MainWindowParts): MainWindow {
  let window: BrowserWindow | undefined;
  /** it was asked for, and is not painted yet */
  let isAwaited = false;
  const delayAfter = createPageCrashes();

  const live = (): BrowserWindow | undefined => (window?.isDestroyed() === false ? window : undefined);

  const send = <E extends EventName>(event: E, value: EventValue<E>) => {
    live()?.webContents.send(event, bounded(value));
  };
  const opener = createHistoryOpener((paths) => {
    send('history:open', paths);
  });

  const make = (): BrowserWindow => {
    const made = openWindow({
      ...parts,
      onClose: () => {
        if (parts.quitting()) return false;
        parts.onClose(made);
        return true;
      },
      onLoading: () => {
        parts.onPageLeft();
        opener.pageGone();
      },
      onPageGone: (reason) => {
        // a page that dies while it is loaded tells so twice
        if (window !== made) return;
        parts.onPageGone(reason);
        parts.onPageLeft();
        const isWanted = isAwaited || (!made.isDestroyed() && made.isVisible());
        opener.pageGone();
        window = undefined;
        isAwaited = false;
        made.destroy();
        if (isWanted && !parts.quitting()) void openAnew();
      },
    });
    window = made;
    return made;
  };

  const openAnew = () =>
    reopen(parts, delayAfter, () => {
      if (live() !== undefined) return false;
      show();
      return true;
    });

  const show = () => {
    if (parts.quitting()) return;
    const there = live();
    if (there !== undefined) {
      bringToFront(there);
      return;
    }
    const made = make();
    isAwaited = true;
    // Shown when it is painted: an empty frame first looks like a fault.
    made.once('ready-to-show', () => {
      isAwaited = false;
      bringToFront(made);
    });
  };

  return {
    show,
    showHistory: (paths) => {
      opener.open(paths);
      show();
    },
    takeOpenRequest: () => opener.take(),
    send,
    frame: () => live()?.webContents.mainFrame,
    browserWindow: live,
    close: () => {
      live()?.destroy();
      window = undefined;
    },
  };
}

/** After a crash of the page, unless it crashes again and again. `show` gives false where there is a window by then. */
async function reopen(
  { clock, quitting, onReopened }: Pick<MainWindowParts, 'clock' | 'quitting' | 'onReopened'>,
  delayAfter: ReturnType<typeof createPageCrashes>,
  show: () => boolean,
): Promise<void> {
  const delay = delayAfter(clock.elapsed());
  if (delay === undefined) {
    onReopened('given-up');
    return;
  }
  if (delay > 0) await clock.sleep(delay);
  if (!quitting() && show()) onReopened('opened-anew');
}
