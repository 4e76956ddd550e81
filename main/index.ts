/**
 * Where the desktop app begins: argv -> request, the state folder, the single-instance lock, then the app. Everything
 * that Electron wants to know before it is ready is told here; nothing here may wait for it to be ready, since Electron
 * waits until this file has been run to its end.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { app, crashReporter, dialog, protocol } from 'electron';
import { chooseLanguage } from '../shared/strings/index.ts';
import { appScheme } from './desktop/window/app-protocol.ts';
import { startDesktop } from './desktop/app.ts';
import { appId } from './desktop/app-id.ts';
import { helpPage, mistakeSentence, readCommandLine, type CommandLine } from './desktop/command-line.ts';
import { crashFolder, openCrashReports } from './desktop/crash-reports.ts';
import { isDisplayThere } from './desktop/display.ts';
import { isSandboxTakenAway } from './desktop/kept-sandbox.ts';
import {
  checkOpenRequest,
  overLock,
  requestOverLock,
  requestOfLink,
  wordsAfterApp,
  type OpenRequest,
} from './desktop/file-manager/open-request.ts';
import { linkScheme } from './desktop/file-manager/versions-link.ts';
import { ownProgram } from './desktop/own-program.ts';
import { refusedSwitches } from './desktop/refused-switches.ts';
import { onRelaunch } from './desktop/relaunch.ts';
import { say } from './desktop/say.ts';
import { tellFailure } from './desktop/startup-failure.ts';
import { testHooks } from './desktop/e2e-hooks.ts';
import { isCardAvoided } from './desktop/window/graphics.ts';
import { lookUpNothingInAdvance, sandboxEverything } from './desktop/window/web-guards.ts';
import { toKooError } from './model/errors.ts';
import { createWords, languageOf } from './lib/i18n.ts';
import { asksForAnyCertificate, takeEnvironment } from './lib/own-environment.ts';
import { workingFolder } from './lib/working-folder.ts';
import { stateFolderPath, openStateFolder } from './storage/state-folder.ts';

// Before anything is started: children get what is left.
const { env, giveBack } = takeEnvironment();
onRelaunch(giveBack);

// Relative paths from a folder that was deleted name nothing.
const cwd = workingFolder() ?? parse(process.execPath).root;
const words = wordsAfterApp(process.argv, process.defaultApp === true);

/** What a terminal is told; the process ends with it, and needs no screen. */
function answer(line: Exclude<CommandLine, { kind: 'start' }>): void {
  const { translate } = createWords(languageOf('system', env));
  if (line.kind === 'mistake') {
    say('stderr', `koosync-desktop: ${mistakeSentence(line.words, translate)}`);
    app.exit(2);
    return;
  }
  const answers = {
    help: () => helpPage(translate),
    version: () => app.getVersion(),
    'crash-reports': () => crashFolder(stateFolderPath(env, cwd)),
  };
  say('stdout', answers[line.about]());
  app.exit(0);
}

/**
 * The lock belongs to the state folder, not to the user: two folders are two KooSyncs, side by side. Gives the folder; `closed`
 * is told what others had a right to in it.
 */
function useHome(closed: (path: string) => void): string {
  const home = stateFolderPath(env, cwd);
  openStateFolder(home, closed);
  const userData = join(home, 'desktop');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);
  // dumps of memory may hold anything: they stay here, and nothing of KooSync sends them
  app.setPath('crashDumps', crashFolder(home));
  return home;
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
    tell(requestOverLock(data));
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

/** Chromium writes somewhere in any case: not among what another KooSync keeps. */
function cannotStart(thrown: unknown, home: string): void {
  app.setPath('userData', mkdtempSync(join(tmpdir(), 'koosync-')));
  void app.whenReady().then(() =>
    tellFailure(toKooError(thrown), {
      words: createWords(chooseLanguage('system', app.getLocale())),
      home,
      hooks: testHooks(app.isPackaged, env),
      title: 'startFailed.title',
    }),
  );
}

