/** Packs the app once, and makes one kind of package of it after the other. */
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Arch, build, Platform, type Configuration } from 'electron-builder';
import { repo } from '../setup/project-node.mjs';
import { ofOneKind } from './contents.ts';
import { takeFeeds, writeFeeds, type Feeds } from './feeds.ts';
import type { Machine } from './node-runtime.ts';

export type Made = {
  readonly kind: string;
  /** absolute */
  readonly files: readonly string[];
  readonly seconds: number;
};

export type Failed = { readonly kind: string; readonly why: string };

const platforms = { linux: Platform.LINUX, mac: Platform.MAC, win: Platform.WINDOWS } as const;

const targetsOf = ({ os, arch }: Machine, kind: string) =>
  platforms[os].createTarget(kind, os === 'mac' ? Arch.universal : Arch[arch]);

/** The folder the app is packed into. */
export const packedFolder = ({ os, arch }: Machine, output: string): string => {
  const suffix = os !== 'mac' && arch === 'arm64' ? '-arm64' : '';
  return path.join(repo, output, os === 'mac' ? 'mac-universal' : `${os}${suffix}-unpacked`);
};

/** The packed app's executable. */
export const packedExecutable = (machine: Machine, output: string): string => {
  const folder = packedFolder(machine, output);
  if (machine.os === 'mac') return path.join(folder, 'KooSync.app/Contents/MacOS/koosync-desktop');
  return path.join(folder, machine.os === 'win' ? 'koosync-desktop.exe' : 'koosync-desktop');
};

/** What the stand-in Electron's folder holds of the checkout's own, for running a folder as an app. */
const ofTheStandIn = ['runtime.json', path.join('resources', 'default_app.asar')];

/** Packs the app into its folder. Throws what electron-builder throws. */
export const packFolder = async (machine: Machine, config: Configuration, folder: string): Promise<void> => {
  await build({ projectDir: repo, publish: 'never', config, targets: targetsOf(machine, 'dir') });
  for (const name of ofTheStandIn) await rm(path.join(folder, name), { force: true });
};

const describe = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n').slice(0, 12).join('\n');

/**
 * Makes the kinds out of the packed folder, one at a time: electron-builder writes files of one kind into that folder,
 * and kinds made side by side would get each other's. Their feeds are put together. A kind that fails does not keep the others from being made.
 */
export const makeKinds = async (
  machine: Machine,
  options: {
    readonly kinds: readonly string[];
    readonly config: Configuration;
    readonly publish: boolean;
    readonly folder: string;
  },
): Promise<{ readonly made: readonly Made[]; readonly failed: readonly Failed[] }> => {
  const made: Made[] = [];
  const failed: Failed[] = [];
  const feeds: Feeds = new Map();
  const output = path.dirname(options.folder);
  await takeFeeds(output, undefined);
  for (const kind of options.kinds) {
    const began = performance.now();
    for (const name of ofOneKind) await rm(path.join(options.folder, 'resources', name), { force: true });
    try {
      const files = await build({
        projectDir: repo,
        publish: options.publish ? 'always' : 'never',
        config: options.config,
        targets: targetsOf(machine, kind),
        prepackaged: machine.os === 'mac' ? path.join(options.folder, 'KooSync.app') : options.folder,
      });
      made.push({ kind, files, seconds: (performance.now() - began) / 1000 });
    } catch (thrown) {
      failed.push({ kind, why: describe(thrown) });
    }
    await takeFeeds(output, feeds);
  }
  await writeFeeds(output, feeds);
  for (const name of ofOneKind) await rm(path.join(options.folder, 'resources', name), { force: true });
  return { made, failed };
};

/** Bytes of a file. */
export const bytesOf = async (file: string): Promise<number> => (await stat(file)).size;
