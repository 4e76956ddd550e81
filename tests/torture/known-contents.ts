/**
 * What every path really held: each content that any program ever put there, noted before it is put there (or, for
 * programs that do not tell, looked up around and while they run). Whatever a history holds must be noted here. A file
 * that is renamed takes its contents along, for its history follows it.
 */
import { createHash } from 'node:crypto';

/** A program changed the file from `before` to `after` by steps that nobody told us. */
type Transition = { readonly before: Uint8Array | undefined; readonly after: () => Uint8Array };
type Contents = { readonly contents: Set<string>; readonly transitions: Transition[] };

export type KnownContents = {
  /** This content is, or is about to be, at the path; gives its SHA-256 (hex). */
  wrote(path: string, content: Uint8Array): string;
  wroteSha(path: string, sha256: string): void;
  /** In-place steps from one content to another: what lies between is legal too, block by block. */
  transition(path: string, before: Uint8Array | undefined, after: () => Uint8Array): void;
  /** The file or folder has, or is about to have, a new path. */
  moved(from: string, to: string): void;
  copied(from: string, to: string): void;
  /** All files below this folder are taken for one: a program moves contents about among them. */
  pool(folder: string): void;
  /** May a history of this path hold this content? `bytes` is asked only when the content itself was never noted. */
  allows(path: string, sha256: string, bytes: () => Uint8Array | undefined): boolean;
  figures(): { readonly paths: number; readonly contents: number };
};

export const shaOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** File systems and databases replace whole blocks of this size. */
const block = 4096;

export function createKnownContents(): KnownContents {
  const byName = new Map<string, Contents>();
  const pools: string[] = [];

  const nameOf = (path: string) => pools.find((pool) => path === pool || path.startsWith(`${pool}/`)) ?? path;
  const contentsOf = (path: string): Contents => {
    const name = nameOf(path);
    let found = byName.get(name);
    if (!found) byName.set(name, (found = { contents: new Set(), transitions: [] }));
    return found;
  };
  const flow = (from: Contents, to: Contents) => {
    if (from === to) return;
    for (const content of from.contents) to.contents.add(content);
    to.transitions.push(...from.transitions.filter((one) => !to.transitions.includes(one)));
  };

  return {
    wrote(path, content) {
      const sha256 = shaOf(content);
      contentsOf(path).contents.add(sha256);
      return sha256;
    },
    wroteSha: (path, sha256) => void contentsOf(path).contents.add(sha256),
    transition: (path, before, after) => void contentsOf(path).transitions.push({ before, after }),
    moved(from, to) {
      for (const [path, found] of [...byName])
        if (path === from || path.startsWith(`${from}/`))
          flow(found, contentsOf(to + path.slice(from.length)));
    },
    copied: (from, to) => flow(contentsOf(from), contentsOf(to)),
    pool: (folder) => void pools.push(folder),
    allows(path, sha256, bytes) {
      const found = byName.get(nameOf(path));
      if (!found) return false;
      if (found.contents.has(sha256)) return true;
      if (found.transitions.length === 0) return false;
      const content = bytes();
      return content !== undefined && found.transitions.some((one) => liesBetween(one, content));
    },
    figures: () => ({
      paths: byName.size,
      contents: [...byName.values()].reduce((sum, found) => sum + found.contents.size, 0),
    }),
  };
}

/** A file that grows to `after`, or whose blocks are replaced one by one. */
function liesBetween({ before, after: afterOf }: Transition, content: Uint8Array): boolean {
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
