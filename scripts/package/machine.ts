/** The machine that packs, and what it can pack for: its own system and processor, since keytar is built for those. */
import type { Machine } from './node-runtime.ts';

const systems: Readonly<Partial<Record<NodeJS.Platform, Machine['os']>>> = {
  linux: 'linux',
  darwin: 'mac',
  win32: 'win',
};

/** undefined: nothing can be packed for it */
export const thisMachine = (
  platform: NodeJS.Platform = process.platform,
  cpu: string = process.arch,
): Machine | undefined => {
  const os = systems[platform];
  return os === undefined || (cpu !== 'x64' && cpu !== 'arm64') ? undefined : { os, arch: cpu };
};

/**
 * Every kind of package that a system's users get, by electron-builder's names. The first is what an updater takes that
 * knows no list of files.
 */
export const kindsOf: Readonly<Record<Machine['os'], readonly string[]>> = {
  linux: ['AppImage', 'deb', 'rpm', 'tar.gz', 'zip'],
  win: ['nsis', 'zip'],
  mac: ['dmg', 'zip'],
};

const names = { linux: 'Linux', mac: 'macOS', win: 'Windows' } as const;

/** The packages that another machine has to make, a sentence each. */
export const elsewhere = (machine: Machine): readonly string[] =>
  (['linux', 'win', 'mac'] as const).flatMap((os) => {
    const archs = os === 'mac' ? (['universal'] as const) : (['x64', 'arm64'] as const);
    return archs
      .filter((arch) => os !== machine.os || (os !== 'mac' && arch !== machine.arch))
      .map(
        (arch) =>
          `${names[os]} ${arch} (${kindsOf[os].join(', ')}): made by "npm run package" on such a machine, for keytar is built there`,
      );
  });
