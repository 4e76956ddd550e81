/**
 * What each call of the window does: one function per row of shared/ipc-contract.ts. Arguments come in checked
 * (ipc.ts); a throw goes out as a Failure. What is needed of the rest of the program is stated here, as types.
 */
import type { Account, CallArgs, CallValue, Preferences, SignInForm } from '../../../shared/ipc-contract.ts';
import type { Engine } from '../../engine/api.ts';
import type { History } from '../../history/history.ts';
import type { Handlers } from './ipc.ts';

export type PreferencesChange = CallArgs<'preferences:set'>[0];

export type HandlerParts = {
  readonly engine: Pick<
    Engine,
    | 'status'
    | 'pause'
    | 'resume'
    | 'retry'
    | 'addPair'
    | 'removePair'
    | 'files'
    | 'locate'
    | 'pairs'
    | 'deletions'
    | 'approveDeletions'
  >;
  readonly history: History;
  readonly undelete: (deletionId: number) => Promise<unknown>;
  readonly spaces: () => Promise<CallValue<'spaces:list'>>;
  readonly account: {
    get(): Account;
    signIn(form: SignInForm): Promise<Account>;
    signOut(): Promise<Account>;
  };
  readonly preferences: {
    get(): Preferences;
    /** changes some, makes them true of the running app, and gives all of them */
    set(change: PreferencesChange): Promise<Preferences>;
  };
  readonly dialogs: {
    /** undefined when the person closed the dialog */
    chooseFolder(): Promise<string | undefined>;
    chooseSaveAs(path: string): Promise<string | undefined>;
  };
  readonly fileManager: {
    /** shows a file among its neighbours; never opens it, for opening may be running */
    showItem(path: string): void;
    openFolder(path: string): Promise<void>;
  };
  /** what the app was opened for, once */
  readonly takeOpenRequest: () => string | undefined;
};

export function createHandlers(parts: HandlerParts): Handlers {
  const { engine, history, account, preferences, dialogs, fileManager } = parts;
  return {
    'status:get': () => engine.status(),
    'engine:pause': async () => {
      await engine.pause();
      return undefined;
    },
    'engine:resume': async () => {
      await engine.resume();
      return undefined;
    },
    'engine:retry': async () => {
      await engine.retry();
      return undefined;
    },
    'pairs:add': async ({ containerId, remote }) => {
      const folder = await dialogs.chooseFolder();
      if (folder === undefined) return undefined;
      const pair = await engine.addPair({ folder, containerId, remote });
      return pair.folder;
    },
    'pairs:remove': async (pairId) => {
      await engine.removePair(pairId);
      return undefined;
    },
    'spaces:list': () => parts.spaces(),
    'files:list': async ({ pairId, query, limit }) => [...(await engine.files(pairId, query, limit))],
    'history:list': async (path) => {
      return history.versions(path);
    },
    'history:restore': async (path, revisionId) => {
      await history.restore(path, revisionId);
      return undefined;
    },
    'history:save-as': async (path, revisionId) => {
      // Before the dialog, so that nobody chooses a place for something that there is not.
      await engine.locate(path);
      const to = await dialogs.chooseSaveAs(path);
      if (to === undefined) return undefined;
      // The dialog has asked already whether what is there may be replaced.
      return (await history.restore(path, revisionId, { to, force: true })).path;
    },
    'history:keep-forever': async (path, revisionId, keep) => {
      await history.keepForever(path, revisionId, keep);
      return undefined;
    },
    'deletions:list': async () => [...(await engine.deletions())],
    'deletions:approve': async (ids) => {
      await engine.approveDeletions(ids);
      return undefined;
    },
    'deletions:restore': async (ids) => {
      for (const id of ids) await parts.undelete(id);
      return undefined;
    },
    'file:reveal': async (path) => {
      // Only what KooSync syncs: the page may not lead the file manager round the disk.
      if ((await engine.pairs()).some((pair) => pair.folder === path)) await fileManager.openFolder(path);
      else {
        await engine.locate(path);
        fileManager.showItem(path);
      }
      return undefined;
    },
    'account:get': () => account.get(),
    'account:sign-in': async (form) => {
      const view = await account.signIn(form);
      // What waited for the sign-in waits no longer.
      await engine.retry();
      return view;
    },
    'account:sign-out': async () => {
      const view = await account.signOut();
      // The next call finds nobody signed in, and the tray says so.
      await engine.retry();
      return view;
    },
    'preferences:get': () => preferences.get(),
    'preferences:set': (change) => preferences.set(change),
    'open-request:take': () => parts.takeOpenRequest(),
  };
}
