/** The system's own dialogs, in the user's language. Each gives undefined when the user closed it. */
import { basename, dirname, extname, join } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import type { Translate } from '../../shared/strings/index.ts';
import type { TestHooks } from './e2e-hooks.ts';
import type { Question } from './ipc/questions.ts';
import { questionWords, type QuestionWords } from './question-words.ts';

export type SystemDialogs = {
  chooseFolder(): Promise<string | undefined>;
  /** `folder` is where to begin to look */
  chooseFile(folder: string | undefined): Promise<string | undefined>;
  /** `path` is the file that a version of is to be saved */
  chooseSaveAs(path: string): Promise<string | undefined>;
  /** `path` is the file whose versions are to be written somewhere */
  chooseExportFolder(path: string): Promise<string | undefined>;
  /** Yes or no, before something of weight is done. */
  ask(question: Question): Promise<boolean>;
  /** The window is to close where nothing would be left to see of KooSync. */
  askOnClose(): Promise<'keep' | 'quit' | 'cancel'>;
};

export type DialogParts = {
  /** the dialogs belong to it while it is there */
  readonly window: () => BrowserWindow | undefined;
  readonly translate: Translate;
  readonly hooks: TestHooks;
};

export function createSystemDialogs({ window, translate, hooks }: DialogParts): SystemDialogs {
  const open = async (options: Electron.OpenDialogOptions) => {
    const over = visible(window());
    const { canceled, filePaths } = await (over === undefined
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(over, options));
    return canceled ? undefined : filePaths[0];
  };
  return {
    chooseFolder: async () =>
      hooks.chooseFolder ??
      open({
        title: translate('dialog.chooseFolder'),
        buttonLabel: translate('dialog.chooseFolderButton'),
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      }),
    chooseExportFolder: async (path) =>
      hooks.exportFolder ??
      open({
        title: translate('dialog.exportVersions'),
        buttonLabel: translate('dialog.exportVersionsButton'),
        defaultPath: dirname(path),
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      }),
    chooseFile: async (folder) =>
      hooks.chooseFile ??
      open({
        title: translate('dialog.chooseFile'),
        buttonLabel: translate('dialog.chooseFileButton'),
        ...(folder === undefined ? {} : { defaultPath: folder }),
        properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
      }),
    chooseSaveAs: async (path) => {
      if (hooks.saveAs !== undefined) return hooks.saveAs;
      const options = {
        title: translate('dialog.saveVersion'),
        defaultPath: proposedName(path),
        properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'] as const,
      };
      const over = visible(window());
      const { canceled, filePath } = await (over === undefined
        ? dialog.showSaveDialog({ ...options, properties: [...options.properties] })
        : dialog.showSaveDialog(over, { ...options, properties: [...options.properties] }));
      return canceled || filePath === '' ? undefined : filePath;
    },
    ask: async (question) =>
      hooks.answer ??
      isYes(visible(window()), questionWords(question, translate), translate('common.cancel')),
    askOnClose: async () => {
      if (hooks.noDialogs) return 'keep';
      const options: Electron.MessageBoxOptions = {
        type: 'question',
        title: 'KooSync',
        message: translate('close.title'),
        detail: translate('close.body'),
        buttons: [translate('close.keep'), translate('close.quit'), translate('close.cancel')],
        defaultId: 0,
        cancelId: 2,
        noLink: true,
      };
      const over = visible(window());
      const { response } = await (over === undefined
        ? dialog.showMessageBox(options)
        : dialog.showMessageBox(over, options));
      return response === 0 ? 'keep' : response === 1 ? 'quit' : 'cancel';
    },
  };
}

/** A dialog with Cancel as its first choice. */
async function isYes(
  over: BrowserWindow | undefined,
  { message, detail, action }: QuestionWords,
  cancel: string,
): Promise<boolean> {
  const options: Electron.MessageBoxOptions = {
    type: 'warning',
    title: 'KooSync',
    message,
    detail,
    buttons: [cancel, action],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } = await (over === undefined
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(over, options));
  return response === 1;
}

/** A dialog over a hidden window would be hidden too. */
const visible = (window: BrowserWindow | undefined): BrowserWindow | undefined =>
  window?.isVisible() === true ? window : undefined;

/** Beside the file and named after it, never the file itself: saving as is not restoring. */
const proposedName = (path: string): string => {
  const extension = extname(path);
  return join(dirname(path), `${basename(path, extension)} (2)${extension}`);
};
