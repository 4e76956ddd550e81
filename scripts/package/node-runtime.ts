/** The Node that goes into a package for its command line. The app's own Electron cannot run it: run-as-node is off. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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
  return nodeExecutable(folder, machine) === undefined ? undefined : folder;
};

/** On npm the executable lies in bin/ for every system, in the archives of nodejs.org for Windows beside the licence. */
export const nodeExecutable = (folder: string, { os }: Machine): string | undefined => {
  const places = os === 'win' ? ['bin/node.exe', 'node.exe'] : ['bin/node'];
  return places.map((place) => path.join(folder, place)).find((file) => existsSync(file));
};

/** What `--version` of a Node says, without its `v`. */
export const versionOfNode = (node: string): string =>
  execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().replace(/^v/u, '');

/** Of the Node in this folder. npm's packages say it themselves, also for a system that is not this one. */
export const nodeVersion = (folder: string, machine: Machine): string => {
  const manifest = path.join(folder, 'package.json');
  return existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
    : versionOfNode(nodeExecutable(folder, machine) ?? '');
};

/** Node's licence, the same for every system. The package for Windows on npm has none. */
const licence = path.join(projectRoot, 'build', 'node', 'LICENSE');

/** Puts the executable and its licence into `into`. Throws where `folder` holds no Node for `machine`. */
export const stageNode = async (folder: string, machine: Machine, into: string): Promise<void> => {
  const from = nodeExecutable(folder, machine);
  if (from === undefined) throw new Error(`${folder} holds no Node for ${machine.os} on ${machine.arch}.`);
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  const to = path.join(into, path.basename(from));
  await copyFile(from, to);
  await chmod(to, 0o755);
  const own = path.join(folder, 'LICENSE');
  await copyFile(existsSync(own) ? own : licence, path.join(into, 'LICENSE'));
};