/** Nothing is opened, and no page is drawn. */
async function endWithoutSandbox(): Promise<void> {
  const { translate } = createWords(languageOf('system', env));
  const sentence = translate('commandLine.noSandbox');
  say('stderr', `koosync-desktop: ${sentence}`);
  if ((await isScreenThere()) && !testHooks(app.isPackaged, env).noDialogs) {
    app.setPath('userData', mkdtempSync(join(tmpdir(), 'koosync-')));
    await app.whenReady();
    dialog.showErrorBox('KooSync', sentence);
  }
  app.exit(1);
}

/** What this process was started with and an installed app refuses. */
function refusedHere(): string[] {
  const executable = process.execPath;
  return refusedSwitches((name) => app.commandLine.hasSwitch(name), {
    isShipped: testHooks(app.isPackaged, env).isShipped,
    isRoot: process.getuid?.() === 0,
    isAppImage: ownProgram({ env, executable, app: undefined }).executable !== executable,
  });
}

async function start(request: OpenRequest): Promise<void> {
  const refused = refusedHere();
  if (refused.length > 0) {
    const { translate } = createWords(languageOf('system', env));
    say('stderr', `koosync-desktop: ${translate('commandLine.refused', { words: refused.join(' ') })}`);
    app.exit(2);
    return;
  }
  if (asksForAnyCertificate(env)) {
    const { translate } = createWords(languageOf('system', env));
    say('stderr', `koosync-desktop: ${translate('cliError.anyCertificate')}`);
  }
  const { execPath, argv } = process;
  if (isSandboxTakenAway({ env, executable: execPath, words: argv, isRoot: process.getuid?.() === 0 })) {
    await endWithoutSandbox();
    return;
  }
  sandboxEverything();
  lookUpNothingInAdvance();
  protocol.registerSchemesAsPrivileged([appScheme]);
  if (process.platform === 'win32') app.setAppUserModelId(appId);
  // A developer's build must not take the links from the installed one. On Linux the desktop entry of the package names
  // the scheme: Electron would ask xdg-settings at each start, which is not everywhere, and undo what the user chose.
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient(linkScheme);
  const onRequest = laterRequests();
  let home = '';
  const closed: string[] = [];
  try {
    home = stateFolderPath(env, cwd);
    home = useHome((path) => closed.push(path));
  } catch (thrown) {
    if (await isScreenThere()) cannotStart(thrown, home);
    else tellWithoutScreen(createWords(languageOf('system', env)).sentence(toKooError(thrown)));
    return;
  }
  if (!app.requestSingleInstanceLock(overLock(request))) {
    // The running KooSync has taken the request over.
    app.exit(0);
    return;
  }
  if (!(await isScreenThere())) {
    const { translate } = createWords(languageOf('system', env));
    tellWithoutScreen(translate('commandLine.noScreen'));
    return;
  }
  const crashReports = openCrashReports(home, Date.now);
  crashReports.prune();
  crashReporter.start({ uploadToServer: false });
  const graphicsFile = join(home, 'desktop', 'graphics.json');
  const isWithoutCard = isCardAvoided(graphicsFile, app.getVersion(), Date.now());
  if (isWithoutCard) {
    app.disableHardwareAcceleration();
    // Chromium has no way back from here but to end the app; what is to be done instead is ours to say (graphics.ts)
    app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
  }
  void startDesktop({
    home,
    closed,
    bundle: import.meta.dirname,
    env,
    request,
    onRequest,
    crashReports,
    graphics: { file: graphicsFile, isWithoutCard },
  });
}

const isScreenThere = async (): Promise<boolean> =>
  process.platform !== 'linux' || isDisplayThere(env, process.argv.slice(1));

function tellWithoutScreen(sentence: string): void {
  say('stderr', `koosync-desktop: ${sentence}`);
  app.exit(1);
}

const line = readCommandLine(words, cwd);
if (line.kind === 'start') await start(line.request);
else answer(line);
