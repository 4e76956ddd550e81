/**
 * Stands in for fpm where electron-builder's own cannot be fetched: takes the words that electron-builder 26 gives fpm
 * (`-s dir -t deb|rpm ... SOURCE=DESTINATION`) and makes the package with dpkg-deb or rpmbuild. A word that it does not
 * know ends it: a package that lacks something in silence is worse than none.
 *
 * KOOSYNC_PACKAGE_FAST=1 compresses little.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  readdirSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Words that stand alone. */
const flags = new Set(['--force', '--debug']);
/** Words with a value, those that may come several times by the plural that they are kept under. */
const several: Readonly<Record<string, string>> = {
  '-d': 'depends',
  '--deb-recommends': 'recommends',
  '--directories': 'directories',
};
const single = [
  ...[
    '-s',
    '-t',
    '--architecture',
    '--after-install',
    '--after-remove',
    '--description',
    '--version',
    '--package',
  ],
  ...[
    '--name',
    '--maintainer',
    '--vendor',
    '--url',
    '--category',
    '--deb-priority',
    '--rpm-summary',
    '--license',
  ],
  ...['--iteration', '--deb-compression', '--rpm-compression', '--rpm-os', '--log'],
];

type Asked = {
  /** the value of a word, '' where it was not given */
  readonly one: (word: string) => string;
  readonly all: (plural: string) => readonly string[];
  /** what is copied where, both as they were given */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
};

const read = (words: readonly string[]): Asked => {
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  const copies: { from: string; to: string }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (flags.has(word)) continue;
    const plural = several[word];
    if (plural !== undefined || single.includes(word)) {
      const value = words[(at += 1)];
      if (value === undefined) fail(`${word} wants a value`);
      if (plural === undefined) values.set(word, value);
      else lists.set(plural, [...(lists.get(plural) ?? []), value]);
    } else if (!word.startsWith('-') && word.includes('=')) {
      const sign = word.indexOf('=');
      copies.push({ from: word.slice(0, sign), to: word.slice(sign + 1) });
    } else fail(`${word} is not known`);
  }
  return { one: (word) => values.get(word) ?? '', all: (plural) => lists.get(plural) ?? [], copies };
};

function fail(why: string): never {
  throw new Error(`The stand-in for fpm cannot do this: ${why}.`);
}

const run = (program: string, args: readonly string[]): void => {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) fail(`${program} did not start (${error.message})`);
  if (status !== 0) fail(`${program} ended with ${String(status)}`);
};

/** Every file and folder below `root`, relative. */
const below = (root: string): string[] => readdirSync(root, { recursive: true, encoding: 'utf8' });

