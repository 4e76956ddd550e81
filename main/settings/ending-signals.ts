/** Who listened for the signals that end a process before conf was loaded. Imported by quiet-conf.ts alone, and first. */

const endingSignals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** Each listener, with its signal. */
export const endingListeners = () =>
  endingSignals.flatMap((signal) =>
    (process.rawListeners(signal) as NodeJS.SignalsListener[]).map((listener) => ({ signal, listener })),
  );

export const listenersBefore = new Set(endingListeners().map(({ listener }) => listener));
