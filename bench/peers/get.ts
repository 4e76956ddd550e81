/**
 * npm run bench:peers
 *
 * Gets the programs that KooSync is measured beside, as packages of the mirror that this machine's apt names, and unpacks them
 * into .cache/peers: nothing is installed, and nobody needs to be root. What is on PATH is taken before it. Ends with 1 where
 * one of them could not be had; the row `peers` then goes on without it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPeer, peersFolder, type PeerName } from './find.ts';

function get(name: PeerName): void {
  // apt fetches as a user of its own where it can, who has to reach the folder
  const folder = mkdtempSync(join(tmpdir(), 'koosync-peers-'));
  try {
    execFileSync('apt-get', ['-qq', 'download', name], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    mkdirSync(peersFolder, { recursive: true });
    for (const file of readdirSync(folder))
      execFileSync('dpkg-deb', ['-x', join(folder, file), peersFolder], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const name of ['rclone', 'syncthing'] as const) {
  try {
    if (findPeer(name) === undefined) get(name);
    const peer = findPeer(name);
    if (peer === undefined) throw new Error('it is not there');
    console.log(`${name} ${peer.version}`);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
