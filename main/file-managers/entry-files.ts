/** Which files carry the entries of a file manager that reads a file for each: all but Thunar and the Explorer. */
import { join } from 'node:path';
import type { FileManagerName } from '../../shared/file-managers.ts';
import type { Language } from '../../shared/strings/index.ts';
import { workflowFiles, workflowName } from './formats/finder.ts';
import { fileManagerActions, isCarried, nemoActions, serviceMenus } from './formats/key-file.ts';
import { pythonExtension, type ExtensionOf } from './formats/python-extension.ts';
import { menuScript } from './formats/script.ts';
import type { HomeFile } from './home-files.ts';
import { insideFile, launcherFile, programFile, type Places } from './places.ts';
import { marksFile, syncedFoldersFile } from './state-files.ts';
import { verbs } from './verbs.ts';
import { labels } from './words.ts';

export type FileBased = Exclude<FileManagerName, 'thunar' | 'explorer'>;

export type EntryFiles = {
  /** what is written */
  readonly files: readonly HomeFile[];
  /** every place where a file of ours may be, whatever the machine was like when it was written */
  readonly everyPlace: readonly string[];
  /** folders that belong to us alone */
  readonly folders: readonly string[];
  readonly reach: 'synced-folders' | 'everywhere';
  readonly hasMarks: boolean;
  /** its format cannot carry the path of our scripts */
  readonly isRefused: boolean;
};

export type EntryOptions = {
  readonly places: Places;
  /** of the file manager: does it run Python? */
  readonly python: boolean;
  /** names the scripts in a menu, which have one name for all languages */
  readonly language: Language;
};

export function entryFiles(name: FileBased, options: EntryOptions): EntryFiles {
  switch (name) {
    case 'nemo':
      return options.python ? extensionFiles('nemo', options) : nemoActionFiles(options);
    case 'caja':
    case 'nautilus':
      return options.python ? extensionFiles(name, options) : scriptFiles(name, options);
    case 'dolphin':
      return keyFiles(options, join(options.places.data, 'kio', 'servicemenus'), 0o755, serviceMenus);
    case 'pcmanfm':
      return {
        ...keyFiles(options, join(options.places.data, 'file-manager', 'actions'), 0o644, fileManagerActions),
        reach: 'synced-folders',
      };
    case 'finder':
      return finderFiles(options.places);
  }
}

const plain = { folders: [], reach: 'everywhere', hasMarks: false, isRefused: false } as const;

const extensionFolders: Readonly<Record<ExtensionOf, string>> = {
  nautilus: 'nautilus-python',
  nemo: 'nemo-python',
  caja: 'caja-python',
};

const extensionFile = ({ data }: Places, manager: ExtensionOf): string =>
  join(data, extensionFolders[manager], 'extensions', 'koosync_entries.py');

function extensionFiles(manager: ExtensionOf, { places }: EntryOptions): EntryFiles {
  const text = pythonExtension(manager, {
    launcher: launcherFile(places),
    program: programFile(places),
    folders: syncedFoldersFile(places.state),
    marks: marksFile(places.state),
  });
  return {
    ...plain,
    files: [{ path: extensionFile(places, manager), text, mode: 0o644 }],
    everyPlace: everyPlaceOf(manager, places),
    reach: 'synced-folders',
    hasMarks: true,
  };
}

/** With Python and without: what was there when the entries were installed may be gone, or have come. */
const everyPlaceOf = (manager: ExtensionOf, places: Places): readonly string[] => [
  extensionFile(places, manager),
  ...(manager === 'nemo'
    ? nemoActions('', '').map(({ file }) => join(nemoFolder(places), file))
    : verbs.flatMap((verb) =>
        Object.values(labels[verb]).map((label) => join(scriptFolder(places, manager), label)),
      )),
];

const nemoFolder = ({ data }: Places): string => join(data, 'nemo', 'actions');

const nemoActionFiles = (options: EntryOptions): EntryFiles => ({
  ...keyFiles(options, nemoFolder(options.places), 0o644, nemoActions),
  everyPlace: everyPlaceOf('nemo', options.places),
  reach: 'synced-folders',
});

const scriptFolder = ({ data, config }: Places, manager: ExtensionOf): string =>
  manager === 'caja' ? join(config, 'caja', 'scripts') : join(data, 'nautilus', 'scripts');

const scriptFiles = (manager: ExtensionOf, { places, language }: EntryOptions): EntryFiles => ({
  ...plain,
  files: verbs.map((verb) => ({
    path: join(scriptFolder(places, manager), labels[verb][language]),
    text: menuScript(launcherFile(places), verb),
    mode: 0o755,
  })),
  everyPlace: everyPlaceOf(manager, places),
});

function keyFiles(
  { places }: EntryOptions,
  folder: string,
  mode: number,
  entries: (launcher: string, inside: string) => readonly { readonly file: string; readonly text: string }[],
): EntryFiles {
  const files = entries(launcherFile(places), insideFile(places)).map(({ file, text }) => ({
    path: join(folder, file),
    text,
    mode,
  }));
  return {
    ...plain,
    files,
    everyPlace: files.map(({ path }) => path),
    isRefused: !isCarried(launcherFile(places)),
  };
}

function finderFiles(places: Places): EntryFiles {
  const folder = join(places.home, 'Library', 'Services');
  const files = workflowFiles(launcherFile(places)).map(({ file, text }) => ({
    path: join(folder, file),
    text,
    mode: 0o644,
  }));
  return {
    ...plain,
    files,
    everyPlace: files.map(({ path }) => path),
    folders: verbs.flatMap((verb) =>
      ['Contents/Resources/zh_CN.lproj', 'Contents/Resources', 'Contents', ''].map((part) =>
        join(folder, workflowName(verb), part),
      ),
    ),
  };
}
