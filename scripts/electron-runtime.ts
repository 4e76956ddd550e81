// Which Electron do development, e2e and the packaging smoke test run on? The pinned one wherever it is or can be
// fetched; else, on Linux x64, an older one from npm that stands in. Run by itself it says which one that is.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadPinned, pinnedExecutable, pinnedVersion } from './electron/pinned.ts';
import { probe } from './electron/probe.ts';
import type { ElectronRuntime } from './electron/runtime-types.ts';
import { standIn } from '../tests/stand-ins/electron.ts';
import { repo } from './setup/project-node.mjs';

export type { ElectronRuntime } from './electron/runtime-types.ts';
export { pinnedVersion } from './electron/pinned.ts';

export const electronRuntime = async (
  tell: (text: string) => void = (text) => process.stderr.write(`${text}\n`),
): Promise<ElectronRuntime> => {
  const executable = pinnedExecutable() ?? (await downloadPinned(tell));
  if (executable !== undefined) return { executable, origin: 'electron', ...(await probe(executable)) };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron ${pinnedVersion()} could not be fetched from its release host, and a stand-in exists for Linux on x64 only.`,
    );
  }
  return standIn(tell);
};

/** Which part of scripts/build.ts is made for its kind of node:sqlite. */
export const appPart = ({ sqlite }: ElectronRuntime): 'main' | 'main-libsql' =>
  sqlite === 'node' ? 'main' : 'main-libsql';

/** The folder to give it as the app. */
export const appFolder = (runtime: ElectronRuntime): string => path.join(repo, 'out', appPart(runtime));

/** What stands before the app's own words on its command line: the folder, none for an app that is packed. */
export const appWords = (runtime: ElectronRuntime): readonly string[] =>
  runtime.packed === true ? [] : [appFolder(runtime)];

/** One sentence for people: which Electron, and that it is not the pinned one where it is not. */
export const describeRuntime = ({ version, node, origin }: ElectronRuntime): string =>
  origin === 'electron'
    ? `Electron ${version} (Node ${node})`
    : `Electron ${version} (Node ${node}; a stand-in from npm, since the release host of Electron cannot be reached; the product targets ${pinnedVersion()})`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(`${describeRuntime(await electronRuntime(console.log))} is in place.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
