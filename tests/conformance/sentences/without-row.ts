/**
 * Sentences that the table of sentences.test.ts has no row for, and no test looks at by their words. The list may only
 * become shorter: a sentence that has a row, or is in a test, must not stand here.
 */
import type { StringKey } from '../../../shared/strings/index.ts';

export const withoutRow: readonly StringKey[] = [
  'error.OPEN_FILES_LIMIT',
  'error.MEMORY_SHORT',
  'sentence.proxyAddress',
  'sentence.serverAddress',
  'sentence.homeFailed',
  'sentence.homeFull',
  'sentence.settingsUnwritable',
  'sentence.settingsFailed',
  'sentence.stateFaulty',
  'sentence.stateBusy',
  'sentence.noSuchDeletion',
  'sentence.targetUnwritable',
  'sentence.targetTooLarge',
  'sentence.changedMeanwhile',
  'sentence.restoredFileBusy',
  'cli.scanning',
  'cli.moreUnsynced',
  'cli.moreSkipped',
  'cliError.nothingTyped',
  'cliError.unexpected',
  'cliError.crashed',
  'cliError.nodeTooOld',
  'cliError.nodeFailed',
  'notification.problem',
  'notification.stillRunning',
  'startFailed.titleRunning',
  'status.noRecent',
  'pair.uploading',
  'pair.finishing',
  'files.none',
  'files.noPair',
  'files.limited',
  'files.neverSynced',
  'deletions.reason.root-unknown',
  'history.loading',
];
