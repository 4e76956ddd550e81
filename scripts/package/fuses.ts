/**
 * Reads the fuses of what was packed back from the binary. The table here is written by hand, apart from
 * electron-builder.yml: a slip there must not be able to excuse itself.
 */
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** Each fuse, and whether it is on in what is shipped. */
export const wantedFuses: readonly (readonly [FuseV1Options, boolean])[] = [
  [FuseV1Options.RunAsNode, false],
  [FuseV1Options.EnableCookieEncryption, true],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  [FuseV1Options.EnableNodeCliInspectArguments, false],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  [FuseV1Options.OnlyLoadAppFromAsar, true],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
];

/**
 * One sentence for each fuse that is not as it must be. `forTests`: the packing that e2e drives, which differs in the one
 * fuse that lets a test's debugger in.
 */
export const fuseProblems = async (executable: string, forTests = false): Promise<string[]> => {
  const wire = await getCurrentFuseWire(executable);
  return wantedFuses
    .map(
      ([fuse, on]) => [fuse, fuse === FuseV1Options.EnableNodeCliInspectArguments ? forTests : on] as const,
    )
    .filter(([fuse, on]) => wire[fuse] !== (on ? FuseState.ENABLE : FuseState.DISABLE))
    .map(
      ([fuse, on]) => `${executable}: fuse ${FuseV1Options[fuse]} must be ${on ? 'on' : 'off'} and is not.`,
    );
};
