/** The door to the strings, for window, tray and command line alike. */
export { explainError } from './explain-error.ts';
export type { SentenceKey, SentenceWith, StringKey, ValuesArgument, ValuesOf } from './key-types.ts';
export { chooseLanguage, languageTags, type Language } from './languages.ts';
export {
  deletionReasonWords,
  deletionStateWords,
  fileStateWords,
  recentKindWords,
  policyKeyWords,
  skippedReasonWords,
} from './tables.ts';
export { restoreStageText } from './restore-stage.ts';
export { createTranslator, translatorOptions, type Translate, type Values } from './translator.ts';
