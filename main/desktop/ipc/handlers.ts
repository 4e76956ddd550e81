/**
 * What each call of the window does: the other half of each row of shared/ipc/calls.ts. `args` and `value` are the
 * shapes that ipc.ts checks on the way in and on the way out; `answer` acts, and its throw goes out as a Failure.
 */
import * as z from 'zod';
import { account, signInForm, type Account } from '../../../shared/account.ts';
import { fileManagerEntry, fileManagerName } from '../../../shared/file-managers.ts';
import type { CallArgs, CallName, CallValue } from '../../../shared/ipc/calls.ts';
import { policyView } from '../../../shared/policy.ts';
import { preferences, preferencesChange } from '../../../shared/preferences.ts';
import { updatesView } from '../../../shared/updates.ts';
import {
  deletion,
  engineStatus,
  fileEntry,
  folderChange,
  spaceEntry,
  undone,
  type Undone,
} from '../../../shared/views.ts';
import type { HandlerDeps } from './handler-deps.ts';
import { KooError } from '../../model/errors.ts';
import { historyHandlers } from './history-handlers.ts';
import type { Handlers } from './ipc.ts';
import {
  aboutBringingBack,
  aboutDeletions,
  aboutRemoving,
  aboutSignIn,
  aboutTakingOver,
  heldForOthers,
  requireYes,
} from './questions.ts';
import { absolutePath, containerId, deletionIds, nothing, pairId, syncedFolder } from './shapes.ts';

