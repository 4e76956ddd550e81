/**
 * The window over the app's whole life: made when it is first wanted, hidden when it is closed, made anew when its page
 * has crashed. Everything that is told to the page goes through here.
 */
import type { BrowserWindow, WebFrameMain } from 'electron';
import type { EventName, EventValue } from '../../../shared/ipc/events.ts';

import { createHistoryOpener } from '../file-manager/open-history.ts';
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
  /** A page is gone, or loaded anew, and wants nothing any more of what it asked for. */
  readonly onPageLeft: () => void;
};

/** A page that crashes again so soon would crash for ever. */
const crashRestMs = 60_000;

export function createMainWindow(parts: MainWindowParts): MainWindow {
  let window: BrowserWindow | undefined;
  let lastCrash = Number.NEGATIVE_INFINITY;

  const live = (): BrowserWindow | undefined => (window?.isDestroyed() === false ? window : undefined);

  const send = <E extends EventName>(event: E, value: EventValue<E>) => {
    live()?.webContents.send(event, value);
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
        parts.onPageGone(reason);
        parts.onPageLeft();
        const wasSeen = !made.isDestroyed() && made.isVisible();
        opener.pageGone();
        if (window === made) window = undefined;
        made.destroy();
        const soon = Date.now() - lastCrash < crashRestMs;
        lastCrash = Date.now();
        if (wasSeen && !soon && !parts.quitting()) show();
      },
    });
    window = made;
    return made;
  };

  const show = () => {
    if (parts.quitting()) return;
    const there = live();
    if (there !== undefined) {
      bringToFront(there);
      return;
    }
    const made = make();
    // Shown when it is painted: an empty frame first looks like a fault.
    made.once('ready-to-show', () => {
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
