import { sep } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { Deletion, EngineStatus } from '../../../shared/views.ts';
import type { CallArgs, CallName } from '../../../shared/ipc/calls.ts';
import { KooError } from '../../model/errors.ts';
import type { HandlerDeps } from './handler-deps.ts';
import { createRestores } from './restores.ts';
import { handlers } from './handlers.ts';
import type { Question } from './questions.ts';

const preferences = {
  language: 'en',
  theme: 'system',
  launchAtLogin: false,
  offerFileManagers: true,
  emblems: false,
  updates: 'ask',
  updateChannel: 'stable',
} as const;

/** A call of any handler, on deps that write down what is asked of them; pass what a test needs otherwise. */
function world(
  more: {
    /** why no folder can be taken over */
    heldFast?: KooError;
    chosen?: string;
    failed?: { revisionVersion: number; error: KooError }[];
    cannotOpen?: KooError;
    /** what the user answers; default: yes */
    yes?: boolean;
    deletions?: Deletion[];
    status?: Partial<EngineStatus>;
  } = {},
) {
  const asked: string[] = [];
  const questions: Question[] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      asked.push(
        [name, ...args.map((arg) => (typeof arg === 'object' ? JSON.stringify(arg) : String(arg)))].join(' '),
      );
    };
  const pair = { id: 1, folder: '/docs', containerId: 'c', remote: 'docs' };
  const deps: HandlerDeps = {
    engine: {
      status: async () => ({
        state: { kind: 'idle' },
        allPaused: false,
        pairs: [],
        recent: [],
        ...more.status,
      }),
      pause: async () => note('pause')(),
      resume: async () => note('resume')(),
      retry: async () => note('retry')(),
      bringBack: (id) => {
        note('bringBack')(id);
        return Promise.resolve('there');
      },
      addPair: (input) => {
        note('addPair')(input);
        return Promise.resolve({ ...pair, folder: input.folder });
      },
      removePair: (id) => Promise.resolve(note('removePair')(id)),
      takeOver: async (ids) => {
        note('takeOver')(ids);
        if (more.heldFast) throw more.heldFast;
      },
      files: async () => [],
      searchFiles: async () => [],
      folderChanges: async () => [],
      pairs: async () => [pair],
      deletions: async () => more.deletions ?? [],
      approveDeletions: async (ids) => note('approveDeletions')(ids),
      locate: async (path) => {
        if (!path.startsWith('/docs/')) throw new KooError('NOT_IN_A_PAIR', 'no', { detail: { path } });
        return {
          pair,
          relativePath: path.slice(6),
          fileId: 'f',
          sha256: undefined,
          size: undefined,
          isProven: true,
        };
      },
    },
    policy: () => ({ fixed: [], faults: [] }),
    restores: createRestores(() => undefined),
    undoDeletion: (id) => {
      note('undoDeletion')(id);
      return Promise.resolve({ beside: [], lost: [] });
    },
    history: {
      versions: () => Promise.resolve([]),
      restore: (path, revisionId, options) => {
        note('restore')(path, revisionId, options ?? {});
        return Promise.resolve({
          path: options?.to ?? path,
          size: 0,
          sha256: '',
          revisionVersion: 1,
          undo: 'u',
        });
      },
      keepForever: () => Promise.resolve(),
      known: async () => ({ versions: [] }),
      read: async () => ({ versions: [] }),
      details: async () => [],
      content: async () => ({ path: '/contents/1', size: 1, sha256: 'ab' }),
      present: async () => ({ path: '/contents/2', size: 2, sha256: 'cd', fingerprint: '' }),
      restoreText: async () => ({ undo: undefined }),
      restoreCopy: async (path) => `${path} (copy)`,
      openCopy: async (path) => ({ path: `/opened${path}`, runs: path.endsWith('.sh') }),
      exportTo: async (path, folder) => {
        note('exportTo')(path, folder);
        return { folder, files: [], failed: more.failed ?? [] };
      },
      label: async (...args) => note('label')(...args),
      deleteVersion: async (path, revision) => note('deleteVersion')(path, revision),
    },
    holding: {
      version: async () => ({ url: 'app://koo/content/1', size: 1, sha256: 'ab' }),
      present: async () => ({ url: 'app://koo/content/2', size: 2, sha256: 'cd' }),
      release: note('release'),
    },
    clipboard: { writeText: note('writeText') },
    spaces: () => Promise.resolve([]),
    account: {
      get: () => Promise.resolve({ signedIn: true, server: 's', userId: 'u', vault: 'v' }),
      signIn: () =>
        Promise.resolve(note('signIn')()).then(() => ({
          signedIn: true,
          server: 's',
          userId: 'u',
          vault: 'v',
        })),
      signOut: () => Promise.resolve({ signedIn: false, server: 's', userId: 'u', vault: 'v' }),
    },
    preferences: {
      get: () => preferences,
      set: () => Promise.resolve(preferences),
    },
    serverOf: (text) => (text === '' ? undefined : text),
    dialogs: {
      chooseFolder: () => Promise.resolve(more.chosen),
      chooseSaveAs: () => Promise.resolve(more.chosen),
      chooseExportFolder: () => Promise.resolve(more.chosen),
      ask: (question) => {
        questions.push(question);
        return Promise.resolve(more.yes ?? true);
      },
    },
    fileManager: {
      showItem: note('showItem'),
      openFolder: (folder) => Promise.resolve(note('openFolder')(folder)),
      openCopy: async (path) => {
        if (more.cannotOpen) throw more.cannotOpen;
        note('openCopy')(path);
      },
    },
    fileManagers: {
      list: () => Promise.resolve([]),
      install: (name) => Promise.resolve(note('install')(name)),
      remove: (name) => Promise.resolve(note('remove')(name)),
    },
    updates: {
      view: () => ({ current: '1.0.0', phase: { kind: 'idle' }, checking: false, asksPassword: false }),
      check: note('check'),
      download: note('download'),
      restart: note('restart'),
      putOff: note('putOff'),
    },
    takeOpenRequest: () => [],
  };
  const call = async <N extends CallName>(name: N, ...args: CallArgs<N>): Promise<unknown> => {
    const { answer } = handlers[name] as unknown as {
      answer(deps: HandlerDeps, ...args: unknown[]): unknown;
    };
    return answer(deps, ...args);
  };
  return { asked, questions, call };
}

