/**
 * conf, without what a library below it does as soon as it is loaded (when-exit, of atomically): it listens for the signals
 * that end a process, and sends each on to this process. On Windows a process that sends itself a signal is ended at once, so
 * Ctrl-C ended `koosync run` in the middle of its work. What the library cleans up at the end of a process is not touched.
 *
 * Not in the app on Linux and macOS: with the last listener of Node's, Electron's own handler of the signal goes too, and the
 * app is ended at once instead of quitting in order (tests/e2e/ending.spec.ts).
 */
import { endingListeners, listenersBefore } from './ending-signals.ts';
import Conf from 'conf';

const isHandledByElectron = process.versions['electron'] !== undefined && process.platform !== 'win32';
if (!isHandledByElectron)
  for (const { signal, listener } of endingListeners())
    if (!listenersBefore.has(listener)) process.off(signal, listener);

export { Conf };
