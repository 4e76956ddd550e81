/** What `npm run package` is asked for. Pure. */

export type Request = {
  /** the folder that installers are made of, and no installer */
  readonly folderOnly: boolean;
  /** kinds by electron-builder's names; undefined: all of this system */
  readonly kinds: readonly string[] | undefined;
  /** instead of package.json's */
  readonly version: string | undefined;
  /** compress little: for trying, never for a release */
  readonly fast: boolean;
  /** the second packing, which e2e can drive */
  readonly forTests: boolean;
  /** leave out what a missing program of the system is needed for */
  readonly allowMissing: boolean;
  readonly publish: boolean;
};

const words = {
  '--dir': 'folderOnly',
  '--fast': 'fast',
  '--for-tests': 'forTests',
  '--allow-missing': 'allowMissing',
  '--publish': 'publish',
} as const satisfies Record<string, keyof Request>;

const isWord = (text: string): text is keyof typeof words => Object.hasOwn(words, text);

const usage = `npm run package -- [--dir] [--only KIND,...] [--version VERSION] [--fast] [--for-tests] [--allow-missing] [--publish]`;

/** A sentence where the words make no sense. */
export const readRequest = (given: readonly string[]): Request | string => {
  const on = new Set<string>();
  let kinds: readonly string[] | undefined;
  let version: string | undefined;
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    if (isWord(word)) on.add(words[word]);
    else if (word === '--only' || word === '--version') {
      const value = given[(at += 1)];
      if (value === undefined || value.startsWith('-')) return `${word} wants a value. ${usage}`;
      if (word === '--version') version = value;
      else kinds = value.split(',');
    } else return `What is ${word}? ${usage}`;
  }
  if (version !== undefined && !/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/u.test(version))
    return `${version} is no version such as 1.2.3 or 1.2.3-beta.1.`;
  const flag = (name: (typeof words)[keyof typeof words]) => on.has(name);
  return {
    folderOnly: flag('folderOnly') || flag('forTests'),
    kinds,
    version,
    fast: flag('fast'),
    forTests: flag('forTests'),
    allowMissing: flag('allowMissing'),
    publish: flag('publish'),
  };
};
