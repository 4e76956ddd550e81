/**
 * conf, without what a library below it does as soon as it is loaded (when-exit, of atomically): it listens for the signals
 * that end a process, and sends each on to this process. On Windows a process that sends itself a signal is ended at once, so
 * Ctrl-C ended `koosync run` in the middle of its work. What the library cleans up at the end of a process is not touched.
 */
import { endingListeners, listenersBefore } from './ending-signals.ts';
import Conf from 'conf';

for (const { signal, listener } of endingListeners())
  if (!listenersBefore.has(listener)) process.off(signal, listener);

export { Conf };
