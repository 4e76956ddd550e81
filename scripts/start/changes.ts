/** Which change of a source file causes what. Paths are relative to the root of the checkout, with `/`. */

/** What is built, or for the emulator started, again by itself. */
export type Part = 'app' | 'cli' | 'renderer' | 'icons' | 'emulator';

export const parts: readonly Part[] = ['app', 'cli', 'renderer', 'icons', 'emulator'];

/** Folders whose changes cause anything. */
export const watchedFolders = ['main', 'shared', 'renderer', 'emulator', 'build/icons'];

/** The files that the last build of a bundled part read; undefined when that build failed. */
export type InputsOf = (part: 'app' | 'cli') => ReadonlySet<string> | undefined;

const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$/u.test(path);
/** Editors and `sed -i` write files of other names first. */
const isSource = (path: string): boolean => /\.(tsx?|css|html|svg)$/u.test(path);
const below = (path: string, ...folders: readonly string[]): boolean =>
  folders.some((folder) => path.startsWith(`${folder}/`));

export const partsChangedBy = (path: string, inputsOf: InputsOf): readonly Part[] => {
  if (isTest(path) || !isSource(path)) return [];
  return parts.filter((part) => {
    switch (part) {
      case 'app':
      case 'cli':
        // After a failed build nobody knows what it would have read: the missing file may be the one that just came.
        return inputsOf(part)?.has(path) ?? below(path, 'main', 'shared');
      case 'renderer':
        // dev/ is the page of `npm run dev`, which Vite serves without a build.
        return below(path, 'renderer', 'shared') && !below(path, 'renderer/dev');
      case 'icons':
        return below(path, 'build/icons');
      case 'emulator':
        return below(path, 'emulator');
    }
  });
};

/** How what was built comes before the user's eyes. The command line is new at its next call, the emulator at once. */
export type Step = 'restart' | 'reload' | 'nothing';

export const stepAfter = (built: ReadonlySet<Part>): Step => {
  if (built.has('app') || built.has('icons')) return 'restart';
  return built.has('renderer') ? 'reload' : 'nothing';
};
