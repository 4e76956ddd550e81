/** The door to the strings, for window, tray and command line alike. */
export { explainError } from './explain-error.ts';
export { chooseLanguage, languageTags, resources, type Language, type StringKey } from './languages.ts';
export { createTranslator, translatorOptions, type Translate, type Values } from './translator.ts';
