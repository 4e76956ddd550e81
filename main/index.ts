/**
 * Where the desktop app begins: argv -> request, the state folder, the single-instance lock, then the app. Everything
 * that Electron wants to know before it is ready is told here; nothing here may wait for it to be ready.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { app, protocol } from 'electron';
import { chooseLanguage } from '../shared/strings/index.ts';
import { appScheme } from './desktop/window/app-protocol.ts';
import { startDesktop } from './desktop/app.ts';
import {
  checkOpenRequest,
  parseOpenRequest,
  requestOfLink,
  wordsAfterApp,
  type OpenRequest,
} from './desktop/file-manager/open-request.ts';
import { linkScheme } from './desktop/file-manager/versions-link.ts';
import { tellFailure } from './desktop/startup-failure.ts';
import { testHooks } from './desktop/e2e-hooks.ts';
import { sandboxEverything } from './desktop/window/web-guards.ts';
import { toKooError } from './model/errors.ts';
import { createWords } from './lib/i18n.ts';
import { workingFolder } from './lib/working-folder.ts';
import { stateFolderPath, openStateFolder } from './storage/state-folder.ts';

// Relative paths from a folder that was deleted name nothing.
const cwd = workingFolder() ?? parse(process.execPath).root;
const request = parseOpenRequest(wordsAfterApp(process.argv, process.defaultApp === true), cwd);
/** '' until it is known. */
let home = '';

sandboxEverything();
protocol.registerSchemesAsPrivileged([appScheme]);
// a developer's build must not take the links from the installed one
if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);

/** The lock belongs to the state folder, not to the user: two folders are two KooSyncs, side by side. */
function useHome(): void {
  home = stateFolderPath(process.env, cwd);
  openStateFolder(home);
  const userData = join(home, 'desktop');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);
}

/** What later launches ask for, kept until the app is there to hear it. */
function laterRequests(): (listener: (later: OpenRequest) => void) => void {
  let listener: ((later: OpenRequest) => void) | undefined;
  const waiting: OpenRequest[] = [];
  const tell = (later: OpenRequest) => {
    if (listener === undefined) waiting.push(later);
    else listener(later);
  };
  // The second process has parsed its own arguments: Chromium reorders the ones it hands over. Checked all the same.
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    tell(checkOpenRequest(data));
  });
  // macOS: a click on the dock, and a file dropped on it or opened with us (which may come before `ready`).
  app.on('activate', () => {
    tell({ kind: 'show' });
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    tell(checkOpenRequest({ kind: 'view-versions', paths: [path] }));
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    tell(requestOfLink(link));
  });
  return (hear) => {
    listener = hear;
    for (const later of waiting.splice(0)) hear(later);
  };
}

let cannot: unknown;
try {
  useHome();
} catch (thrown) {
  cannot = thrown;
  // Chromium writes somewhere in any case: not among what another KooSync keeps.
  app.setPath('userData', mkdtempSync(join(tmpdir(), 'koosync-')));
}

if (cannot !== undefined) {
  void app.whenReady().then(() =>
    tellFailure(toKooError(cannot), {
      words: createWords(chooseLanguage('system', app.getLocale())),
      home,
      hooks: testHooks(app.isPackaged, process.env),
      title: 'startFailed.title',
    }),
  );
} else if (app.requestSingleInstanceLock(request)) {
  void startDesktop({
    home,
    bundle: import.meta.dirname,
    env: process.env,
    request,
    onRequest: laterRequests(),
  });
} else {
  // The running KooSync has taken the request over.
  app.exit(0);
}
