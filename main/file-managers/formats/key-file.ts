/**
 * Entries in the formats that are groups of keys: actions of Nemo, service menus of Dolphin, actions of PCManFM. Values
 * have no line breaks; what is in an Exec line is quoted for a shell, in which all three know single quotes.
 */
import { about, labels, type Label } from '../words.ts';
import { entryName, icons, verbs, type Verb } from '../verbs.ts';
import { shellWord, startScript } from './shell.ts';

export type KeyFileEntry = { readonly file: string; readonly text: string };

/**
 * Can these formats carry the path of our own scripts? Names of files that are selected are another matter: the file
 * manager puts them in. Each of these means something to one of the parsers on the way, and none is needed.
 */
export const isCarried = (path: string): boolean => !/[%"'$`\\;\p{Cc}]/u.test(path);

const exec = (launcher: string, verb: Verb): string =>
  `Exec=sh -c ${shellWord(startScript(verb))} ${shellWord(launcher)} %F`;

/** zh_CN for who matches whole locales, zh for the others. */
const inLanguages = (key: string, { en, zh }: Label): string =>
  `${key}=${en}\n${key}[zh_CN]=${zh}\n${key}[zh]=${zh}`;

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

/** `inside` is asked before the menu opens: only where it agrees is the entry shown. */
export const nemoActions = (launcher: string, inside: string): readonly KeyFileEntry[] =>
  verbs.map((verb) => ({
    file: `${entryName(verb)}.nemo_action`,
    text: lines(
      '[Nemo Action]',
      'Active=true',
      inLanguages('Name', labels[verb]),
      inLanguages('Comment', about[verb]),
      exec(launcher, verb),
      `Icon-Name=${icons[verb]}`,
      'Selection=notnone',
      'Extensions=any;',
      `Conditions=exec ${shellWord(inside)} %F;`,
    ),
  }));

/** One file for the entry of the first level, one for those of the submenu. */
export const serviceMenus = (launcher: string): readonly KeyFileEntry[] => {
  const menu = (file: string, own: readonly Verb[], place: string) => ({
    file,
    text: lines(
      '[Desktop Entry]',
      'Type=Service',
      'ServiceTypes=KonqPopupMenu/Plugin',
      'X-KDE-ServiceTypes=KonqPopupMenu/Plugin',
      'MimeType=all/all;',
      place,
      `Actions=${own.map(actionOf).join(';')};`,
      ...own.flatMap((verb) => [
        '',
        `[Desktop Action ${actionOf(verb)}]`,
        inLanguages('Name', labels[verb]),
        `Icon=${icons[verb]}`,
        exec(launcher, verb),
      ]),
    ),
  });
  return [
    menu('koosync-view-versions.desktop', ['view-versions'], 'X-KDE-Priority=TopLevel'),
    menu('koosync-more.desktop', ['copy-path', 'pause'], 'X-KDE-Submenu=KooSync'),
  ];
};

/** Names of actions are letters alone. */
const actionOf = (verb: Verb): string => verb.replaceAll('-', '');

/**
 * The specification of freedesktop's file manager actions. MimeTypes=all/all makes PCManFM show nothing, and it shows the
 * tooltip where the name belongs.
 */
export const fileManagerActions = (launcher: string, inside: string): readonly KeyFileEntry[] => [
  ...verbs.map((verb) => ({
    file: `${entryName(verb)}.desktop`,
    text: lines(
      '[Desktop Entry]',
      'Type=Action',
      inLanguages('Name', labels[verb]),
      inLanguages('Tooltip', labels[verb]),
      `Icon=${icons[verb]}`,
      'TargetContext=true',
      'Profiles=all;',
      '',
      '[X-Action-Profile all]',
      'MimeTypes=*;',
      `ShowIfTrue=${shellWord(inside)} %F`,
      exec(launcher, verb),
    ),
  })),
  {
    file: 'koosync-more.desktop',
    text: lines(
      '[Desktop Entry]',
      'Type=Menu',
      'Name=KooSync',
      'Tooltip=KooSync',
      `ItemsList=${entryName('copy-path')};${entryName('pause')};`,
    ),
  },
];
