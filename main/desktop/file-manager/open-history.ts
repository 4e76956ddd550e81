/**
 * Carries "show the history of these" to the window: at once when its page is ready, else when the page asks what the app
 * was opened for. What comes while the page is not there is shown together, each once: a file manager may start the app
 * once for each of several files.
 */
export type HistoryOpener = {
  /** absolute paths */
  open(paths: readonly string[]): void;
  /** The page is ready and takes what waits for it, once. */
  take(): string[];
  /** The page is being loaded (again): what comes now must wait. */
  pageGone(): void;
};

export function createHistoryOpener(send: (paths: readonly string[]) => void): HistoryOpener {
  let ready = false;
  let waiting: string[] = [];
  return {
    open: (paths) => {
      if (ready) send(paths);
      else waiting = [...waiting.filter((path) => !paths.includes(path)), ...paths];
    },
    take: () => {
      ready = true;
      const taken = waiting;
      waiting = [];
      return taken;
    },
    pageGone: () => {
      ready = false;
    },
  };
}