test('a pair is added for the folder that the user chose, never one that the page names', async () => {
  const { call, asked } = world({ chosen: '/docs' });
  expect(await call('addPair', { containerId: 'c', remote: 'r' })).toBe('/docs');
  expect(asked).toEqual(['addPair {"folder":"/docs","containerId":"c","remote":"r"}']);
});

test('a closed dialog changes nothing', async () => {
  const { call, asked } = world();
  expect(await call('addPair', { containerId: 'c' })).toBeUndefined();
  expect(await call('saveAs', '/docs/a', 'r')).toBeUndefined();
  expect(asked).toEqual([]);
});

test('save as writes where the user chose, and over what they agreed to replace', async () => {
  const { call, asked } = world({ chosen: '/tmp/old.txt' });
  expect(await call('saveAs', '/docs/a', 'r')).toBe('/tmp/old.txt');
  expect(asked).toEqual(['restore /docs/a r {"to":"/tmp/old.txt","force":true}']);
});

test('versions are written where the user chose, and one that is damaged is told', async () => {
  const { call, asked } = world({ chosen: '/out' });
  expect(await call('exportVersions', '/docs/a')).toBe('/out');
  expect(asked).toEqual(['exportTo /docs/a /out']);
  const failed = [{ revisionVersion: 2, error: new KooError('DOWNLOAD_DAMAGED', 'other bytes') }];
  await expect(world({ chosen: '/out', failed }).call('exportVersions', '/docs/a')).rejects.toThrow(
    'other bytes',
  );
});

