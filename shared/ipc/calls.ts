/**
 * Every call of the window, one row each: the name of its function on `window.koo`, the channel it travels on, and its
 * type. The other half of a row stands under the same name in main/desktop/ipc/handlers.ts: the shapes that are checked
 * and the function that answers. The bridge, its types, the registration in the main process, the dev page's bridge and
 * the conformance test are derived from these two tables.
 *
 * Names and types only: the preload holds this file, and no package may come with it.
 */
import type { Account, SignInForm } from '../account.ts';
import type { FileManagerEntry, FileManagerName } from '../file-managers.ts';
import type { PolicyView } from '../policy.ts';
import type { Preferences, PreferencesChange } from '../preferences.ts';
import type { UpdatesView } from '../updates.ts';
import type {
  Deletion,
  EngineStatus,
  FileEntry,
  FolderChange,
  HeldContent,
  HistoryPage,
  ListedVersion,
  SpaceEntry,
  Undone,
} from '../views.ts';

type Signature = (...args: never[]) => unknown;

/** `signature` carries the type and is never set. */
export type Call<S extends Signature> = {
  readonly channel: `${string}:${string}`;
  readonly signature?: S;
};

const call = <S extends Signature>(channel: Call<S>['channel']): Call<S> => ({ channel });

export const calls = {
  status: call<() => EngineStatus>('status:get'),
  /** one pair, or all of them */
  pause: call<(pairId?: number) => undefined>('engine:pause'),
  resume: call<(pairId?: number) => undefined>('engine:resume'),
  /** everything that waits is due now */
  retry: call<() => undefined>('engine:retry'),
  /** Asks for a folder in the system's dialog and pairs it. Gives its path; undefined when the user closed the dialog. */
  addPair:
    call<(input: { containerId: string; remote?: string | undefined }) => string | undefined>('pairs:add'),
  /** Forgets the pair, once the user said yes; touches neither the folder nor the server. */
  removePair: call<(pairId: number) => undefined>('pairs:remove'),
  /** takes the pair's own folder out of KooDrive's recycle bin */
  bringBack: call<(pairId: number) => undefined>('pairs:bring-back'),
  /** a pair that belongs to another account belongs to the one that is signed in, once the user said yes */
  takeOver: call<(pairId: number) => undefined>('pairs:take-over'),
  spaces: call<() => SpaceEntry[]>('spaces:list'),
  files: call<(input: { pairId: number; query: string; limit: number }) => FileEntry[]>('files:list'),
  /** Ranked: the name before the folders, words in any order, all pairs at once. */
  searchFiles:
    call<(input: { query: string; show: 'all' | 'recent' | 'deleted'; limit: number }) => FileEntry[]>(
      'files:search',
    ),
  /** what changed in a synced folder and below, newest first; `before` (epoch ms) asks for older ones */
  folderChanges:
    call<(input: { folder: string; before?: number | undefined; limit: number }) => FolderChange[]>(
      'files:changes',
    ),
  /** What this computer knows of the file's versions: at once, and offline. `after` is a page's `next`. */
  knownHistory: call<(path: string, after?: string) => HistoryPage>('history:known'),
  /** What the server says of them, a page at a time; what it says is known from then on. */
  readHistory: call<(path: string, after?: string) => HistoryPage>('history:read'),
  /** what lists left out, of up to 50 versions */
  versionDetails: call<(path: string, revisionIds: string[]) => ListedVersion[]>('history:details'),
  /** Fetches the bytes of a version, once, and holds them for reading; `history:fetching` tells how far it is. */
  holdVersion: call<(path: string, revisionId: string) => HeldContent>('history:hold-version'),
  /** holds the bytes that the file has on disk now */
  holdPresent: call<(path: string) => HeldContent>('history:hold-present'),
  /** ends a fetch that is under way, and lets go of what was held */
  releaseContent: call<(path: string, revisionId?: string) => undefined>('history:release'),
  /**
   * The file becomes that revision. What is on disk now is made a revision before that, whose id comes back: restoring
   * that one is the undo. Undefined where no file was there.
   */
  restore: call<(path: string, revisionId: string) => { undo?: string | undefined }>('history:restore'),
  /** The file becomes this text, made of chosen parts, if it still has the content with that SHA-256. */
  restoreText: call<
    (
      path: string,
      input: { text: string; encoding: string; sha256: string },
    ) => {
      undo?: string | undefined;
    }
  >('history:restore-text'),
  /** writes the version beside the file, under a name of its own; gives its path */
  restoreCopy: call<(path: string, revisionId: string) => string>('history:restore-copy'),
  /** opens the version in its program, as a file that cannot be written; what would run is shown in its folder instead */
  openVersion: call<(path: string, revisionId: string) => undefined>('history:open-version'),
  /** Asks for a folder and writes all versions there, with the date in their names. Gives the folder. */
  exportVersions: call<(path: string) => string | undefined>('history:export'),
  labelVersion: call<(path: string, revisionId: string, label: string) => undefined>('history:label'),
  /** for good; never the latest */
  deleteVersion: call<(path: string, revisionId: string) => undefined>('history:delete-version'),
  /** puts a link to this file's history (koosync://versions?path=…) on the clipboard */
  copyVersionsLink: call<(path: string) => undefined>('history:copy-link'),
  /** ends a restore of this file that is under way; the file is as it was then */
  stopRestore: call<(path: string) => undefined>('history:stop-restore'),
  /** Asks where in the system's dialog. Gives the path that was written; undefined when the user closed the dialog. */
  saveAs: call<(path: string, revisionId: string) => string | undefined>('history:save-as'),
  keepForever: call<(path: string, revisionId: string, keep: boolean) => undefined>('history:keep-forever'),
  deletions: call<() => Deletion[]>('deletions:list'),
  /** held deletions may go into the recycle bin */
  approveDeletions: call<(ids: number[]) => undefined>('deletions:approve'),
  /** what is missing is put on this disk again, out of the recycle bin where it is there already */
  undoDeletions: call<(ids: number[]) => Undone>('deletions:undo'),
  /** shows a synced file or folder in the file manager */
  reveal: call<(path: string) => undefined>('file:reveal'),
  account: call<() => Account>('account:get'),
  signIn: call<(form: SignInForm) => Account>('account:sign-in'),
  signOut: call<() => Account>('account:sign-out'),
  preferences: call<() => Preferences>('preferences:get'),
  setPreferences: call<(change: PreferencesChange) => Preferences>('preferences:set'),
  /** what the organisation fixed on this computer; `policy:changed` tells when that changes */
  policy: call<() => PolicyView>('policy:get'),
  /** the file managers of this system, and which have entries of ours */
  fileManagers: call<() => FileManagerEntry[]>('file-managers:list'),
  /** puts the entries in, or brings them up to date */
  installFileManager: call<(name: FileManagerName) => FileManagerEntry[]>('file-managers:install'),
  removeFileManager: call<(name: FileManagerName) => FileManagerEntry[]>('file-managers:remove'),
  /** new versions of KooSync; `updates:changed` tells what becomes of them */
  updates: call<() => UpdatesView>('updates:get'),
  checkForUpdates: call<() => UpdatesView>('updates:check'),
  downloadUpdate: call<() => UpdatesView>('updates:download'),
  /** Ends what is being sent, then the app, installs what was fetched, and starts it again. */
  restartToUpdate: call<() => UpdatesView>('updates:restart'),
  /** not now, as long as the app has not begun to end */
  putOffUpdate: call<() => UpdatesView>('updates:put-off'),
  /** what the app was opened for; the window asks once, when it is ready to show it */
  takeOpenRequest: call<() => string[]>('open-request:take'),
};

export type CallName = keyof typeof calls;
type SignatureOf<N extends CallName> = NonNullable<(typeof calls)[N]['signature']>;
export type CallArgs<N extends CallName> = Parameters<SignatureOf<N>>;
export type CallValue<N extends CallName> = ReturnType<SignatureOf<N>>;

export const callNames = Object.keys(calls) as CallName[];
