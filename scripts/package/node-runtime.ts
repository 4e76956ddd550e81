/** The Node that goes into a package for its command line. The app's own Electron cannot run it: run-as-node is off. */
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { repo as projectRoot } from '../setup/project-node.mjs';

export type Machine = { readonly os: 'linux' | 'mac' | 'win'; readonly arch: 'x64' | 'arm64' };

const npmNames = { linux: 'linux', mac: 'darwin', win: 'win' } as const;

/** What names a folder with an unpacked Node of nodejs.org, for systems whose Node is not on npm. */
export const nodeVariable = ({ os, arch }: Machine): string =>
  `KOOSYNC_NODE_${os.toUpperCase()}_${arch.toUpperCase()}`;

/**
 * The folder of Node for `machine`: what its variable names, else the npm package of the checkout. undefined: neither is
 * there.
 */
export const nodeFolder = (
  machine: Machine,
  repo: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  const named = env[nodeVariable(machine)];
  const folder = named ?? path.join(repo, 'node_modules', `node-${npmNames[machine.os]}-${machine.arch}`);
  return executable(folder, machine) === undefined ? undefined : folder;
};

/** On npm the executable lies in bin/ for every system, in the archives of nodejs.org for Windows beside the licence. */
const executable = (folder: string, { os }: Machine): string | undefined => {
  const places = os === 'win' ? ['bin/node.exe', 'node.exe'] : ['bin/node'];
  return places.map((place) => path.join(folder, place)).find((file) => existsSync(file));
};

/** Node's licence, the same for every system. The package for Windows on npm has none. */
const licence = path.join(projectRoot, 'build', 'node', 'LICENSE');

/** Puts the executable and its licence into `into`. Throws where `folder` holds no Node for `machine`. */
export const stageNode = async (folder: string, machine: Machine, into: string): Promise<void> => {
  const from = executable(folder, machine);
  if (from === undefined) throw new Error(`${folder} holds no Node for ${machine.os} on ${machine.arch}.`);
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  const to = path.join(into, path.basename(from));
  await copyFile(from, to);
  await chmod(to, 0o755);
  const own = path.join(folder, 'LICENSE');
  await copyFile(existsSync(own) ? own : licence, path.join(into, 'LICENSE'));
};