test('a version that would run is shown in its folder, and any other opened', async () => {
  const { call, asked } = world();
  await call('openVersion', '/docs/run.sh', 'r');
  await call('openVersion', '/docs/a.odt', 'r');
  expect(asked).toEqual(['showItem /opened/docs/run.sh', 'openCopy /opened/docs/a.odt']);
});

test('a version that no program opens is told as that', async () => {
  const values = { say: 'sentence.noProgram', file: '/opened/docs/a.odt' } as const;
  const error = new KooError('SYSTEM_REFUSED', 'no program', { detail: { values } });
  const { call } = world({ cannotOpen: error });
  await expect(call('openVersion', '/docs/a.odt', 'r')).rejects.toBe(error);
});

test('the link to a history holds the path, encoded', async () => {
  const { call, asked } = world();
  await call('copyVersionsLink', '/docs/50% & more.txt');
  expect(asked).toEqual(['writeText koosync://versions?path=%2Fdocs%2F50%25%20%26%20more.txt']);
});

test('a restore gives what undoes it', async () => {
  expect(await world().call('restore', '/docs/a', 'r')).toEqual({ undo: 'u' });
});

test('nothing outside the synced folders is shown or saved', async () => {
  const { call, asked } = world({ chosen: '/tmp/x' });
  await expect(call('reveal', '/etc/passwd')).rejects.toThrow(KooError);
  await expect(call('saveAs', '/etc/passwd', 'r')).rejects.toThrow(KooError);
  await expect(call('exportVersions', '/etc/passwd')).rejects.toThrow(KooError);
  await expect(call('copyVersionsLink', '/etc/passwd')).rejects.toThrow(KooError);
  expect(asked).toEqual([]);
});

test('a synced folder is opened, a file only shown', async () => {
  const { call, asked } = world();
  await call('reveal', '/docs');
  await call('reveal', '/docs/run.sh');
  expect(asked).toEqual(['openFolder /docs', 'showItem /docs/run.sh']);
});

test('signing in and out wakes what waits', async () => {
  const { call, asked } = world();
  await call('signIn', { kind: 'token', server: 's', userId: 'u', token: 't' });
  await call('signOut');
  expect(asked).toEqual(['signIn', 'retry', 'retry']);
});

test('each of the deletions is undone, one after the other', async () => {
  const { call, asked } = world();
  await call('undoDeletions', [4, 2]);
  expect(asked).toEqual(['undoDeletion 4', 'undoDeletion 2']);
});

test('what is asked about new versions is passed on, and answered with how they stand', async () => {
  const { asked, call } = world();
  const answers = [
    await call('updates'),
    await call('checkForUpdates'),
    await call('downloadUpdate'),
    await call('restartToUpdate'),
    await call('putOffUpdate'),
  ];
  expect(asked).toEqual(['check', 'download', 'restart', 'putOff']);
  for (const answer of answers) expect(answer).toMatchObject({ current: '1.0.0', phase: { kind: 'idle' } });
});

const deletion = (id: number, files: number): Deletion => ({
  id,
  path: `/docs${sep}${id}`,
  kind: files > 1 ? 'folder' : 'file',
  files,
  noticedAt: 1,
  state: 'held',
  reason: 'too-many',
});
const pairOf = (id: number, more: Partial<EngineStatus['pairs'][number]>): EngineStatus['pairs'][number] => ({
  ...{ id, folder: '/docs', remote: 'docs', containerId: 'c', files: 3, pending: 0, scanning: false },
  ...{ scanned: true, paused: false, transfers: [], problemCount: 0, problems: [], skipped: [] },
  ...{ skippedCount: 0, deleted: 0, heldDeletions: 0 },
  ...more,
});
const otherAccount = { path: '', code: 'OTHER_ACCOUNT', reason: 'of another', since: 1 } as const;
const form = { kind: 'token', userId: 'ann', token: 't' } as const;

