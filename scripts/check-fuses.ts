// Reads the fuses of what was packed back from the binary: node scripts/check-fuses.ts [executable or .app ...], or
// without arguments all that lies unpacked in release/. The table here is written by hand, apart from
// electron-builder.yml: a slip there must not be able to excuse itself.
import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { repo } from './setup/project-node.mjs';

const wanted: readonly (readonly [FuseV1Options, boolean])[] = [
  [FuseV1Options.RunAsNode, false],
  [FuseV1Options.EnableCookieEncryption, true],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  [FuseV1Options.EnableNodeCliInspectArguments, false],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  [FuseV1Options.OnlyLoadAppFromAsar, true],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
];

/** One sentence for each fuse that is not as it must be. */
export const fuseProblems = async (executable: string): Promise<string[]> => {
  const wire = await getCurrentFuseWire(executable);
  return wanted
    .filter(([fuse, on]) => wire[fuse] !== (on ? FuseState.ENABLE : FuseState.DISABLE))
    .map(
      ([fuse, on]) => `${executable}: fuse ${FuseV1Options[fuse]} must be ${on ? 'on' : 'off'} and is not.`,
    );
};

export const packagedExecutables = async (): Promise<string[]> => {
  const places = ['linux*-unpacked/koosync-desktop', 'win*-unpacked/koosync-desktop.exe', 'mac*/KooSync.app'];
  const found: string[] = [];
  for await (const file of glob(places, { cwd: path.join(repo, 'release') })) {
    found.push(path.join(repo, 'release', file));
  }
  return found;
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const named = process.argv.slice(2);
  const executables = named.length > 0 ? named : await packagedExecutables();
  const missing = executables.filter((file) => !existsSync(file));
  if (executables.length === 0 || missing.length > 0) {
    console.error(
      `There is nothing packed to check${missing.length > 0 ? ` at ${missing.join(', ')}` : ''}.`,
    );
    process.exit(1);
  }
  const problems = (await Promise.all(executables.map(fuseProblems))).flat();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
  console.log(`All ${String(wanted.length)} fuses are as they must be in ${executables.join(', ')}.`);
}
