/**
 * The whole of what a page can reach: `window.koo`, one function per row of calls.ts. The preload builds it on
 * Electron's doors, the dev page on answers from memory. The page gets named functions only, so that it never holds a
 * door that takes a channel of its own choosing.
 */
import type { Result } from '../result.ts';
import { callNames, type calls, type CallArgs, type CallName, type CallValue } from './calls.ts';
import { events, type EventName, type EventValue } from './events.ts';

/** Takes a listener off again; calling it twice does nothing. */
export type Off = () => void;

export type Platform = 'linux' | 'darwin' | 'win32';

/** Over the rows themselves, so that an editor shows a row's comment where the page calls it. */
type CallFunctions = {
  readonly [N in keyof typeof calls]: (...args: CallArgs<N>) => Promise<Result<CallValue<N>>>;
};

export type KooBridge = CallFunctions & {
  readonly on: <E extends EventName>(event: E, listener: (value: EventValue<E>) => void) => Off;
  /** the system's language tag, for `language: 'system'` */
  readonly systemLanguage: string;
  readonly platform: Platform;
};

export type Doors = {
  /** asks the main process and waits for its answer */
  readonly invoke: (name: CallName, args: readonly unknown[]) => Promise<unknown>;
  /** `listener` is given the data alone, never Electron's event object: that one holds the raw door */
  readonly subscribe: (event: EventName, listener: (value: unknown) => void) => Off;
  readonly systemLanguage: string;
  readonly platform: Platform;
};

export function buildBridge({ invoke, subscribe, systemLanguage, platform }: Doors): KooBridge {
  const functions = Object.fromEntries(
    callNames.map((name) => [name, (...args: unknown[]) => invoke(name, args)]),
  ) as CallFunctions;

  const on: KooBridge['on'] = (event, listener) => {
    // The page chooses an event by name; any other name is refused before it reaches Electron.
    if (!Object.hasOwn(events, event)) throw new TypeError(`no such event: ${String(event)}`);
    const off = subscribe(event, listener as (value: unknown) => void);
    let listening = true;
    return () => {
      if (!listening) return;
      listening = false;
      off();
    };
  };

  return Object.freeze({ ...functions, on, systemLanguage, platform });
}
