/**
 * Entries of the Windows Explorer: verbs in the user's own part of the registry, for files, for folders and for the
 * folder that one is in. Pure: what is written where; `reg.exe` writes it (registry.ts).
 */
import { labels } from '../words.ts';
import type { Language } from '../../../shared/strings/index.ts';
import { verbs, type Verb } from '../verbs.ts';
import type { Program } from '../launcher.ts';

export type RegistryValue = {
  readonly key: string;
  /** '' is the key's default value */
  readonly name: string;
  readonly value: string;
};

const classes = String.raw`HKCU\Software\Classes`;
/** In which classes, and what stands for the path there. */
const places = [
  [String.raw`*\shell`, '"%1"'],
  [String.raw`Directory\shell`, '"%1"'],
  [String.raw`Directory\Background\shell`, '"%V"'],
] as const;

const keyNames: Readonly<Record<Verb, string>> = {
  'view-versions': 'KooSync.ViewVersions',
  'copy-path': 'KooSync.CopyPath',
  pause: 'KooSync.Pause',
};

/** The keys that are ours, each with all below it. */
export const explorerKeys: readonly string[] = places.flatMap(([place]) =>
  verbs.map((verb) => [classes, place, keyNames[verb]].join('\\')),
);

/** `folders` are synced: the entries are shown there, and everywhere when they do not fit into a condition. */
export function explorerValues(
  program: Program,
  folders: readonly string[],
  language: Language,
): readonly RegistryValue[] {
  const condition = appliesTo(folders);
  return places.flatMap(([place, path]) =>
    verbs.flatMap((verb): RegistryValue[] => {
      const key = [classes, place, keyNames[verb]].join('\\');
      const words = [program.executable, ...program.args].map((word) => `"${word}"`);
      return [
        { key, name: '', value: labels[verb][language] },
        { key, name: 'Icon', value: `"${program.executable}",0` },
        // one start for all that is selected
        { key, name: 'MultiSelectModel', value: 'Player' },
        // the background of a folder has no item that a condition could be about
        ...(condition === undefined || place.includes('Background')
          ? []
          : [{ key, name: 'AppliesTo', value: condition }]),
        { key: `${key}\\command`, name: '', value: [...words, `--${verb}`, path].join(' ') },
      ];
    }),
  );
}

/** Longer conditions are cut, and a condition that is cut hides entries where they belong. */
const longestCondition = 2000;

/** In Advanced Query Syntax; `~<` is "begins with". No Windows path holds a quote. */
export function appliesTo(folders: readonly string[]): string | undefined {
  if (folders.length === 0 || folders.some((folder) => folder.includes('"'))) return undefined;
  const conditions = folders.flatMap((folder) => {
    const bare = folder.replace(/\\+$/u, '');
    return [`System.ItemPathDisplay:="${bare}"`, `System.ItemPathDisplay:~<"${bare}\\"`];
  });
  const all = conditions.join(' OR ');
  return all.length > longestCondition ? undefined : all;
}
