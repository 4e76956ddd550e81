/**
 * The feeds that installed apps look for updates in (latest-linux.yml and its like). electron-builder writes one for each
 * `build()`, over the one before; kinds are made one after the other, so what each wrote is put together here.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dump, JSON_SCHEMA, load } from 'js-yaml';

type Feed = {
  readonly version: string;
  readonly files: readonly { readonly url: string }[];
  /** what updaters read that know no list of files: the first one here */
  readonly path?: string;
  readonly sha512?: string;
};

const isFeed = /^(?!builder-)[\w.-]+\.yml$/u;

/** One feed of several for the same version; each file once, as the last one has it. Pure. */
export const mergeFeeds = (texts: readonly string[]): string => {
  // a date stays the text that it is, and is quoted again
  const feeds = texts.map((text) => load(text, { schema: JSON_SCHEMA }) as Feed);
  const [first] = feeds;
  if (first === undefined) throw new Error('There is no feed to merge.');
  const other = feeds.find(({ version }) => version !== first.version);
  if (other !== undefined) throw new Error(`Feeds of ${first.version} and ${other.version} are no one feed.`);
  const files = new Map(feeds.flatMap((feed) => feed.files).map((file) => [file.url, file]));
  return dump({ ...first, files: [...files.values()] }, { lineWidth: -1 });
};

/** What each kind wrote, by the feed's name. */
export type Feeds = Map<string, string[]>;

/** Takes the feeds out of `folder` into `feeds`; with undefined they are of an earlier run, and thrown away. */
export const takeFeeds = async (folder: string, feeds: Feeds | undefined): Promise<void> => {
  if (!existsSync(folder)) return;
  for (const name of (await readdir(folder)).filter((one) => isFeed.test(one))) {
    const file = path.join(folder, name);
    feeds?.set(name, [...(feeds.get(name) ?? []), await readFile(file, 'utf8')]);
    await rm(file);
  }
};

/** Writes them, each put together, into `folder`. Resolves with their names. */
export const writeFeeds = async (folder: string, feeds: Feeds): Promise<readonly string[]> => {
  for (const [name, texts] of feeds) await writeFile(path.join(folder, name), mergeFeeds(texts));
  return [...feeds.keys()];
};
