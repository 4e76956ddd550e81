/** What each call of the window does that is about the versions of a file; the other half of its rows in handlers.ts. */
import * as z from 'zod';
import type { CallName } from '../../../shared/ipc/calls.ts';
import { heldContent, historyPage, listedVersion } from '../../../shared/views.ts';
import { versionsLink } from '../file-manager/versions-link.ts';
import type { HandlerDeps } from './handler-deps.ts';
import type { Handlers } from './ipc.ts';
import {
  absolutePath,
  encoding,
  label,
  nothing,
  pageToken,
  presentSha256,
  revisionId,
  revisionIds,
} from './shapes.ts';

const undone = z.object({ undo: z.string().optional() });
const viewOf = ({ undo }: { readonly undo?: string | undefined }) => (undo === undefined ? {} : { undo });

export const historyHandlers = {
  knownHistory: {
    args: z.tuple([absolutePath, pageToken.optional()]),
    value: historyPage,
    answer: ({ history }, path, after) => history.known(path, after),
  },
  readHistory: {
    args: z.tuple([absolutePath, pageToken.optional()]),
    value: historyPage,
    answer: ({ history }, path, after) => history.read(path, after),
  },
  versionDetails: {
    args: z.tuple([absolutePath, revisionIds]),
    value: z.array(listedVersion),
    answer: ({ history }, path, ids) => history.details(path, ids),
  },
  holdVersion: {
    args: z.tuple([absolutePath, revisionId]),
    value: heldContent,
    answer: ({ holding }, path, revision) => holding.version(path, revision),
  },
  holdPresent: {
    args: z.tuple([absolutePath]),
    value: heldContent,
    answer: ({ holding }, path) => holding.present(path),
  },
  releaseContent: {
    args: z.tuple([absolutePath, revisionId.optional()]),
    value: nothing,
    answer: async ({ holding }, path, revision) => {
      holding.release(path, revision);
    },
  },
  restore: {
    args: z.tuple([absolutePath, revisionId]),
    value: undone,
    answer: ({ history, restores }, path, revision) =>
      restores.run(path, async (options) =>
        viewOf(await history.restore(path, revision, { ...options, wantsUndo: true })),
      ),
  },
  restoreText: {
    args: z.tuple([
      absolutePath,
      z.object({
        // longer than is taken: that is told as such
        text: z.string().max(8 * 1024 * 1024),
        encoding,
        sha256: presentSha256,
      }),
    ]),
    value: undone,
    answer: ({ history, restores }, path, input) =>
      restores.run(path, async (options) => viewOf(await history.restoreText(path, input, options))),
  },
  restoreCopy: {
    args: z.tuple([absolutePath, revisionId]),
    value: z.string(),
    answer: ({ history, restores }, path, revision) =>
      restores.run(path, (options) => history.restoreCopy(path, revision, options)),
  },
  openVersion: {
    args: z.tuple([absolutePath, revisionId]),
    value: nothing,
    answer: async ({ history, restores, fileManager }, path, revision) => {
      const copy = await restores.run(path, (options) => history.openCopy(path, revision, options));
      if (copy.runs) fileManager.showItem(copy.path);
      else await fileManager.openCopy(copy.path);
    },
  },
  exportVersions: {
    args: z.tuple([absolutePath]),
    value: z.string().optional(),
    answer: async ({ engine, history, restores, dialogs }, path) => {
      // Before the dialog, so that nobody chooses a place for something that there is not.
      await engine.locate(path);
      const folder = await dialogs.chooseExportFolder(path);
      if (folder === undefined) return undefined;
      const { failed } = await restores.run(path, (options) => history.exportTo(path, folder, options));
      const [first] = failed;
      if (first) throw first.error;
      return folder;
    },
  },
  labelVersion: {
    args: z.tuple([absolutePath, revisionId, label]),
    value: nothing,
    answer: async ({ history }, path, revision, words) => {
      await history.label(path, revision, words);
    },
  },
  deleteVersion: {
    args: z.tuple([absolutePath, revisionId]),
    value: nothing,
    answer: async ({ history }, path, revision) => {
      await history.deleteVersion(path, revision);
    },
  },
  copyVersionsLink: {
    args: z.tuple([absolutePath]),
    value: nothing,
    answer: async ({ engine, clipboard }, path) => {
      await engine.locate(path);
      clipboard.writeText(versionsLink(path));
    },
  },
  stopRestore: {
    args: z.tuple([absolutePath]),
    value: nothing,
    answer: async ({ restores }, path) => {
      restores.stop(path);
    },
  },
  saveAs: {
    args: z.tuple([absolutePath, revisionId]),
    value: z.string().optional(),
    answer: async ({ engine, history, dialogs }, path, revision) => {
      // Before the dialog, so that nobody chooses a place for something that there is not.
      await engine.locate(path);
      const to = await dialogs.chooseSaveAs(path);
      if (to === undefined) return undefined;
      // The dialog has asked already whether what is there may be replaced.
      return (await history.restore(path, revision, { to, force: true })).path;
    },
  },
  keepForever: {
    args: z.tuple([absolutePath, revisionId, z.boolean()]),
    value: nothing,
    answer: async ({ history }, path, revision, keep) => {
      await history.keepForever(path, revision, keep);
    },
  },
} satisfies Pick<Handlers<HandlerDeps>, HistoryCall>;

type HistoryCall = Extract<
  CallName,
  | 'knownHistory'
  | 'readHistory'
  | 'versionDetails'
  | 'holdVersion'
  | 'holdPresent'
  | 'releaseContent'
  | 'restore'
  | 'restoreText'
  | 'restoreCopy'
  | 'openVersion'
  | 'exportVersions'
  | 'labelVersion'
  | 'deleteVersion'
  | 'copyVersionsLink'
  | 'stopRestore'
  | 'saveAs'
  | 'keepForever'
>;
