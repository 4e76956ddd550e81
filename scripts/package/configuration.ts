/** What a packing says on top of electron-builder.yml: nothing for a release, much for what may never become one. */
import path from 'node:path';
import type { Configuration } from 'electron-builder';
import type { ElectronRuntime } from '../electron/runtime-types.ts';

/** What shows on every package of the stand-in Electron that it is none to give away: in its version and its name. */
const standInMark = '-standin';

export const isStandInVersion = (version: string): boolean => version.includes(standInMark);

/** A release's version; for the stand-in Electron with the mark. */
export const versionFor = (version: string, standIn: boolean): string =>
  standIn && !isStandInVersion(version) ? `${version}${standInMark}` : version;

/** libsql and what it loads lie beside the asar, where Node's search for packages comes by. */
export const besideAsar = ['libsql', '@libsql/linux-x64-gnu', '@neon-rs/load', 'detect-libc'];

/** Where bundles with test hooks are built, below out/ and apart from those that ship. */
export const forTestsOut = path.join('out', 'for-tests');

/** The folder that the packed app and its packages are put into. */
export const outputOf = (forTests: boolean): string =>
  forTests ? path.join('release', 'for-tests') : 'release';

type Options = {
  readonly runtime: ElectronRuntime;
  readonly version: string;
  readonly forTests: boolean;
};

const merged = (parts: readonly Configuration[]): Configuration => ({
  ...Object.assign({}, ...parts),
  extends: 'electron-builder.yml',
  files: parts.flatMap(({ files }) => (files === undefined ? [] : (files as never[]))),
});

/** The stand-in Electron, its other main bundle, and marks that nobody can miss. */
const standInConfiguration = (runtime: ElectronRuntime): Configuration => ({
  electronDist: path.dirname(runtime.executable),
  electronVersion: runtime.version,
  // a pattern of electron-builder.yml itself would be taken for the one that stands before ours
  files: ['!out/main/**', 'out/main-libsql/**', '!out/main-libsql/**/*.map'],
  extraResources: besideAsar.map((name) => ({ from: `node_modules/${name}`, to: `node_modules/${name}` })),
  artifactName: `koosync${standInMark}-\${version}-\${arch}.\${ext}`,
  deb: { packageName: `koosync${standInMark}` },
  rpm: { packageName: `koosync${standInMark}` },
});

/** Two differences and no third: the inspector may be asked for, and bundles that heed KOOSYNC_TEST_ variables. */
const testsConfiguration = (bundle: string): Configuration => ({
  directories: { output: outputOf(true) },
  electronFuses: { enableNodeCliInspectArguments: true },
  files: [
    `!out/${bundle}/**`,
    { from: path.join(forTestsOut, bundle), to: path.join('out', bundle), filter: ['**', '!**/*.map'] },
  ],
});

/** For electron-builder's `build()`. */
export const configurationFor = ({ runtime, version, forTests }: Options): Configuration => {
  const standIn = runtime.origin === 'stand-in';
  const bundle = standIn ? 'main-libsql' : 'main';
  return merged([
    { extraMetadata: { version, ...(standIn ? { main: 'out/main-libsql/index.js' } : {}) } },
    ...(standIn ? [standInConfiguration(runtime)] : []),
    ...(forTests ? [testsConfiguration(bundle)] : []),
  ]);
};
