// What KooSync needs from Debian (and Ubuntu), by purpose, and how to get it. Other systems bring these themselves or
// name them otherwise, so there this step only says what it expects.
import { readFileSync } from 'node:fs';
import { SetupProblem, answer, lastLines, run, say } from './run.mjs';

/**
 * `a|b`: either will do; Ubuntu 24.04 and Debian 13 renamed some libraries for 64-bit time.
 * @type {Record<string, { for: 'demo' | 'test', packages: string[] }>}
 */
const wanted = {
  'building keytar': {
    for: 'demo',
    packages: ['g++', 'make', 'python3', 'pkg-config|pkgconf', 'libsecret-1-dev'],
  },
  'the system keyring': { for: 'demo', packages: ['libsecret-1-0', 'gnome-keyring', 'dbus'] },
  Electron: {
    for: 'demo',
    packages: [
      'libnss3',
      'libgtk-3-0|libgtk-3-0t64',
      'libgbm1',
      'libasound2|libasound2t64',
      'libxss1',
      'libnotify4',
      'libatk-bridge2.0-0|libatk-bridge2.0-0t64',
      'libcups2|libcups2t64',
      'libdrm2',
      'libxtst6',
    ],
  },
  'a screen where there is none': { for: 'demo', packages: ['xvfb'] },
  'letters on that screen': { for: 'demo', packages: ['fonts-noto-cjk', 'fonts-liberation'] },
  git: { for: 'demo', packages: ['git'] },
  // dbus-x11 is the session bus that brings no systemd along
  'a file manager that tests click in': {
    for: 'test',
    packages: ['thunar', 'dbus-x11', 'xdotool', 'python3-pyatspi', 'at-spi2-core'],
  },
  'tests that save files with real programs': { for: 'test', packages: ['sqlite3', 'vim'] },
};

/**
 * Packages that are not there yet, each as its list of alternatives.
 * @param {'demo' | 'test'} purpose
 */
const missingPackages = (purpose) => {
  const all = Object.values(wanted)
    .filter((group) => group.for === 'demo' || purpose === 'test')
    .flatMap((group) => group.packages.map((names) => names.split('|')));
  const listed = answer('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\\n', ...all.flat()]) ?? '';
  const there = new Set(
    listed
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
  return all.filter((names) => !names.some((name) => there.has(name)));
};

/**
 * Of several names the one this system can install, else the first.
 * @param {string[]} names
 */
const installable = (names) => {
  const [first = ''] = names;
  if (names.length === 1) return first;
  return (
    names.find((name) => (answer('apt-cache', ['show', '--no-all-versions', name]) ?? '') !== '') ?? first
  );
};

/** @param {'demo' | 'test'} purpose */
export const debianPackages = async (purpose) => {
  if (process.platform !== 'linux') return;
  if (answer('apt-get', ['--version']) === undefined || answer('dpkg-query', ['--version']) === undefined) {
    say(
      `no apt-get here, so nothing is installed for the system; needed are ${Object.keys(wanted).join(', ')}.`,
    );
    return;
  }
  const missing = missingPackages(purpose);
  if (missing.length === 0) return;

  const root = process.getuid?.() === 0;
  if (!root) {
    const line = `sudo apt-get install -y --no-install-recommends ${missing.map(installable).join(' ')}`;
    throw new SetupProblem(
      `Some Debian packages are missing and only root can install them; please run: ${line}`,
    );
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=2'];
  const update = await run('apt-get', [...apt, 'update'], { env });
  if (!update.ok)
    say(`the package lists could not be refreshed, going on with the old ones:\n${lastLines(update.output)}`);
  const names = missing.map(installable);
  say(`installing ${names.length} Debian package(s): ${names.join(' ')} ...`);
  const install = await run('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...names], {
    env,
  });
  if (!install.ok) {
    throw new SetupProblem(
      `Debian packages could not be installed (${names.join(' ')}):\n${lastLines(install.output)}`,
    );
  }
  const still = missingPackages(purpose);
  if (still.length > 0) {
    throw new SetupProblem(
      `apt-get reported success, yet these are not there: ${still.map((n) => n.join('|')).join(' ')}`,
    );
  }
  say(`Debian packages are in place (${install.seconds} s).`);
};

/** Debian's name for this system, for messages. */
export const systemName = () => {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
};