/** What a package holds is root's, and nobody else may write it: modes are made so, whatever the umask was. */
const evenModes = (root: string): void => {
  chmodSync(root, 0o755);
  for (const name of below(root)) {
    const file = path.join(root, name);
    const { mode } = lstatSync(file);
    if (lstatSync(file).isSymbolicLink()) continue;
    chmodSync(file, statSync(file).isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
};

const layOut = ({ copies }: Asked, root: string): void => {
  for (const { from, to } of copies) {
    const destination = path.join(root, to);
    mkdirSync(path.dirname(destination), { recursive: true });
    if (from.endsWith('/')) cpSync(from, destination, { recursive: true, verbatimSymlinks: true });
    else copyFileSync(from, destination);
  }
  evenModes(root);
};

const fast = process.env['KOOSYNC_PACKAGE_FAST'] === '1';

const field = (name: string, list: readonly string[]): string[] =>
  list.length > 0 ? [`${name}: ${list.join(', ')}`] : [];

const makeDeb = (asked: Asked, root: string): void => {
  const files = below(root).filter((name) => lstatSync(path.join(root, name)).isFile());
  const bytes = files.reduce((sum, name) => sum + statSync(path.join(root, name)).size, 0);
  const [synopsis = '', ...more] = asked.one('--description').split('\n');
  const iteration = asked.one('--iteration');
  const control = [
    `Package: ${asked.one('--name')}`,
    `Version: ${asked.one('--version')}${iteration === '' ? '' : `-${iteration}`}`,
    `Architecture: ${asked.one('--architecture')}`,
    `Maintainer: ${asked.one('--maintainer')}`,
    `Installed-Size: ${String(Math.ceil(bytes / 1024))}`,
    ...field('Depends', asked.all('depends')),
    ...field('Recommends', asked.all('recommends')),
    `Section: ${asked.one('--category') || 'default'}`,
    `Priority: ${asked.one('--deb-priority') || 'optional'}`,
    `Homepage: ${asked.one('--url')}`,
    `Description: ${synopsis.trim()}`,
    ...more.map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`),
  ];
  const folder = path.join(root, 'DEBIAN');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'control'), `${control.join('\n')}\n`);
  for (const [name, word] of [
    ['postinst', '--after-install'],
    ['postrm', '--after-remove'],
  ] as const)
    writeFileSync(path.join(folder, name), readFileSync(asked.one(word)), { mode: 0o755 });
  const sums = files.map((name) => {
    const digest = createHash('md5')
      .update(readFileSync(path.join(root, name)))
      .digest('hex');
    return `${digest}  ${name}\n`;
  });
  writeFileSync(path.join(folder, 'md5sums'), sums.join(''));
  const wanted = asked.one('--deb-compression') === 'gz' ? 'gzip' : asked.one('--deb-compression');
  const compression = fast ? 'gzip' : wanted;
  const level = fast ? ['-z1'] : [];
  run('dpkg-deb', [
    '--root-owner-group',
    `-Z${compression}`,
    ...level,
    '--build',
    root,
    asked.one('--package'),
  ]);
};

const rpmPayloads: Readonly<Record<string, string>> = {
  xz: 'w6T0.xzdio',
  xzmt: 'w6T0.xzdio',
  gzip: 'w9.gzdio',
  zstd: 'w19T0.zstdio',
};

const makeRpm = (asked: Asked, root: string): void => {
  const top = mkdtempSync(path.join(tmpdir(), 'koosync-rpm-'));
  const payload = fast ? 'w3.zstdio' : rpmPayloads[asked.one('--rpm-compression')];
  if (payload === undefined) fail(`--rpm-compression ${asked.one('--rpm-compression')}`);
  const architecture = { amd64: 'x86_64', arm64: 'aarch64' }[asked.one('--architecture')];
  const spec = [
    `Name: ${asked.one('--name')}`,
    `Version: ${asked.one('--version')}`,
    `Release: ${asked.one('--iteration') || '1'}`,
    `Summary: ${asked.one('--rpm-summary')}`,
    `License: ${asked.one('--license')}`,
    `Vendor: ${asked.one('--vendor')}`,
    `Packager: ${asked.one('--maintainer')}`,
    `URL: ${asked.one('--url')}`,
    `Group: ${asked.one('--category') || 'default'}`,
    // electron-builder names what is needed; what rpm would find by itself are the names of libraries in the package too
    'AutoReqProv: no',
    ...asked.all('depends').map((dependency) => `Requires: ${dependency}`),
    '%global __os_install_post %{nil}',
    '%global _build_id_links none',
    '%description',
    asked.one('--description'),
    '%install',
    `mkdir -p %{buildroot} && cp -a '${root}/.' %{buildroot}/`,
    '%post',
    readFileSync(asked.one('--after-install'), 'utf8'),
    '%postun',
    readFileSync(asked.one('--after-remove'), 'utf8'),
    '%files',
    '%defattr(-,root,root,-)',
    ...asked.copies.map(({ to }) => `"${to}"`),
    // a folder that is copied with all it holds stands above
    ...asked
      .all('directories')
      .filter((folder) => !asked.copies.some(({ to }) => to === `${folder}/`))
      .map((folder) => `%dir "${folder}"`),
  ];
  const file = path.join(top, 'koosync.spec');
  writeFileSync(file, `${spec.join('\n')}\n`);
  const define = (text: string) => ['--define', text];
  run('rpmbuild', [
    ...['-bb', '--quiet', '--target', architecture ?? asked.one('--architecture')],
    ...['--buildroot', path.join(top, 'BUILDROOT', 'koosync')],
    ...define(`_topdir ${top}`),
    ...define(`_binary_payload ${payload}`),
    ...define('_rpmfilename koosync.rpm'),
    file,
  ]);
  copyFileSync(path.join(top, 'RPMS', 'koosync.rpm'), asked.one('--package'));
  rmSync(top, { recursive: true, force: true });
};

const make = (asked: Asked): void => {
  if (asked.one('-s') !== 'dir') fail(`-s ${asked.one('-s')}`);
  const makers: Readonly<Record<string, (asked: Asked, root: string) => void>> = {
    deb: makeDeb,
    rpm: makeRpm,
  };
  const maker = makers[asked.one('-t')];
  if (maker === undefined) fail(`-t ${asked.one('-t')}`);
  const root = mkdtempSync(path.join(tmpdir(), 'koosync-fpm-'));
  try {
    layOut(asked, root);
    maker(asked, root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

try {
  make(read(process.argv.slice(2)));
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exit(1);
}
