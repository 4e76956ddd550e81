// node_modules as package-lock.json says. Without install scripts: the one package that needs its script (keytar) is
// built in the open by keytar.mjs, and electron's binary is electron-runtime.ts's business.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from './project-node.mjs';
import { SetupProblem, lastLines, run, say } from './run.mjs';

const lockfile = path.join(repo, 'package-lock.json');
const stamp = path.join(repo, 'node_modules', '.koosync-setup');

/** @param {string} file */
const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Does npm's own note in node_modules name every package of the lockfile at its version? Then someone ran `npm install`
 * by hand, and wiping the folder for a second one would only cost time (and pull it from under whoever uses it).
 * @param {string} lockText
 */
const alreadyInstalled = (lockText) => {
  const noteText = read(path.join(repo, 'node_modules', '.package-lock.json'));
  if (noteText === undefined) return false;
  /** @type {Record<string, { version?: string, optional?: boolean, peer?: boolean }>} */
  const locked = JSON.parse(lockText).packages ?? {};
  /** @type {Record<string, { version?: string }>} */
  const installed = JSON.parse(noteText).packages ?? {};
  return Object.entries(locked).every(([place, { version, optional }]) => {
    if (place === '' || version === undefined) return true;
    const there = installed[place];
    // An optional package may be left out (it is for another system), but not be of another version.
    return there === undefined ? optional === true : there.version === version;
  });
};

export const npmPackages = async () => {
  const lockText = read(lockfile);
  if (lockText === undefined)
    throw new SetupProblem('package-lock.json is missing: this is not a whole checkout.');
  const hash = createHash('sha256').update(lockText).digest('hex');
  if (read(stamp) === hash) return;
  if (alreadyInstalled(lockText)) {
    writeFileSync(stamp, hash);
    return;
  }
  say('installing npm packages as package-lock.json says ...');
  const install = await run(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: repo,
    },
  );
  if (!install.ok)
    throw new SetupProblem(`npm packages could not be installed:\n${lastLines(install.output)}`);
  writeFileSync(stamp, hash);
  say(`npm packages are in place (${install.seconds} s).`);
};
