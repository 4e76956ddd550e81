/**
 * What other people wrote in the package: THIRD-PARTY-NOTICES.txt with the text of every licence, and a bill of
 * materials as CycloneDX, which `npm sbom` makes. Both list the packages that package-lock.json counts as the product's,
 * some of which are only needed to build it: a notice too many does no harm.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What package-lock.json says of a package, as far as it matters here. */
export type Locked = Readonly<
  Record<
    string,
    {
      readonly version?: string;
      readonly dev?: boolean;
      readonly devOptional?: boolean;
      readonly optional?: boolean;
    }
  >
>;

/** Folders of the product's own packages, relative to the checkout; not what only builds or tests it. Pure. */
export const productPackages = (locked: Locked): readonly string[] =>
  Object.entries(locked)
    .filter(([folder, { dev, devOptional }]) => folder !== '' && dev !== true && devOptional !== true)
    .map(([folder]) => folder)
    .sort();

/** What is packed and no package of the product's: Electron itself, and what the stand-in for node:sqlite loads. */
export const besidePackages = (standIn: boolean): readonly string[] => [
  'node_modules/electron',
  ...(standIn
    ? ['libsql', '@libsql/linux-x64-gnu', '@neon-rs/load'].map((name) => `node_modules/${name}`)
    : []),
];

export const lockedPackages = (repo: string): Locked =>
  (JSON.parse(readFileSync(path.join(repo, 'package-lock.json'), 'utf8')) as { packages: Locked }).packages;

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly licenses?: readonly { readonly type?: string }[];
  readonly author?: string | { readonly name?: string };
};

export type Notice = {
  readonly name: string;
  readonly version: string;
  /** as the package says: MIT; undefined: it says nothing */
  readonly licence: string | undefined;
  /** the texts that come with it, none where it has no such file */
  readonly texts: readonly string[];
  readonly author: string | undefined;
};

const isText = /^(?:licen[cs]e|copying|notice)(?:[\W_].*)?$/iu;

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name);

/** Of one package; undefined where it is not installed, as optional ones of other systems are not. */
const noticeOf = (folder: string): Notice | undefined => {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const { author } = manifest;
  // and one folder deeper, for what a package took from others: the fonts of pdfjs-dist
  const texts = ['.', ...foldersIn(folder)].flatMap((place) =>
    readdirSync(path.join(folder, place), { withFileTypes: true })
      .filter((entry) => entry.isFile() && isText.test(entry.name))
      .map((entry) => readFileSync(path.join(folder, place, entry.name), 'utf8').trim()),
  );
  const licence = manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' OR ');
  return {
    name: manifest.name,
    version: manifest.version,
    licence: licence === '' ? undefined : licence,
    texts,
    author: typeof author === 'string' ? author : author?.name,
  };
};

export const noticesOf = (repo: string, folders: readonly string[]): readonly Notice[] =>
  folders.flatMap((folder) => noticeOf(path.join(repo, folder)) ?? []);

/** What an Apache-2.0 product may be distributed with. A licence that is not here fails the packing. */
const permitted =
  /^(?:MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|BSD|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Zlib|Unlicense|WTFPL|Python-2\.0)$/u;

/** May it be distributed? Of what is joined by OR one has to be permitted, of what is joined by AND each. Pure. */
export const isPermitted = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/gu, '')
    .split(/\s+OR\s+/u)
    .some((choice) => choice.split(/\s+AND\s+/u).every((one) => permitted.test(one.trim())));

/** A sentence for each package whose licence is not known or not permitted. Pure. */
export const noticeProblems = (notices: readonly Notice[]): string[] =>
  notices
    .filter(({ licence }) => licence === undefined || !isPermitted(licence))
    .map(
      ({ name, version, licence }) =>
        `${name}@${version} is under ${licence ?? 'no licence that it names'}, which is not among those that scripts/package/notices.ts permits.`,
    );

/** The file. Pure. */
export const noticesText = (notices: readonly Notice[]): string => {
  const line = '-'.repeat(80);
  return [
    'KooSync contains software that other people wrote. Their licences follow.',
    'Electron, Chromium and Node have files of their own: LICENSE.electron.txt, LICENSES.chromium.html and node/LICENSE.',
    ...notices
      .filter(({ name }) => name !== 'electron')
      .flatMap(({ name, version, licence, texts, author }) => [
        line,
        `${name} ${version} (${licence ?? 'see below'})`,
        ...(texts.length > 0
          ? texts.flatMap((text) => ['', text])
          : ['', `No text of the licence comes with it.${author === undefined ? '' : ` By ${author}.`}`]),
        '',
      ]),
    '',
  ].join('\n');
};

type Component = {
  readonly name: string;
  readonly version: string;
  readonly 'bom-ref': string;
  readonly purl?: string;
  readonly hashes?: unknown;
};
type Bill = {
  readonly bomFormat: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
};

/** The Electron that was packed, which may be the stand-in: npm knows the pinned one, and only its downloader. */
const electronOf = (component: Component, version: string): Component => ({
  ...component,
  version,
  purl: `pkg:npm/electron@${version}`,
  // that of the downloader
  hashes: undefined,
});

/**
 * npm's bill of everything that is installed, cut down to these packages. `npm sbom --omit dev` is not used: npm 11.19
 * leaves out every package that a development package needs as well, such as zod and undici. Pure.
 */
export const cutBill = (
  bill: Bill,
  notices: readonly Notice[],
  versions: { readonly product: string; readonly electron: string },
): Bill => {
  const shipped = new Set(notices.map((one) => `${one.name}@${one.version}`));
  const components = bill.components.filter((one) => shipped.has(`${one.name}@${one.version}`));
  const root = bill.metadata.component;
  const kept = new Set([root['bom-ref'], ...components.map((one) => one['bom-ref'])]);
  return {
    ...bill,
    // npm calls it by the name of the checkout's folder
    metadata: { ...bill.metadata, component: { ...root, name: 'koosync', version: versions.product } },
    components: components.map((one) => (one.name === 'electron' ? electronOf(one, versions.electron) : one)),
    dependencies: bill.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) })),
  };
};

/** The bill of materials of these packages. Throws where npm cannot make one, or leaves one of them out. */
export const billOfMaterials = (
  repo: string,
  notices: readonly Notice[],
  versions: { readonly product: string; readonly electron: string },
): string => {
  // npm is a script of its own where the checkout's Node comes first on PATH
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'], {
    cwd: repo,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const bill = cutBill(JSON.parse(text) as Bill, notices, versions);
  const listed = new Set(bill.components.map((one) => one['bom-ref']));
  const missing = notices.map((one) => `${one.name}@${one.version}`).filter((one) => !listed.has(one));
  if (missing.length > 0) throw new Error(`The bill of materials lacks ${missing.join(', ')}.`);
  return `${JSON.stringify(bill, null, 1)}\n`;
};
