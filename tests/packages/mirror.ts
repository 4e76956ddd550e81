/** Where this machine's apt gets Debian from: the computers of these tests are made of the same. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Mirror = {
  /** of the release that this machine runs: `bookworm` */
  readonly suite: string;
  /** where debootstrap gets it */
  readonly url: string;
  /** lines of sources.list: the release, its updates and its security */
  readonly sources: readonly string[];
  /** lines of apt.conf: a proxy, where this machine goes through one */
  readonly settings: readonly string[];
};

const ask = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8' });

/** Throws where apt names none: on a machine that is not Debian, or that has never asked for its lists. */
export function debianMirror(): Mirror {
  const suite = /^VERSION_CODENAME=(.*)$/mu.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  const format = '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)';
  const targets = ask('apt-get', 'indextargets', '--format', format, 'Created-By: Packages')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([origin, , release, component]) => {
      return origin === 'Debian' && release?.startsWith(suite) && component === 'main';
    })
    .map(([, url = '', release = '']) => ({ url, release }));
  const main = targets.find(({ release }) => release === suite);
  if (suite === '' || main === undefined)
    throw new Error('apt names no mirror of Debian here; "apt-get update" asks for its lists.');
  const proxy = ask('apt-config', 'dump', '--no-empty', 'Acquire::http::Proxy').trim();
  return {
    suite,
    url: main.url,
    sources: targets.map(({ url, release }) => `deb ${url} ${release} main`),
    settings: proxy === '' ? [] : [proxy],
  };
}
