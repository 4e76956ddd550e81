/** What the entries are called, in every language that they are written in: a file manager chooses by its own. */
import { createTranslator, type Language, type Translate } from '../../shared/strings/index.ts';
import type { Verb } from './verbs.ts';

export type Label = Readonly<Record<Language, string>>;

const english = createTranslator('en');
const chinese = createTranslator('zh');

const inBoth = (ask: (say: Translate) => string): Label => ({ en: ask(english), zh: ask(chinese) });

export const labels: Readonly<Record<Verb, Label>> = {
  'view-versions': inBoth((say) => say('fileManager.viewVersions')),
  'copy-path': inBoth((say) => say('fileManager.copyPath')),
  pause: inBoth((say) => say('fileManager.pause')),
};

export const about: Readonly<Record<Verb, Label>> = {
  'view-versions': inBoth((say) => say('fileManager.viewVersionsAbout')),
  'copy-path': inBoth((say) => say('fileManager.copyPathAbout')),
  pause: inBoth((say) => say('fileManager.pauseAbout')),
};
