/**
 * The app could not start, or cannot go on: one clear sentence and a way out, never a stack. The sentence also goes to stderr, for who
 * started it from a terminal. A damaged database is built anew from here, since who has a desktop need have no terminal.
 */
import { app, dialog, shell } from 'electron';
import { toKooError, type KooError } from '../model/errors.ts';
import type { Words } from '../lib/i18n.ts';
import { repair } from '../open-state.ts';
import { choiceWords, failureChoices } from './failure-choices.ts';
import type { TestHooks } from './e2e-hooks.ts';
import { relaunchAtExit } from './relaunch.ts';
import { say } from './say.ts';

export type FailureParts = {
  readonly words: Pick<Words, 'translate' | 'sentence'>;
  /** the state folder: what is broken lies there. Nothing of it is open any more. */
  readonly home: string;
  readonly hooks: TestHooks;
  readonly title: 'startFailed.title' | 'startFailed.titleRunning';
};

/** 4 sign-in needed, 2 wrong words, 1 for all else. The command line also ends with 2 for a folder that it cannot use. */
const exitCodeOf = (error: KooError): number =>
  error.response === 'sign-in' ? 4 : error.response === 'usage' ? 2 : 1;

/** Tells the user, and ends the process (or starts it anew, when they want to try again). */
export async function tellFailure(error: KooError, parts: FailureParts): Promise<never> {
  const { home, hooks, words } = parts;
  const sentence = words.sentence(error);
  say('stderr', `koosync-desktop: ${sentence}`);
  if (!hooks.noDialogs) {
    await app.whenReady();
    const choices = failureChoices(error.code);
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title: 'KooSync',
      message: words.translate(parts.title),
      detail: sentence,
      buttons: choices.map((choice) => words.translate(choiceWords[choice])),
      defaultId: 0,
      cancelId: choices.length - 1,
      noLink: true,
    });
    switch (choices[response]) {
      case 'repair':
        try {
          await repair(home);
        } catch (thrown) {
          return tellFailure(toKooError(thrown), parts);
        }
        relaunchAtExit();
        break;
      case 'try-again':
        relaunchAtExit();
        break;
      case 'open-folder':
        await shell.openPath(home);
        break;
      case 'quit':
      case undefined:
        break;
    }
  }
  app.exit(exitCodeOf(error));
  // app.exit ends the process a moment later; nothing of ours runs in between.
  return new Promise<never>(() => undefined);
}
