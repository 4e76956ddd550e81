/**
 * Sentences that the table of sentences.test.ts has no row for, and no test looks at by their words. The list may only
 * become shorter: a sentence that has a row, or is in a test, must not stand here.
 */
import type { StringKey } from '../../../shared/strings/index.ts';

export const withoutRow: readonly StringKey[] = ['sentence.noSuchDeletion'];
