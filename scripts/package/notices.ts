/**
 * What other people wrote in the package: THIRD-PARTY-NOTICES.txt with the text of every licence. It lists what the bundlers
 * took in, what else is packed (bill.ts), and all that package-lock.json counts as the product's: some packages carry
 * others within their own files, and a notice too many does no harm.
 */
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
