/** What it takes to install packages on a computer of their own: `npm run test:packages`. A bare machine lacks some of it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Need = { readonly what: string; readonly debian: string; readonly isThere: () => boolean };

const command = (name: string, debian: string): Need => ({
  what: name,
  debian,
  isThere: () => spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0,
});

export const needs: readonly Need[] = [
  command('apt-get', 'apt'),
  command('debootstrap', 'debootstrap'),
  command('dpkg-deb', 'dpkg'),
  command('nsenter', 'util-linux'),
  command('setpriv', 'util-linux'),
  command('tar', 'tar'),
  command('unshare', 'util-linux'),
];

/** Why no computer can be made here, whatever is installed; undefined where one can. */
export const hindrance = (): string | undefined => {
  if (process.platform !== 'linux') return 'Only Linux has the namespaces that these computers are made of.';
  if (process.getuid?.() !== 0) return 'Only root may mount what these computers are made of.';
  const may = spawnSync('unshare', ['--mount', '--pid', '--fork', 'true'], { encoding: 'utf8' });
  return may.status === 0 ? undefined : `No namespaces can be made here: ${may.stderr.trim()}`;
};

/** What the computers are made of, kept from run to run; not a tracked file. */
export const cache = join(import.meta.dirname, '..', '..', '..', '.cache', 'packages');

/** of the packages that are tried */
export const endings = ['.deb', '.rpm', '.AppImage'] as const;

/** Where `npm run package` puts what it makes. */
const release = (): string =>
  process.env['KOOSYNC_RELEASE'] ?? join(import.meta.dirname, '..', '..', '..', 'release');

const architecture = process.arch === 'arm64' ? /(?:arm64|aarch64)\./u : /(?:amd64|x86_64|x64)\./u;

/** The package with this ending for this machine's processor; undefined where none was made. */
export const releaseFile = (ending: string): string | undefined => {
  const folder = release();
  if (!existsSync(folder)) return undefined;
  const found = readdirSync(folder).filter((name) => name.endsWith(ending) && architecture.test(name));
  if (found.length > 1) throw new Error(`Which one of ${found.join(', ')} in ${folder}? One is to be there.`);
  return found[0] === undefined ? undefined : join(folder, found[0]);
};
