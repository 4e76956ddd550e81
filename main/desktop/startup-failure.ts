/**
 * The app could not start: one clear sentence and a way out, never a stack. The sentence also goes to stderr, for who
 * started it from a terminal.
 */
import { app, dialog, shell } from 'electron';
import type { KooError } from '../lib/errors.ts';
import type { Words } from '../lib/i18n.ts';
import type { TestHooks } from './test-hooks.ts';

export type FailureParts = {
  readonly words: Pick<Words, 'translate' | 'sentence'>;
  /** the state folder: what is broken lies there */
  readonly home: string;
  readonly hooks: TestHooks;
};

/** The same exit codes as the command line's. */
export const exitCodeOf = (error: KooError): number =>
  error.response === 'sign-in' ? 4 : error.response === 'usage' ? 2 : 1;

/** Tells the person, and ends the process (or starts it anew, when they want to try again). */
export async function tellFailureToStart(error: KooError, parts: FailureParts): Promise<never> {
  const { home, hooks } = parts;
  const { translate } = parts.words;
  const sentence = parts.words.sentence(error);
  process.stderr.write(`koosync-desktop: ${sentence} (${error.code})\n`);
  if (!hooks.noDialogs) {
    await app.whenReady();
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title: 'KooSync',
      message: translate('desktop.startFailed.title'),
      detail: sentence,
      buttons: [
        translate('desktop.startFailed.tryAgain'),
        translate('desktop.startFailed.openFolder'),
        translate('desktop.startFailed.quit'),
      ],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    if (response === 0) app.relaunch();
    if (response === 1) await shell.openPath(home);
  }
  app.exit(exitCodeOf(error));
  // app.exit ends the process a moment later; nothing of ours runs in between.
  return new Promise<never>(() => undefined);
}
