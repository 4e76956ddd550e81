/**
 * What the fake bridge answers, by the names of shared/ipc/calls.ts. A name that stands in none of these lists has no
 * answer: a page that calls it fails loudly, and wants one here.
 */
import type { Deletion } from '../../shared/views.ts';
import { done, failed, historyAnswers, nothing, type Answers } from './fake-history.ts';
import type { FakeMain } from './fake-main.ts';
import { filesOf, home } from './samples.ts';
import { newVersion } from './update-samples.ts';

const engineAnswers = (main: FakeMain): Answers => ({
  status: () => done(main.status),
  pause: (pairId) => {
    if (pairId === undefined) main.become('paused');
    else main.setPaused(pairId, true);
    return nothing;
  },
  resume: (pairId) => {
    if (pairId === undefined) main.become('syncing');
    else main.setPaused(pairId, false);
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
  takeOver: () => {
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
        .map((file) => (main.state === 'present' ? { ...file, state: 'pending' as const } : file))
        .slice(0, limit),
    ),
  searchFiles: ({ query, show, limit }) => {
    if (main.state === 'bare') return done([]);
    const words = query.toLowerCase().split(' ');
    return done(
      main.status.pairs
        .flatMap((pair) => filesOf(pair.id, main.now))
        .filter((file) => (show === 'deleted' ? file.state === 'deleted' : true))
        .filter((file) => words.every((word) => file.relativePath.toLowerCase().includes(word)))
        .sort((a, b) => (show === 'recent' ? (b.syncedAt ?? 0) - (a.syncedAt ?? 0) : 0))
        .slice(0, show === 'recent' ? 50 : limit),
    );
  },
  reveal: () => nothing,
  deletions: () => done(main.deletions),
  approveDeletions: (ids) => {
    main.deletions = main.deletions.map((each) =>
      ids.includes(each.id) ? { ...each, state: 'approved' } : each,
    );
    return nothing;
  },
  undoDeletions: (ids) => {
    const undone = main.deletions.filter(({ id, state }) => ids.includes(id) && state !== 'lost');
    main.deletions = main.deletions.filter((each) => !undone.includes(each));
    return done({ beside: undone.filter(({ state }) => state === 'sent').map(beside), lost: [] });
  },
});

/** On the dev page something new has the name of everything that lies in the bin. */
const beside = ({ path }: Deletion) => ({
  wanted: path,
  path: path.replace(/(\.[^./]+)?$/, ' (recovered)$1'),
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
  policy: () => done(main.policy),
  preferences: () => done(main.preferences),
  setPreferences: (change) => {
    const { language, theme, launchAtLogin, offerFileManagers, emblems, updates, updateChannel } =
      main.preferences;
    main.preferences = {
      language: change.language ?? language,
      theme: change.theme ?? theme,
      launchAtLogin: change.launchAtLogin ?? launchAtLogin,
      offerFileManagers: change.offerFileManagers ?? offerFileManagers,
      emblems: change.emblems ?? emblems,
      updates: change.updates ?? updates,
      updateChannel: change.updateChannel ?? updateChannel,
    };
    return done(main.preferences);
  },
  takeOpenRequest: () => {
    const paths = main.openRequest;
    main.openRequest = [];
    return done(paths);
  },
});

const fileManagerAnswers = (main: FakeMain): Answers => ({
  fileManagers: () => done(main.fileManagers),
  installFileManager: (name) => done(main.setFileManager(name, true)),
  removeFileManager: (name) => done(main.setFileManager(name, false)),
});

const updateAnswers = (main: FakeMain): Answers => ({
  updates: () => done(main.updates),
  checkForUpdates: () =>
    done(main.setUpdates({ phase: { kind: 'available', version: newVersion }, checkedAt: main.now })),
  downloadUpdate: () => done(main.setUpdates({ phase: { kind: 'ready', version: newVersion } })),
  restartToUpdate: () => done(main.setUpdates({ phase: { kind: 'finishing', version: newVersion } })),
  putOffUpdate: () => done(main.setUpdates({ phase: { kind: 'ready', version: newVersion } })),
});

export const answersOf = (main: FakeMain): Answers => ({
  ...engineAnswers(main),
  ...fileAnswers(main),
  ...historyAnswers(main),
  ...accountAnswers(main),
  ...fileManagerAnswers(main),
  ...updateAnswers(main),
});
