/** What the user asks for beside the window: in the tray's menu, by starting the app once more, in a file manager. */
import { stat } from 'node:fs/promises';
import { app, clipboard, shell } from 'electron';
import { KooError, toKooError } from '../model/errors.ts';
import type { AppParts } from './app-parts.ts';
import { doOtherRequest, type OtherRequest } from './file-manager/do-other-request.ts';
import type { OpenRequest } from './file-manager/open-request.ts';
import type { TrayAction } from './tray/tray-menu.ts';

/** For calls of the engine that nobody waits for. */
export function tellIfItFails({ koosync, notifications }: AppParts, call: Promise<unknown>): void {
  call.catch((thrown: unknown) => {
    const error = toKooError(thrown);
    koosync.log.error({ err: error }, 'a call of the engine failed');
    notifications.problem(error);
  });
}

export async function openFolder(folder: string): Promise<void> {
  // openPath opens files too, and opening may be running: what was a folder need not be one any more.
  if ((await stat(folder).catch(() => undefined))?.isDirectory() === true) await shell.openPath(folder);
}

/** Opens a copy that KooSync made. Throws FILE_UNREADABLE with the system's words in the log alone. */
export async function openCopy(path: string): Promise<void> {
  const said = await shell.openPath(path);
  if (said !== '')
    throw new KooError('SYSTEM_REFUSED', `no program opens it: ${said}`, {
      detail: { path, values: { say: 'sentence.noProgram', file: path } },
    });
}

async function chooseFile({ koosync, dialogs, mainWindow }: AppParts): Promise<void> {
  const [first] = await koosync.engine.pairs();
  const path = await dialogs.chooseFile(first?.folder);
  if (path !== undefined) mainWindow.showHistory([path]);
}

/** Does what was chosen in the tray's menu. */
export function act(parts: AppParts, action: TrayAction): void {
  const { koosync, mainWindow } = parts;
  switch (action.kind) {
    case 'open-window':
      mainWindow.show();
      return;
    case 'open-folder':
      void openFolder(action.folder);
      return;
    case 'view-versions':
      mainWindow.showHistory([action.path]);
      return;
    case 'choose-file':
      tellIfItFails(parts, chooseFile(parts));
      return;
    case 'pause':
      tellIfItFails(parts, koosync.engine.pause());
      return;
    case 'resume':
      tellIfItFails(parts, koosync.engine.resume());
      return;
    case 'restart-to-update':
      parts.updates?.restart();
      return;
    case 'crash-reports':
      void openFolder(parts.crashReports.folder);
      return;
    case 'quit':
      app.quit();
      return;
  }
}

/** What a file manager asked for beside a history. */
async function actOn({ koosync, notifications }: AppParts, request: OtherRequest): Promise<void> {
  const { engine, translate } = koosync;
  const copy = async (text: string) => {
    await clipboard.writeText(text);
  };
  await doOtherRequest(request, { engine, translate, copy, tell: notifications.say });
}

/** Does what the app was started for, the first time or again. */
export function answer(parts: AppParts, request: OpenRequest): void {
  const { koosync, mainWindow } = parts;
  switch (request.kind) {
    case 'show':
      mainWindow.show();
      return;
    case 'hidden':
      return;
    case 'view-versions':
      mainWindow.showHistory(request.paths);
      return;
    case 'copy-path':
    case 'pause':
      tellIfItFails(parts, actOn(parts, request));
      return;
    case 'bad-link':
      koosync.log.warn({ link: request.link }, 'a link that makes no sense');
      mainWindow.show();
      return;
    case 'unknown':
      koosync.log.warn({ words: request.words }, 'asked for with words that make no sense');
      mainWindow.show();
      return;
  }
}
