/**
 * All that crosses between the app's main process and the engine's process, as types and tables: what either may ask of
 * the other, and what it is told. A call that one of these types gains is missing here until it is added.
 */
import type { Account, SignInForm } from '../../shared/account.ts';
import type { Engine, EngineEvents } from '../engine/api.ts';
import type { UndoResult } from '../engine/deletions/undo.ts';
import type { Exported } from '../history/export-versions.ts';
import type { FileHistory } from '../history/file-history.ts';
import type { Space } from '../koodrive/api.ts';
import type { VaultPlace } from '../vault/token-vault.ts';
import type { Call } from './peer.ts';
import { plainError, revivedError, type PlainError } from './port.ts';

type Names<T> = Readonly<Record<keyof T, true>>;

/** What is asked and answered, as opposed to `on`, which subscribes. */
export type EngineCall = Exclude<keyof Engine, 'on'>;
const ofEngine: Readonly<Record<EngineCall, true>> = {
  start: true,
  stop: true,
  close: true,
  syncOnce: true,
  addPair: true,
  removePair: true,
  takeOver: true,
  pairs: true,
  status: true,
  files: true,
  searchFiles: true,
  folderChanges: true,
  remoteFile: true,
  pause: true,
  resume: true,
  deletions: true,
  approveDeletions: true,
  beginUndo: true,
  endUndo: true,
  traceMissing: true,
  bringBack: true,
  compare: true,
  learn: true,
  retry: true,
  locate: true,
  checkIgnore: true,
  syncNow: true,
  waitsFor: true,
  restoring: true,
  written: true,
};
export const engineCalls = Object.keys(ofEngine) as readonly EngineCall[];

/** What the app asks of histories; the rest is between a history and its engine. */
export type AppHistory = Omit<FileHistory, 'keptBoth' | 'clearContents'>;
const ofHistory: Names<AppHistory> = {
  versions: true,
  restore: true,
  keepForever: true,
  known: true,
  read: true,
  details: true,
  content: true,
  present: true,
  restoreText: true,
  restoreCopy: true,
  openCopy: true,
  exportTo: true,
  label: true,
  deleteVersion: true,
};

/** What else the app asks. */
export type AppCalls = {
  account(): Promise<Account>;
  signIn(form: SignInForm): Promise<Account>;
  signOut(): Promise<Account>;
  spaces(): Promise<readonly Space[]>;
  undoDeletion(deletionId: number, signal?: AbortSignal): Promise<UndoResult>;
  /** This content (hex SHA-256) is shown: it is not removed to make room until it was released as often. */
  holdContent(sha256: string): Promise<void>;
  releaseContent(sha256: string): Promise<void>;
};
const ofApp: Names<AppCalls> = {
  account: true,
  signIn: true,
  signOut: true,
  spaces: true,
  undoDeletion: true,
  holdContent: true,
  releaseContent: true,
};

/** What an engine tells by itself, and each of which crosses. */
const ofEvents: Names<EngineEvents> = { status: true, revision: true, notice: true };
export const engineEvents = Object.keys(ofEvents) as readonly (keyof EngineEvents)[];
/** All that the engine's process tells by itself: beside those what comes up after a restore, and that its log fails. */
export type ProcessEvent = keyof EngineEvents | 'told' | 'log-trouble';
export const processEvents: readonly ProcessEvent[] = [...engineEvents, 'told', 'log-trouble'];

/** With what a KooSync is opened in the engine's process. */
export type OpenInProcess = {
  /** the state folder */
  readonly home: string;
  /** of the app, secrets included: the process is started without them (environmentOf) */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly systemLanguage: string;
  /** a file in the place of this machine's policy, in tests */
  readonly policyOfTest: string | undefined;
  /** where the main process's vault keeps secrets */
  readonly vaultPlace: VaultPlace;
  readonly version: string;
  readonly electron: string;
};
/** What was found while it was opened, to be told once. */
export type OpenedInProcess = { readonly found: readonly PlainError[] };

/** Calls of the process itself, which are there before anything is open. */
export type ProcessCalls = {
  /** Throws what openKooSync throws; then the process is of no more use. */
  open(options: OpenInProcess): Promise<OpenedInProcess>;
  /** Closes what is open; the process ends by itself after the answer. */
  close(): Promise<void>;
};

/** The calls of a part at the other side. */
const remote = <T>(part: string, names: readonly (keyof T)[], call: PartCall): T =>
  Object.fromEntries(
    names.map((name) => [name, (...args: readonly unknown[]) => call(part, String(name), args)]),
  ) as T;
export type PartCall = (part: string, call: string, args: readonly unknown[]) => Promise<unknown>;

/** Without `on`, which is no call. */
export const engineOver = (call: PartCall): Pick<Engine, EngineCall> =>
  remote<Pick<Engine, EngineCall>>('engine', engineCalls, call);
export const appCallsOver = (call: PartCall): AppCalls =>
  remote<AppCalls>('app', Object.keys(ofApp) as readonly (keyof AppCalls)[], call);
export const processOver = (call: PartCall): ProcessCalls =>
  remote<ProcessCalls>('process', ['open', 'close'], call);

type PlainExport = Omit<Exported, 'failed'> & {
  readonly failed: readonly { readonly revisionVersion: number; readonly error: PlainError }[];
};

export const historyOver = (call: PartCall): AppHistory => {
  const names = Object.keys(ofHistory) as readonly (keyof AppHistory)[];
  const history = remote<AppHistory>('history', names, call);
  return {
    ...history,
    exportTo: async (...args) => {
      const { failed, ...exported } = (await call('history', 'exportTo', args)) as PlainExport;
      return { ...exported, failed: failed.map((one) => ({ ...one, error: revivedError(one.error) })) };
    },
  };
};

/** The calls of a history as they are answered. */
export const servedHistory = (history: AppHistory): Readonly<Record<keyof AppHistory, Call>> => ({
  ...history,
  exportTo: async (...args: Parameters<AppHistory['exportTo']>): Promise<PlainExport> => {
    const { failed, ...exported } = await history.exportTo(...args);
    return { ...exported, failed: failed.map((one) => ({ ...one, error: plainError(one.error) })) };
  },
});
