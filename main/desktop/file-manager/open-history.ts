/**
 * Carries "show this file's history" to the window: at once when its page is ready, else when the page asks what the app
 * was opened for. The latest wish wins: a user who asks twice wants the second.
 */
export type HistoryOpener = {
  /** absolute path */
  open(path: string): void;
  /** The page is ready and takes what waits for it, once. */
  take(): string | undefined;
  /** The page is being loaded (again): what comes now must wait. */
  pageGone(): void;
};

export function createHistoryOpener(send: (path: string) => void): HistoryOpener {
  let ready = false;
  let waiting: string | undefined;
  return {
    open: (path) => {
      if (ready) send(path);
      else waiting = path;
    },
    take: () => {
      ready = true;
      const path = waiting;
      waiting = undefined;
      return path;
    },
    pageGone: () => {
      ready = false;
    },
  };
}
