/**
 * KooSync beside rclone and syncthing, each at the same files. They do not do the same: rclone keeps no versions, remembers
 * nothing and runs when told; syncthing hashes and indexes blocks and keeps versions on the other side alone; both have a
 * receiver that writes to the disk, KooSync's throws bytes away. docs/performance.md says so beside the figures.
 */
import { pause } from '../trivial-world.ts';
import { more, type Figure, type Row } from '../measurement.ts';
import { findPeer, type PeerName } from '../peers/find.ts';
import { rcloneTook } from '../peers/rclone.ts';
import { syncthingTook } from '../peers/syncthing.ts';
import { writeWork, type Took, type Work } from '../peers/work.ts';
import { within } from './uploads.ts';

const koosyncTook = (work: Work): Promise<Took> =>
  within(async ({ folder, run }) => {
    writeWork(folder, work, 1);
    await pause(2_500);
    return run(['run', '--once']);
  });

const peers: Readonly<Record<PeerName, (executable: string, work: Work) => Promise<Took>>> = {
  rclone: rcloneTook,
  syncthing: syncthingTook,
};

const wordsOf = ({ kind, files, bytes }: Work): string =>
  kind === 'small'
    ? `${String(files)} files of ${String(bytes / files / 1024)} KB`
    : `one file of ${(bytes / 2 ** 30).toFixed(2)} GiB`;

function figuresOf(name: string, who: string, work: Work, took: Took): Figure[] {
  const key = `${work.kind}.${name}`;
  const what = `${wordsOf(work)}: ${who}`;
  const speed =
    work.kind === 'small'
      ? { value: work.files / (took.ms / 1000), unit: 'files/s' }
      : { value: work.bytes / 1e6 / (took.ms / 1000), unit: 'MB/s' };
  return [
    { key: `${key}.perS`, what, ...speed },
    { key: `${key}.s`, what, value: took.ms / 1000, unit: 's' },
    { key: `${key}.cpuS`, what, value: took.cpuS, unit: 's of CPU' },
  ];
}

async function beside(work: Work): Promise<Figure[]> {
  const ours = await koosyncTook(work);
  const figures = figuresOf('koosync', 'KooSync', work, ours);
  for (const name of Object.keys(peers) as PeerName[]) {
    const peer = findPeer(name);
    if (peer === undefined) {
      console.log(`  ${name} is not here and is left out (npm run bench:peers)`);
      continue;
    }
    const took = await peers[name](peer.executable, work);
    const who = `${name} ${peer.version}`;
    figures.push(...figuresOf(name, who, work, took), {
      key: `${work.kind}.${name}.ratio`,
      what: `${wordsOf(work)}: KooSync's speed ÷ ${who}`,
      value: took.ms / ours.ms,
      unit: '',
      bar: more(1, 1),
    });
  }
  return figures;
}

export const peersRow: Row = {
  about: 'rclone to its own WebDAV server, syncthing between two instances on loopback, and KooSync',
  measure: async ({ peerFiles, peerLarge }) => [
    ...(await beside({ kind: 'small', files: peerFiles, bytes: peerFiles * 4096 })),
    ...(await beside({ kind: 'large', files: 1, bytes: peerLarge })),
  ],
};