export const handlers = {
  status: {
    args: z.tuple([]),
    value: engineStatus,
    answer: ({ engine }) => engine.status(),
  },
  pause: {
    args: z.tuple([pairId.optional()]),
    value: nothing,
    answer: async ({ engine }, id) => {
      await engine.pause(id);
    },
  },
  resume: {
    args: z.tuple([pairId.optional()]),
    value: nothing,
    answer: async ({ engine }, id) => {
      await engine.resume(id);
    },
  },
  retry: {
    args: z.tuple([]),
    value: nothing,
    answer: async ({ engine }) => {
      await engine.retry();
    },
  },
  addPair: {
    args: z.tuple([z.object({ containerId, remote: z.string().max(250).optional() })]),
    value: z.string().optional(),
    answer: async ({ engine, dialogs }, { containerId, remote }) => {
      const folder = await dialogs.chooseFolder();
      if (folder === undefined) return undefined;
      const pair = await engine.addPair({ folder, containerId, remote });
      return pair.folder;
    },
  },
  removePair: {
    args: z.tuple([pairId]),
    value: nothing,
    answer: async ({ engine, account, dialogs }, id) => {
      await requireYes(dialogs.ask, aboutRemoving(id, await engine.pairs(), await account.get()));
      await engine.removePair(id);
    },
  },
  bringBack: {
    args: z.tuple([pairId]),
    value: nothing,
    answer: async ({ engine, account, dialogs }, id) => {
      await requireYes(dialogs.ask, aboutBringingBack(id, await engine.status(0), await account.get()));
      await engine.bringBack(id);
    },
  },
  takeOver: {
    args: z.tuple([pairId]),
    value: nothing,
    answer: async ({ engine, account, dialogs }, id) => {
      const held = heldForOthers(await engine.status(0)).filter((pair) => pair.id === id);
      await takeOver({ engine, dialogs }, held, await account.get());
    },
  },
  spaces: {
    args: z.tuple([]),
    value: z.array(spaceEntry),
    answer: ({ spaces }) => spaces(),
  },
  files: {
    args: z.tuple([
      z.object({ pairId, query: z.string().max(512), limit: z.number().int().min(1).max(1000) }),
    ]),
    value: z.array(fileEntry),
    answer: async ({ engine }, { pairId, query, limit }) => [...(await engine.files(pairId, query, limit))],
  },
  searchFiles: {
    args: z.tuple([
      z.object({
        query: z.string().max(512),
        show: z.enum(['all', 'recent', 'deleted']),
        limit: z.number().int().min(1).max(1000),
      }),
    ]),
    value: z.array(fileEntry),
    answer: async ({ engine }, { query, show, limit }) => [...(await engine.searchFiles(query, show, limit))],
  },
  folderChanges: {
    args: z.tuple([
      z.object({
        folder: syncedFolder,
        before: z.number().optional(),
        limit: z.number().int().min(1).max(1000),
      }),
    ]),
    value: z.array(folderChange),
    answer: async ({ engine }, { folder, before, limit }) => [
      ...(await engine.folderChanges(folder, { before, limit })),
    ],
  },
  ...historyHandlers,
  deletions: {
    args: z.tuple([]),
    value: z.array(deletion),
    answer: async ({ engine }) => [...(await engine.deletions())],
  },
  approveDeletions: {
    args: z.tuple([deletionIds]),
    value: nothing,
    answer: async ({ engine, account, dialogs }, ids) => {
      const [deletions, pairs] = [await engine.deletions(), await engine.pairs()];
      await requireYes(dialogs.ask, aboutDeletions('approve', ids, deletions, pairs, await account.get()));
      await engine.approveDeletions(ids);
    },
  },
  undoDeletions: {
    args: z.tuple([deletionIds]),
    value: undone,
    answer: async ({ engine, account, dialogs, undoDeletion }, ids) => {
      const [deletions, pairs] = [await engine.deletions(), await engine.pairs()];
      await requireYes(dialogs.ask, aboutDeletions('undo', ids, deletions, pairs, await account.get()));
      const all: Undone[] = [];
      for (const id of ids) all.push(await undoDeletion(id));
      return { beside: all.flatMap(({ beside }) => beside), lost: all.flatMap(({ lost }) => lost) };
    },
  },
  reveal: {
    args: z.tuple([absolutePath]),
    value: nothing,
    answer: async ({ engine, fileManager }, path) => {
      // Only what KooSync syncs: the page may not lead the file manager round the disk.
      if ((await engine.pairs()).some((pair) => pair.folder === path)) await fileManager.openFolder(path);
      else {
        await engine.locate(path);
        fileManager.showItem(path);
      }
    },
  },
  account: {
    args: z.tuple([]),
    value: account,
    answer: (deps) => deps.account.get(),
  },
  signIn: {
    args: z.tuple([signInForm]),
    value: account,
    answer: async ({ engine, account, dialogs, serverOf }, form) => {
      const { length } = await engine.pairs();
      await requireYes(dialogs.ask, aboutSignIn(form, await account.get(), length, serverOf));
      const view = await account.signIn(form);
      // What waited for the sign-in waits no longer.
      await engine.retry();
      // No is an answer, too, and who cannot be taken over is signed in all the same: they stay held, and say so.
      await takeOver({ engine, dialogs }, heldForOthers(await engine.status(0)), view).catch(unlessOurs);
      return view;
    },
  },
  signOut: {
    args: z.tuple([]),
    value: account,
    answer: async (deps) => {
      const view = await deps.account.signOut();
      // The next call finds nobody signed in, and the tray says so.
      await deps.engine.retry();
      return view;
    },
  },
  preferences: {
    args: z.tuple([]),
    value: preferences,
    answer: (deps) => deps.preferences.get(),
  },
  setPreferences: {
    args: z.tuple([preferencesChange]),
    value: preferences,
    answer: (deps, change) => deps.preferences.set(change),
  },
  policy: {
    args: z.tuple([]),
    value: policyView,
    answer: (deps) => deps.policy(),
  },
  fileManagers: {
    args: z.tuple([]),
    value: z.array(fileManagerEntry),
    answer: (deps) => deps.fileManagers.list(),
  },
  installFileManager: {
    args: z.tuple([fileManagerName]),
    value: z.array(fileManagerEntry),
    answer: async (deps, name) => {
      await deps.fileManagers.install(name);
      return deps.fileManagers.list();
    },
  },
  removeFileManager: {
    args: z.tuple([fileManagerName]),
    value: z.array(fileManagerEntry),
    answer: async (deps, name) => {
      await deps.fileManagers.remove(name);
      return deps.fileManagers.list();
    },
  },
  updates: {
    args: z.tuple([]),
    value: updatesView,
    answer: ({ updates }) => updates.view(),
  },
  checkForUpdates: {
    args: z.tuple([]),
    value: updatesView,
    answer: ({ updates }) => {
      updates.check();
      return updates.view();
    },
  },
  downloadUpdate: {
    args: z.tuple([]),
    value: updatesView,
    answer: ({ updates }) => {
      updates.download();
      return updates.view();
    },
  },
  restartToUpdate: {
    args: z.tuple([]),
    value: updatesView,
    answer: ({ updates }) => {
      updates.restart();
      return updates.view();
    },
  },
  putOffUpdate: {
    args: z.tuple([]),
    value: updatesView,
    answer: ({ updates }) => {
      updates.putOff();
      return updates.view();
    },
  },
  takeOpenRequest: {
    args: z.tuple([]),
    value: z.array(z.string()),
    answer: (deps) => deps.takeOpenRequest(),
  },
} satisfies Handlers<HandlerDeps>;

/** With who is signed in, once the user said so. Throws CANCELLED. */
async function takeOver(
  {
    engine,
    dialogs,
  }: Pick<HandlerDeps, 'dialogs'> & { readonly engine: Pick<HandlerDeps['engine'], 'takeOver'> },
  held: ReturnType<typeof heldForOthers>,
  account: Account,
): Promise<void> {
  const question = aboutTakingOver(held, account);
  if (question === undefined) return;
  await requireYes(dialogs.ask, question);
  await engine.takeOver(held.map(({ id }) => id));
}

/** What an error of ours is about is shown where it stays; anything else is a mistake in here. */
const unlessOurs = (thrown: unknown): void => {
  if (!(thrown instanceof KooError)) throw thrown;
};

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Rows whose shapes are not exactly the types of calls.ts: what a shape lacks would be taken off in silence. */
type Differing = {
  [N in CallName & keyof typeof handlers]: Same<
    [z.output<(typeof handlers)[N]['args']>, z.output<(typeof handlers)[N]['value']>],
    [CallArgs<N>, CallValue<N>]
  > extends true
    ? never
    : N;
}[CallName & keyof typeof handlers];

true satisfies [Differing] extends [never] ? true : Differing;
