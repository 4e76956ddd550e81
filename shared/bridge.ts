/** The whole of what a page can reach: `window.koo`. Built by main/preload, used by renderer. */
import type { Account, EventName, EventValue, Preferences, SignInForm, CallValue } from './ipc-contract.ts';
import type { Deletion, EngineStatus, FileEntry, Version } from './views.ts';
import type { Result } from './result.ts';

/** Takes a listener off again; calling it twice does nothing. */
export type Off = () => void;

export type KooBridge = {
  status(): Promise<Result<EngineStatus>>;
  pause(): Promise<Result<undefined>>;
  resume(): Promise<Result<undefined>>;
  retry(): Promise<Result<undefined>>;
  addPair(input: { containerId: string; remote?: string | undefined }): Promise<Result<string | undefined>>;
  removePair(pairId: number): Promise<Result<undefined>>;
  spaces(): Promise<Result<CallValue<'spaces:list'>>>;
  files(input: { pairId: number; query: string; limit: number }): Promise<Result<FileEntry[]>>;
  versions(path: string): Promise<Result<Version[]>>;
  restore(path: string, revisionId: string): Promise<Result<undefined>>;
  saveAs(path: string, revisionId: string): Promise<Result<string | undefined>>;
  keepForever(path: string, revisionId: string, keep: boolean): Promise<Result<undefined>>;
  deletions(): Promise<Result<Deletion[]>>;
  approveDeletions(ids: number[]): Promise<Result<undefined>>;
  restoreDeletions(ids: number[]): Promise<Result<undefined>>;
  reveal(path: string): Promise<Result<undefined>>;
  account(): Promise<Result<Account>>;
  signIn(form: SignInForm): Promise<Result<Account>>;
  signOut(): Promise<Result<Account>>;
  preferences(): Promise<Result<Preferences>>;
  setPreferences(change: Partial<Preferences>): Promise<Result<Preferences>>;
  takeOpenRequest(): Promise<Result<string | undefined>>;
  on<E extends EventName>(event: E, listener: (value: EventValue<E>) => void): Off;
  /** the system's language tag, for `language: 'system'` */
  readonly systemLanguage: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
};
