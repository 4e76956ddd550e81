import { expect, test } from 'vitest';
import { KooError } from '../../model/errors.ts';
import { createHandlers, type HandlerParts } from './handlers.ts';

/** Handlers over parts that write down what is asked of them; pass what a test needs otherwise. */
function handlers(more: { chosen?: string } = {}) {
  const asked: string[] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      asked.push(
        [name, ...args.map((arg) => (typeof arg === 'object' ? JSON.stringify(arg) : String(arg)))].join(' '),
      );
    };
  const pair = { id: 1, folder: '/docs', containerId: 'c', remote: 'docs' };
  const parts: HandlerParts = {
    engine: {
      status: async () => ({ state: { kind: 'idle' }, pairs: [], recent: [] }),
      pause: async () => note('pause')(),
      resume: async () => note('resume')(),
      retry: async () => note('retry')(),
      addPair: (input) => {
        note('addPair')(input);
        return Promise.resolve({ ...pair, folder: input.folder });
      },
      removePair: (id) => Promise.resolve(note('removePair')(id)),
      files: async () => [],
      pairs: async () => [pair],
      deletions: async () => [],
      approveDeletions: async (ids) => note('approveDeletions')(ids),
      locate: async (path) => {
        if (!path.startsWith('/docs/')) throw new KooError('NOT_IN_A_PAIR', 'no', { detail: { path } });
        return { pair, relativePath: path.slice(6), fileId: 'f', sha256: undefined, size: undefined };
      },
    },
    undelete: (id) => Promise.resolve([note('undelete')(id)].map(String)),
    history: {
      versions: () => Promise.resolve([]),
      restore: (path, revisionId, options) => {
        note('restore')(path, revisionId, options ?? {});
        return Promise.resolve({ path: options?.to ?? path, size: 0, sha256: '' });
      },
      keepForever: () => Promise.resolve(),
    },
    spaces: () => Promise.resolve([]),
    account: {
      get: () => ({ signedIn: true, server: 's', userId: 'u', vault: 'v' }),
      signIn: () => Promise.resolve({ signedIn: true, server: 's', userId: 'u', vault: 'v' }),
      signOut: () => Promise.resolve({ signedIn: false, server: 's', userId: 'u', vault: 'v' }),
    },
    preferences: {
      get: () => ({ language: 'en', theme: 'system', launchAtLogin: false }),
      set: () => Promise.resolve({ language: 'en', theme: 'system', launchAtLogin: false }),
    },
    dialogs: {
      chooseFolder: () => Promise.resolve(more.chosen),
      chooseSaveAs: () => Promise.resolve(more.chosen),
    },
    fileManager: {
      showItem: note('showItem'),
      openFolder: (folder) => Promise.resolve(note('openFolder')(folder)),
    },
    takeOpenRequest: () => undefined,
  };
  return { asked, on: createHandlers(parts) };
}

test('a pair is added for the folder that the person chose, never one that the page names', async () => {
  const { on, asked } = handlers({ chosen: '/docs' });
  expect(await on['pairs:add']({ containerId: 'c', remote: 'r' })).toBe('/docs');
  expect(asked).toEqual(['addPair {"folder":"/docs","containerId":"c","remote":"r"}']);
});

test('a closed dialog changes nothing', async () => {
  const { on, asked } = handlers();
  expect(await on['pairs:add']({ containerId: 'c' })).toBeUndefined();
  expect(await on['history:save-as']('/docs/a', 'r')).toBeUndefined();
  expect(asked).toEqual([]);
});

test('save as writes where the person chose, and over what they agreed to replace', async () => {
  const { on, asked } = handlers({ chosen: '/tmp/old.txt' });
  expect(await on['history:save-as']('/docs/a', 'r')).toBe('/tmp/old.txt');
  expect(asked).toEqual(['restore /docs/a r {"to":"/tmp/old.txt","force":true}']);
});

test('nothing outside the synced folders is shown or saved', async () => {
  const { on, asked } = handlers({ chosen: '/tmp/x' });
  await expect(on['file:reveal']('/etc/passwd')).rejects.toThrow(KooError);
  await expect(on['history:save-as']('/etc/passwd', 'r')).rejects.toThrow(KooError);
  expect(asked).toEqual([]);
});

test('a synced folder is opened, a file only shown', async () => {
  const { on, asked } = handlers();
  await on['file:reveal']('/docs');
  await on['file:reveal']('/docs/run.sh');
  expect(asked).toEqual(['openFolder /docs', 'showItem /docs/run.sh']);
});

test('signing in and out wakes what waits', async () => {
  const { on, asked } = handlers();
  await on['account:sign-in']({ kind: 'token', server: 's', userId: 'u', token: 't' });
  await on['account:sign-out']();
  expect(asked).toEqual(['retry', 'retry']);
});
