// Run by pinned.ts in a process of its own, so that a hanging connection ends with it. Electron's installer alone has
// no limit: here the first byte must come within 15 s and the next ones without a pause of 30 s.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { downloadArtifact } from '@electron/get';
import { repo } from '../setup/project-node.mjs';

const folder = path.join(repo, 'node_modules', 'electron');
const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
  version: string;
};
const checksums = JSON.parse(readFileSync(path.join(folder, 'checksums.json'), 'utf8')) as Record<
  string,
  string
>;

const giveUp = (why: string): never => {
  process.stderr.write(`${why}\n`);
  process.exit(1);
};

let timer = setTimeout(() => giveUp('its release host does not answer'), 15_000);
try {
  await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums,
    downloadOptions: {
      quiet: true,
      getProgressCallback: () => {
        clearTimeout(timer);
        timer = setTimeout(() => giveUp('the download stopped half way'), 30_000);
        return Promise.resolve();
      },
    },
  });
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
  giveUp(`its release host cannot be reached: ${cause ?? String(error)}`);
}
clearTimeout(timer);

// The installer finds the file in the cache now, checks it once more and unpacks it.
const installed = spawnSync(process.execPath, ['install.js'], { cwd: folder, encoding: 'utf8' });
if (installed.status !== 0) giveUp(`it could not be unpacked: ${installed.stderr.trim()}`);
