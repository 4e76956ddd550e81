/**
 * The book of what every path really held: each content that any program ever put there, written down before it is
 * put there (or, for programs that do not tell, looked up around and while they run). Whatever a history holds must
 * stand in here. A file that is renamed takes its page along, for its history follows it.
 */
import { createHash } from 'node:crypto';

/** A program changed the file from `before` to `after` by steps that nobody told us. */
type Passage = { readonly before: Uint8Array | undefined; readonly after: () => Uint8Array };
type Page = { readonly contents: Set<string>; readonly passages: Passage[] };

export type Book = {
  /** This content is, or is about to be, at the path; gives its SHA-256 (hex). */
  wrote(path: string, content: Uint8Array): string;
  wroteSha(path: string, sha256: string): void;
  /** In-place steps from one content to another: what lies between is legal too, page by page. */
  passage(path: string, before: Uint8Array | undefined, after: () => Uint8Array): void;
  /** The file or folder has, or is about to have, a new path. */
  moved(from: string, to: string): void;
  copied(from: string, to: string): void;
  /** All below this folder is one page: a program with files of its own moves contents about in there. */
  pool(folder: string): void;
  /** May a history of this path hold this content? `bytes` is asked only when the content itself was never noted. */
  allows(path: string, sha256: string, bytes: () => Uint8Array | undefined): boolean;
  figures(): { readonly paths: number; readonly contents: number };
};

export const shaOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** File systems and databases replace whole blocks of this size. */
const block = 4096;

export function createBook(): Book {
  const pages = new Map<string, Page>();
  const pools: string[] = [];

  const nameOf = (path: string) => pools.find((pool) => path === pool || path.startsWith(`${pool}/`)) ?? path;
  const pageOf = (path: string): Page => {
    const name = nameOf(path);
    let page = pages.get(name);
    if (!page) pages.set(name, (page = { contents: new Set(), passages: [] }));
    return page;
  };
  const flow = (from: Page, to: Page) => {
    if (from === to) return;
    for (const content of from.contents) to.contents.add(content);
    to.passages.push(...from.passages.filter((one) => !to.passages.includes(one)));
  };

  return {
    wrote(path, content) {
      const sha256 = shaOf(content);
      pageOf(path).contents.add(sha256);
      return sha256;
    },
    wroteSha: (path, sha256) => void pageOf(path).contents.add(sha256),
    passage: (path, before, after) => void pageOf(path).passages.push({ before, after }),
    moved(from, to) {
      for (const [path, page] of [...pages])
        if (path === from || path.startsWith(`${from}/`)) flow(page, pageOf(to + path.slice(from.length)));
    },
    copied: (from, to) => flow(pageOf(from), pageOf(to)),
    pool: (folder) => void pools.push(folder),
    allows(path, sha256, bytes) {
      const page = pages.get(nameOf(path));
      if (!page) return false;
      if (page.contents.has(sha256)) return true;
      if (page.passages.length === 0) return false;
      const content = bytes();
      return content !== undefined && page.passages.some((one) => liesBetween(one, content));
    },
    figures: () => ({
      paths: pages.size,
      contents: [...pages.values()].reduce((sum, page) => sum + page.contents.size, 0),
    }),
  };
}

/** A file that grows to `after`, or whose blocks are replaced one by one. */
function liesBetween({ before, after: afterOf }: Passage, content: Uint8Array): boolean {
  const after = afterOf();
  const same = (one: Uint8Array | undefined, from: number, to: number) =>
    one !== undefined &&
    to <= one.length &&
    Buffer.compare(one.subarray(from, to), content.subarray(from, to)) === 0;
  if (same(after, 0, content.length)) return true;
  if (before === undefined) return false;
  for (let from = 0; from < content.length; from += block) {
    const to = Math.min(content.length, from + block);
    if (!same(before, from, to) && !same(after, from, to)) return false;
  }
  return true;
}
