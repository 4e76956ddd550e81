/**
 * What the fake bridge answers, by the names of shared/ipc/calls.ts. A name that stands in none of these lists has no
 * answer: a page that calls it fails loudly, and wants one here.
 */
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { CallArgs, CallName, CallValue } from '../../shared/ipc/calls.ts';
import type { Result } from '../../shared/result.ts';
import { createTranslator, explainError } from '../../shared/strings/index.ts';
import type { FakeMain } from './fake-main.ts';
import { filesOf, home } from './samples.ts';

export type Answers = {
  readonly [N in CallName]?: (...args: CallArgs<N>) => Result<CallValue<N>> | Promise<Result<CallValue<N>>>;
};

const done = <T>(value: T): Result<T> => ({ ok: true, value });
const nothing = done(undefined);

function failed(main: FakeMain, code: ErrorCode, path?: string): Result<never> {
  const words = path === undefined ? {} : { path, folder: path };
  return {
    ok: false,
    error: { code, message: explainError(createTranslator(main.language()), code, words) },
  };
}

const engineAnswers = (main: FakeMain): Answers => ({
  status: () => done(main.status),
  pause: () => {
    main.become('paused');
    return nothing;
  },
  resume: () => {
    main.become('syncing');
    return nothing;
  },
  retry: () => {
    main.become('syncing');
    return nothing;
  },
  addPair: () => {
    main.become('syncing');
    return done(`${home}/Projects/Lighthouse`);
  },
  removePair: (pairId) => {
    main.setStatus({ ...main.status, pairs: main.status.pairs.filter((pair) => pair.id !== pairId) });
    return nothing;
  },
  bringBack: () => {
    main.become('syncing');
    return nothing;
  },
  spaces: () =>
    done(
      main.state === 'no-spaces'
        ? []
        : [
            { containerId: 'c-personal', name: 'Personal', used: 41 * 2 ** 30, capacity: 200 * 2 ** 30 },
            { containerId: 'c-team', name: '设计部 Design', used: 812 * 2 ** 30, capacity: 2 ** 40 },
          ],
    ),
});

const fileAnswers = (main: FakeMain): Answers => ({
  files: ({ pairId, query, limit }) =>
    done(
      filesOf(pairId, main.now)
        .filter((file) => file.relativePath.toLowerCase().includes(query.toLowerCase()))
        .slice(0, limit),
    ),
  reveal: () => nothing,
  deletions: () => done(main.deletions),
  approveDeletions: (ids) => {
    main.deletions = main.deletions.map((each) =>
      ids.includes(each.id) ? { ...each, state: 'approved' } : each,
    );
    return nothing;
  },
  undoDeletions: (ids) => {
    main.deletions = main.deletions.filter((each) => !ids.includes(each.id));
    return nothing;
  },
});

const historyAnswers = (main: FakeMain): Answers => ({
  versions: (path) => {
    switch (main.history) {
      case 'error':
        return failed(main, 'OFFLINE');
      case 'outside':
        return failed(main, 'NOT_IN_A_PAIR', path);
      case 'slow':
        return new Promise(() => undefined);
      case 'none':
        return failed(main, 'NOT_YET_SYNCED', path);
      default:
        return done(main.versions);
    }
  },
  restore: async (path, revisionId) => {
    if (main.isRestoreSlow && !(await main.takesItsTime(path))) return failed(main, 'CANCELLED');
    main.addVersion(
      path,
      main.versions.find((version) => version.revisionId === revisionId),
    );
    return nothing;
  },
  stopRestore: () => {
    main.stopRestore();
    return nothing;
  },
  saveAs: (path) => done(`${home}/Downloads/${path.split('/').at(-1) ?? ''}`),
  keepForever: (_path, revisionId, keep) => {
    main.versions = main.versions.map((each) =>
      each.revisionId === revisionId ? { ...each, keepForever: keep } : each,
    );
    return nothing;
  },
});

const accountAnswers = (main: FakeMain): Answers => ({
  account: () => done(main.account),
  signIn: (form) => {
    if (form.userId === 'wrong') return failed(main, 'SIGN_IN_NEEDED');
    if (form.userId === 'offline') return failed(main, 'OFFLINE');
    main.account = { ...main.account, signedIn: true, server: form.server, userId: form.userId };
    main.become(main.state === 'sign-in' ? 'empty' : 'syncing');
    return done(main.account);
  },
  signOut: () => {
    main.account = { ...main.account, signedIn: false };
    main.become('expired');
    return done(main.account);
  },
  preferences: () => done(main.preferences),
  setPreferences: (change) => {
    const { language, theme, launchAtLogin, offerFileManagers, emblems } = main.preferences;
    main.preferences = {
      language: change.language ?? language,
      theme: change.theme ?? theme,
      launchAtLogin: change.launchAtLogin ?? launchAtLogin,
      offerFileManagers: change.offerFileManagers ?? offerFileManagers,
      emblems: change.emblems ?? emblems,
    };
    return done(main.preferences);
  },
  takeOpenRequest: () => {
    const path = main.openRequest;
    main.openRequest = undefined;
    return done(path);
  },
});

const fileManagerAnswers = (main: FakeMain): Answers => ({
  fileManagers: () => done(main.fileManagers),
  installFileManager: (name) => done(main.setFileManager(name, true)),
  removeFileManager: (name) => done(main.setFileManager(name, false)),
});

export const answersOf = (main: FakeMain): Answers => ({
  ...engineAnswers(main),
  ...fileAnswers(main),
  ...historyAnswers(main),
  ...accountAnswers(main),
  ...fileManagerAnswers(main),
});