describe('what is of weight is asked in a dialog of the main process, once, and a no does nothing', () => {
  const files = [deletion(1, 1), deletion(2, 4)];
  const held = { pairs: [pairOf(1, { problems: [otherAccount] }), pairOf(2, { folder: '/more' })] };
  type Row = {
    [N in CallName]: [string, N, CallArgs<N>, Parameters<typeof world>[0], Question | undefined, string[]];
  }[CallName];
  const rows: Row[] = [
    [
      'a pair is removed',
      'removePair',
      [1],
      {},
      { ask: 'remove', folder: '/docs', server: 's' },
      ['removePair 1'],
    ],
    [
      'held deletions are approved',
      'approveDeletions',
      [[1, 2]],
      { deletions: files },
      { ask: 'approve', count: 5, folder: '/docs', server: 's' },
      ['approveDeletions [1,2]'],
    ],
    [
      'one held deletion is approved',
      'approveDeletions',
      [[1]],
      { deletions: files },
      { ask: 'approve', count: 1, folder: '/docs', server: 's' },
      ['approveDeletions [1]'],
    ],
    [
      'more than one file is brought back',
      'undoDeletions',
      [[2]],
      { deletions: files },
      { ask: 'undo', count: 4, folder: '/docs', server: 's' },
      ['undoDeletion 2'],
    ],
    ['one file is brought back', 'undoDeletions', [[1]], { deletions: files }, undefined, ['undoDeletion 1']],
    ['one file is restored', 'restore', ['/docs/a', 'r'], {}, undefined, ['restore /docs/a r']],
    [
      'a whole folder is taken out of the bin',
      'bringBack',
      [1],
      { status: held },
      { ask: 'bringBack', count: 3, folder: '/docs', server: 's' },
      ['bringBack 1'],
    ],
    [
      'a folder of another account is taken over',
      'takeOver',
      [1],
      { status: held },
      { ask: 'takeOver', count: 1, folder: '/docs', user: 'u', server: 's' },
      ['takeOver [1]'],
    ],
    ['a folder of ones own is taken over', 'takeOver', [2], { status: held }, undefined, []],
    [
      'another server gets the secret',
      'signIn',
      [{ ...form, server: 'other' }],
      {},
      { ask: 'signIn', server: 'other', before: 's', count: 1 },
      ['signIn', 'retry'],
    ],
    [
      'the same server gets the secret',
      'signIn',
      [{ ...form, server: 's' }],
      {},
      undefined,
      ['signIn', 'retry'],
    ],
  ];
  it.each(rows)('%s', async (_what, name, args, more, question, done) => {
    const yes = world(more);
    await yes.call(name, ...(args as CallArgs<CallName>));
    expect([yes.questions, yes.asked.map((one) => one.replace(/ \{"(?!wants).*/u, ''))]).toEqual([
      question === undefined ? [] : [question],
      done,
    ]);
    if (question === undefined) return;
    const no = world({ ...more, yes: false });
    await expect(no.call(name, ...(args as CallArgs<CallName>))).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(no.asked).toEqual([]);
  });

  it('who signs in with another account is asked about the folders of the one before, and a no leaves them held', async () => {
    const question = { ask: 'takeOver', count: 1, folder: '/docs', user: 'u', server: 's' };
    const yes = world({ status: held });
    await yes.call('signIn', { ...form, server: 's' });
    expect([yes.questions, yes.asked.at(-1)]).toEqual([[question], 'takeOver [1]']);
    const heldFast = new KooError('SPACE_UNAVAILABLE', 'no space there');
    const cannot = world({ status: held, heldFast });
    expect(await cannot.call('signIn', { ...form, server: 's' })).toMatchObject({ signedIn: true });
    await expect(cannot.call('takeOver', 1)).rejects.toBe(heldFast);
    const no = world({ status: held, yes: false });
    await no.call('signIn', { ...form, server: 's' });
    expect([no.questions, no.asked.at(-1)]).toEqual([[question], 'retry']);
  });
});
