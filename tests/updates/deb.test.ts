/** A Debian package that runs is brought up to date, in a copy of this machine that is thrown away. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canInstall } from './needs.ts';
import {
  feedName,
  feedText,
  newer,
  older,
  openUpdatesWorld,
  packageFile,
  signed,
  until,
  type UpdatesWorld,
} from './updates-world.ts';

let world: UpdatesWorld;
beforeEach(async () => {
  world = await openUpdatesWorld();
});
afterEach(async () => {
  await world.close();
});

/** Mounts a copy of the machine over the folder $1, installs $2 there, and becomes what follows in it. */
const inCopy = `
set -e
layers=$1 package=$2
shift 2
mount -t tmpfs none "$layers"
mkdir "$layers/upper" "$layers/work" "$layers/root"
mount -t overlay none -o "lowerdir=/,upperdir=$layers/upper,workdir=$layers/work" "$layers/root"
for each in proc dev sys tmp; do mount --rbind "/$each" "$layers/root/$each"; done
# dpkg would index all man pages of the machine anew
rm -f "$layers/root/var/lib/man-db/auto-update"
chroot "$layers/root" env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$package" > "$layers.log" 2>&1
exec chroot "$layers/root" "$@"
`;

/** dpkg's word for the package, in the root that this process has */
const installed = (pid: number | undefined): string | undefined => {
  if (pid === undefined) return undefined;
  const status = readFileSync(`/proc/${String(pid)}/root/var/lib/dpkg/status`, 'utf8');
  const entry = status.split('\n\n').find((each) => /^Package: koosync/mu.test(each));
  return entry === undefined ? undefined : /^Version: (.*)$/mu.exec(entry)?.[1];
};

it.runIf(canInstall)('a deb is installed by apt and started again, with all that was synced', async () => {
  const { cli, feed } = world;
  cli.settings();
  const synced = path.join(cli.folder, 'Documents');
  mkdirSync(synced);
  writeFileSync(path.join(synced, 'notes.txt'), 'kept');
  await cli.setUp.add(synced);
  const first = path.join(cli.folder, 'first.deb');
  copyFileSync(packageFile(older, 'deb'), first);
  const script = path.join(cli.folder, 'in-copy.sh');
  writeFileSync(script, inCopy);
  const layers = path.join(cli.folder, 'layers');
  mkdirSync(layers);
  const app = ['/opt/KooSync/koosync-desktop', '--no-sandbox', '--hidden'];
  world.start('unshare', '-m', '--propagation', 'private', 'sh', script, layers, first, ...app);
  await until('a life of the app', () => world.lives().length === 1);
  expect(installed(world.apps()[0])).toBe(older.replace('-', '~'));
  await cli.idle();

  const file = packageFile(newer, 'deb');
  feed.files.set(path.basename(file), { path: file });
  feed.files.set(feedName, signed(feedText(newer)));
  await until('the life of the new version', () => world.lives().length === 2);
  expect(world.lives()).toEqual([older, newer]);
  await until('the app', () => world.apps().length > 0);
  expect(installed(world.apps()[0])).toBe(newer.replace('-', '~'));
  await until('what the old one left', () => world.logged('updates').length === 2);
  expect(world.logged('updates')[1]).toMatchObject({
    kind: { kind: 'deb' },
    beginning: { updatedFrom: older, hidden: true },
  });
  expect(await cli.status()).toMatchObject([{ files: 1, pending: 0, paused: false }]);
});
