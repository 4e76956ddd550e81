/** What the window's calls need of the rest of the program, as types. app.ts gives it. */
import type { Account, SignInForm } from '../../../shared/account.ts';
import type { FileManagerEntry, FileManagerName } from '../../../shared/file-managers.ts';
import type { PolicyView } from '../../../shared/policy.ts';
import type { Preferences, PreferencesChange } from '../../../shared/preferences.ts';
import type { UpdatesView } from '../../../shared/updates.ts';
import type { SpaceEntry, Undone } from '../../../shared/views.ts';
import type { Engine } from '../../engine/api.ts';
import type { FileHistory } from '../../history/file-history.ts';
import type { Holding } from './holding.ts';
import type { Ask } from './questions.ts';
import type { Restores } from './restores.ts';

export type HandlerDeps = {
  readonly engine: Pick<
    Engine,
    | 'status'
    | 'pause'
    | 'resume'
    | 'retry'
    | 'addPair'
    | 'removePair'
    | 'takeOver'
    | 'bringBack'
    | 'files'
    | 'searchFiles'
    | 'folderChanges'
    | 'locate'
    | 'pairs'
    | 'deletions'
    | 'approveDeletions'
  >;
  readonly history: Omit<FileHistory, 'keptBoth' | 'clearContents'>;
  readonly holding: Holding;
  readonly restores: Restores;
  readonly undoDeletion: (deletionId: number) => Promise<Undone>;
  readonly spaces: () => Promise<SpaceEntry[]>;
  readonly account: {
    get(): Promise<Account>;
    signIn(form: SignInForm): Promise<Account>;
    signOut(): Promise<Account>;
  };
  /** the normal form of a server's address that was typed; undefined: it is none */
  readonly serverOf: (text: string) => string | undefined;
  readonly preferences: {
    get(): Preferences;
    /** changes some, makes them true of the running app, and gives all of them */
    set(change: PreferencesChange): Promise<Preferences>;
  };
  /** what the organisation fixed */
  readonly policy: () => PolicyView;
  readonly dialogs: {
    /** undefined when the user closed the dialog */
    chooseFolder(): Promise<string | undefined>;
    chooseSaveAs(path: string): Promise<string | undefined>;
    /** where the versions of the file at `path` are to be written */
    chooseExportFolder(path: string): Promise<string | undefined>;
    /** the user's own yes or no, in a dialog that no page can answer */
    ask: Ask;
  };
  readonly fileManager: {
    /** shows a file among its neighbours; never opens it, for opening may be running */
    showItem(path: string): void;
    openFolder(path: string): Promise<void>;
    /** opens a copy of ours in its program */
    openCopy(path: string): Promise<void>;
  };
  readonly clipboard: { writeText(text: string): void };
  /** entries of ours in the menus of the system's file managers */
  readonly fileManagers: {
    list(): Promise<FileManagerEntry[]>;
    install(name: FileManagerName): Promise<void>;
    remove(name: FileManagerName): Promise<void>;
  };
  /** new versions of KooSync itself */
  readonly updates: {
    view(): UpdatesView;
    check(): void;
    download(): void;
    restart(): void;
    putOff(): void;
  };
  /** what the app was opened for, once */
  readonly takeOpenRequest: () => string[];
};
