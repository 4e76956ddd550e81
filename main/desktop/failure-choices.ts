/** What a user may do when the app could not start: the buttons of that dialog, and what each is for. */
import type { StringKey } from '../../shared/strings/index.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';

export type FailureChoice = 'repair' | 'try-again' | 'open-folder' | 'quit';

/** In the order of the buttons: the first is the one that Enter takes, the last the one that closing the dialog takes. */
export const failureChoices = (code: ErrorCode): readonly FailureChoice[] => [
  code === 'STATE_BROKEN' ? 'repair' : 'try-again',
  // what was not right about how it was started is not in there
  ...(code === 'BAD_USAGE' ? [] : (['open-folder'] as const)),
  'quit',
];

export const choiceWords = {
  repair: 'startFailed.repair',
  'try-again': 'startFailed.tryAgain',
  'open-folder': 'startFailed.openFolder',
  quit: 'startFailed.quit',
} as const satisfies Record<FailureChoice, StringKey>;
