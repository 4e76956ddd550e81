/**
 * Is in the packed folder what has to be there, and nothing else? What ships by accident is found here: a source map, a
 * file of the checkout, another architecture's library, a package that nobody imports.
 */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import type { Machine } from './node-runtime.ts';

type Entry = {
  /** of the whole path, with slashes */
  readonly pattern: RegExp;
  /** how many files may match: at least, at most */
  readonly count: readonly [number, number];
};

const one = (pattern: RegExp): Entry => ({ pattern, count: [1, 1] });
const some = (pattern: RegExp, least = 1, most = 1000): Entry => ({ pattern, count: [least, most] });

const keytar = [
  one(/^node_modules\/keytar\/package\.json$/u),
  one(/^node_modules\/keytar\/LICENSE\.md$/u),
  one(/^node_modules\/keytar\/lib\/keytar\.js$/u),
  one(/^node_modules\/keytar\/build\/Release\/keytar\.node$/u),
];

const commandLine = ({ os }: Machine): readonly Entry[] => [
  one(/^out\/cli\/koosync\.js$/u),
  one(/^out\/cli\/koosync-main\.js$/u),
  some(/^out\/cli\/[a-z-]+\.worker\.js$/u),
  // run by the installer
  ...(os === 'win' ? [one(/^out\/cli\/path-entry\.js$/u)] : []),
];

/** In app.asar. */
const inAsar = (bundle: string, machine: Machine): readonly Entry[] => [
  one(/^package\.json$/u),
  one(new RegExp(String.raw`^out/${bundle}/index\.js$`, 'u')),
  one(new RegExp(String.raw`^out/${bundle}/engine\.js$`, 'u')),
  one(new RegExp(String.raw`^out/${bundle}/preload\.cjs$`, 'u')),
  one(new RegExp(String.raw`^out/${bundle}/package\.json$`, 'u')),
  some(new RegExp(String.raw`^out/${bundle}/[a-z-]+\.worker\.js$`, 'u')),
  ...commandLine(machine),
  one(/^out\/icons\/app\.svg$/u),
  some(
    machine.os === 'mac' ? /^out\/icons\/[\w@-]+\.png$/u : /^out\/icons\/(?![\w-]*Template)[\w@-]+\.png$/u,
  ),
  one(/^out\/renderer\/index\.html$/u),
  one(/^out\/renderer\/preview\/index\.html$/u),
  some(/^out\/renderer\/assets\/[\w.-]+\.(?:js|css|svg)$/u),
  some(/^out\/renderer\/preview\/pdf\/cmaps\/[\w-]+\.bcmap$/u),
  some(/^out\/renderer\/preview\/pdf\/standard_fonts\/[\w-]+\.(?:pfb|ttf)$/u),
  some(/^out\/renderer\/preview\/pdf\/wasm\/\w+_nowasm_fallback\.js$/u, 2, 2),
  ...keytar,
];

/** Beside app.asar. */
const inResources = (machine: Machine, standIn: boolean): readonly Entry[] => [
  one(/^app\.asar$/u),
  ...[...keytar, ...commandLine(machine), one(/^package\.json$/u)].map(({ pattern, count }) => ({
    pattern: new RegExp(`^app\\.asar\\.unpacked/${pattern.source.slice(1)}`, 'u'),
    count,
  })),
  one(machine.os === 'win' ? /^bin\/koosync\.cmd$/u : /^bin\/koosync$/u),
  one(machine.os === 'win' ? /^node\/node\.exe$/u : /^node\/node$/u),
  one(/^node\/LICENSE$/u),
  one(/^man\/koosync\.1$/u),
  some(/^completions\/(?:koosync\.(?:bash|fish|ps1)|_koosync)$/u, 4, 4),
  one(/^LICENSE$/u),
  one(/^THIRD-PARTY-NOTICES\.txt$/u),
  one(/^sbom\.cdx\.json$/u),
  ...(standIn
    ? [some(/^node_modules\/(?:libsql|@libsql\/linux-x64-gnu|@neon-rs\/load|detect-libc)\//u)]
    : []),
];

/** Electron's own files on Linux. */
const ofElectron: readonly Entry[] = [
  one(/^koosync-desktop$/u),
  one(/^chrome-sandbox$/u),
  one(/^chrome_crashpad_handler$/u),
  some(/^[\w.-]+\.(?:pak|bin|dat)$/u, 5, 8),
  some(/^lib(?:EGL|GLESv2|ffmpeg|vk_swiftshader|vulkan)\.so(?:\.1)?$/u, 5, 5),
  some(/^locales\/(?:en-US|en-GB|zh-CN)\.pak$/u, 3, 3),
  one(/^vk_swiftshader_icd\.json$/u),
  one(/^version$/u),
  one(/^LICENSE\.electron\.txt$/u),
  one(/^LICENSES\.chromium\.html$/u),
];

/** A sentence for each name that no entry allows, and each entry that too few or too many match. Pure. */
export const listProblems = (
  names: readonly string[],
  entries: readonly Entry[],
  where: string,
): string[] => [
  ...names
    .filter((name) => !entries.some(({ pattern }) => pattern.test(name)))
    .map((name) => `${where} holds ${name}, which scripts/package/contents.ts does not name.`),
  ...entries.flatMap(({ pattern, count: [least, most] }) => {
    const found = names.filter((name) => pattern.test(name)).length;
    return found < least || found > most
      ? [
          `${where} holds ${String(found)} of ${String(pattern)} instead of ${String(least)} to ${String(most)}.`,
        ]
      : [];
  }),
];

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

/** Where app.asar lies in a packed folder. */
export const resourcesOf = (folder: string, { os }: Machine): string =>
  path.join(folder, os === 'mac' ? 'KooSync.app/Contents/Resources' : 'resources');

/** What is wrong with the packed folder, a sentence each. Electron's own files are looked at on Linux alone. */
export const contentProblems = (
  folder: string,
  options: { readonly machine: Machine; readonly standIn: boolean },
): string[] => {
  const { machine, standIn } = options;
  const resources = resourcesOf(folder, machine);
  const bundle = standIn ? 'main-libsql' : 'main';
  const asar = path.join(resources, 'app.asar');
  const packed = listPackage(asar, { isPack: false })
    .map((name) => name.replaceAll('\\', '/').replace(/^\//u, ''))
    // folders are listed like files, and are known by what is in them
    .filter((name, _index, all) => !all.some((other) => other.startsWith(`${name}/`)));
  const beside = filesBelow(resources).filter(
    (name) => machine.os !== 'mac' || !/\.lproj\/|\.icns$/u.test(name),
  );
  return [
    ...listProblems(packed, inAsar(bundle, machine), 'app.asar'),
    ...listProblems(beside, inResources(machine, standIn), 'resources'),
    ...(machine.os === 'linux'
      ? listProblems(
          filesBelow(folder).filter((name) => !name.startsWith('resources/')),
          ofElectron,
          'The packed folder',
        )
      : []),
  ];
};

/**
 * What electron-builder writes into the resources of the packed folder for one kind, and would leave there for the next:
 * names of files.
 */
export const ofOneKind = ['app-update.yml', 'package-type', 'apparmor-profile', 'elevate.exe'];

/** Bytes of everything below a folder. */
export const bytesBelow = (folder: string): number =>
  filesBelow(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
