/**
 * Builds `window.koo` (shared/bridge.ts). Goes in: the two doors to the main process, as plain functions. Comes out: named
 * functions only, so that the page never holds a door that takes a channel name of its own choosing.
 *
 * The contract is imported as types: the schemas are checked on the other side, and zod stays out of this bundle.
 */
import type { KooBridge, Off } from '../../shared/bridge.ts';
import type { CallArgs, CallName, CallValue, EventName, EventValue } from '../../shared/ipc-contract.ts';
import type { Result } from '../../shared/result.ts';

export type Doors = {
  /** asks the main process and waits for its answer */
  readonly invoke: (channel: CallName, args: readonly unknown[]) => Promise<unknown>;
  /** `listener` is given the data alone, never Electron's event object: that one holds the raw door */
  readonly subscribe: (channel: EventName, listener: (value: unknown) => void) => Off;
  readonly systemLanguage: string;
  readonly platform: NodeJS.Platform;
};

/** The page chooses among these by name; any other name is refused before it reaches Electron. */
const eventNames: Readonly<Record<EventName, true>> = {
  'status:changed': true,
  'history:open': true,
  'history:changed': true,
};

export function buildBridge(doors: Doors): KooBridge {
  const call = <C extends CallName>(channel: C, ...args: CallArgs<C>): Promise<Result<CallValue<C>>> =>
    doors.invoke(channel, args) as Promise<Result<CallValue<C>>>;

  return {
    status: () => call('status:get'),
    pause: () => call('engine:pause'),
    resume: () => call('engine:resume'),
    retry: () => call('engine:retry'),
    addPair: (input) => call('pairs:add', input),
    removePair: (pairId) => call('pairs:remove', pairId),
    spaces: () => call('spaces:list'),
    files: (input) => call('files:list', input),
    versions: (path) => call('history:list', path),
    restore: (path, revisionId) => call('history:restore', path, revisionId),
    saveAs: (path, revisionId) => call('history:save-as', path, revisionId),
    keepForever: (path, revisionId, keep) => call('history:keep-forever', path, revisionId, keep),
    deletions: () => call('deletions:list'),
    approveDeletions: (ids) => call('deletions:approve', ids),
    restoreDeletions: (ids) => call('deletions:restore', ids),
    reveal: (path) => call('file:reveal', path),
    account: () => call('account:get'),
    signIn: (form) => call('account:sign-in', form),
    signOut: () => call('account:sign-out'),
    preferences: () => call('preferences:get'),
    setPreferences: (change) => call('preferences:set', change),
    takeOpenRequest: () => call('open-request:take'),
    on: <E extends EventName>(event: E, listener: (value: EventValue<E>) => void): Off => {
      if (!Object.hasOwn(eventNames, event)) throw new TypeError(`no such event: ${String(event)}`);
      const off = doors.subscribe(event, (value) => {
        listener(value as EventValue<E>);
      });
      let listening = true;
      return () => {
        if (!listening) return;
        listening = false;
        off();
      };
    },
    systemLanguage: doors.systemLanguage,
    platform: doors.platform === 'darwin' || doors.platform === 'win32' ? doors.platform : 'linux',
  };
}
