/** What the user asks for beside the window: in the tray's menu, by starting the app once more, in a file manager. */
import { stat } from 'node:fs/promises';
import { app, clipboard, shell } from 'electron';
import { toKooError } from '../model/errors.ts';
import type { AppParts } from './app-parts.ts';
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

async function chooseFile({ koosync, dialogs, mainWindow }: AppParts): Promise<void> {
  const [first] = await koosync.engine.pairs();
  const path = await dialogs.chooseFile(first?.folder);
  if (path !== undefined) mainWindow.showHistory(path);
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
      mainWindow.showHistory(action.path);
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
    case 'quit':
      app.quit();
      return;
  }
}

/** Puts on the clipboard where these are on KooDrive, a line each. */
async function copyPaths({ koosync, notifications }: AppParts, paths: readonly string[]): Promise<void> {
  const { engine, translate } = koosync;
  const pairs = await engine.pairs();
  const places: string[] = [];
  for (const path of paths) {
    // a synced folder itself is in none
    const own = pairs.find(({ folder }) => folder === path);
    const located = own === undefined ? await engine.locate(path) : { pair: own, relativePath: '' };
    places.push(['', located.pair.remote, located.relativePath].join('/').replace(/\/$/u, ''));
  }
  await clipboard.writeText(places.join('\n'));
  notifications.say(translate('notification.copied', { count: places.length }));
}

async function pauseAll({ koosync, notifications }: AppParts): Promise<void> {
  await koosync.engine.pause();
  notifications.say(koosync.translate('notification.paused'));
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
      mainWindow.showHistory(request.path);
      return;
    case 'copy-path':
      tellIfItFails(parts, copyPaths(parts, request.paths));
      return;
    case 'pause':
      tellIfItFails(parts, pauseAll(parts));
      return;
    case 'unknown':
      koosync.log.warn({ words: request.words }, 'started with words that make no sense');
      mainWindow.show();
      return;
  }
}
