/**
 * A disk in memory with inodes, links, birth times and time stamps as coarse as those of real file systems. The
 * engine reads it through `disk(crashSwitch)`, slowly and in pieces, so that writes fall between; programs change it through
 * the other calls, at once. It remembers every content that any path ever had: what a revision may hold.
 * Paths are absolute with `/`. Held to the real disk by tests/conformance/disk.test.ts.
 */
import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import type { Disk } from '../../../main/disk/disk.ts';
import { fileStatOf } from '../../../main/disk/file-stat-of.ts';
import { KooError } from '../../../main/model/errors.ts';
import type { FileStat } from '../../../main/model/file-stat.ts';
import { nameKey } from '../../../main/model/relative-path.ts';
import type { CrashSwitch } from './crash-switch.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import { inFolder } from '../../../main/disk/in-folder.ts';

/** Between the names of a path; on Windows both are, as its own disk has it. */
const separator = process.platform === 'win32' ? /[\\/]/u : '/';

export type SimDiskOptions = {
  /** how fine time stamps are, in microseconds: 1 (none coarser), 4000 (a tick of the kernel), 1 or 2 million */
  readonly stampUs: number;
  /** the next file gets the number of the last deleted one (ext4) */
  readonly reuseInodes: boolean;
  readonly birthTimes: boolean;
  /** a rename changes the change time (ext4 and most others) */
  readonly renameStamps: boolean;
  /** a call takes up to so long, in microseconds */
  readonly slowestUs: number;
  /** takes capitals for small letters, and keeps a name as it was given (Windows, macOS); what stands there is told by its very name */
  readonly foldsCase?: boolean;
  /** it can be told who has a file open for writing (Linux) */
  readonly tellsWriters?: boolean;
};

type Kind = 'file' | 'folder' | 'symlink' | 'fifo';
type Inode = {
  readonly ino: number;
  readonly kind: Kind;
  readonly birth: number;
  mtime: number;
  ctime: number;
  bytes: Uint8Array;
  readonly children: Map<string, Inode>;
  links: number;
  handles: number;
  /** programs that have it open for writing */
  writers: number;
  unreadable: boolean;
  readonly watches: Set<(name: string | undefined, what: 'content' | 'name') => void>;
  /** by size and stamps: the last content that bore them, and when (virtual microseconds) */
  readonly borne: Map<string, { readonly sha256: string; readonly at: number }>;
  twin: boolean;
  /** it was one before, perhaps */
  hadTwin: boolean;
  /** of the root of a drive that is mounted: its id, and the folder below it */
  mount: { readonly drive: string; readonly covers: Inode; readonly id: number } | undefined;
  /** written through a mapping: until when it is not stamped again (virtual microseconds) */
  dirtyUntil: number | undefined;
};

export type Stat = {
  readonly kind: Kind;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly ino: number;
};

/** A content that stood at a path from one moment to another (virtual microseconds; `to` open while it stands). */
export type Stay = { readonly path: string; readonly sha256: string; readonly from: number; to: number };

export type SimDisk = {
  /** what the engine gets; calls of a crashed engine never answer */
  disk(crashSwitch: CrashSwitch): Disk;
  /** each returns whether it could be done */
  mkdir(path: string): boolean;
  /** makes the file, or truncates and writes an existing one */
  write(path: string, bytes: Uint8Array): boolean;
  writeAt(path: string, offset: number, bytes: Uint8Array): boolean;
  /** A program has the file open for writing, until what this gives is called. */
  openToWrite(path: string): () => void;
  /**
   * A program writes to a file that it keeps mapped: no watcher is told, and it is stamped at the first write only, until
   * the kernel has written it back (half a minute, and up to five seconds more). The size stays.
   */
  writeMapped(path: string, bytes: Uint8Array): boolean;
  /** Was the file that is, or ever was, at this path written through a mapping? */
  wasMapped(path: string): boolean;
  truncate(path: string, size: number): boolean;
  rename(from: string, to: string): boolean;
  remove(path: string): boolean;
  link(from: string, to: string): boolean;
  symlink(path: string): boolean;
  fifo(path: string): boolean;
  chmod(path: string): boolean;
  /** sets the modification time to `at` (virtual microseconds), default now */
  touch(path: string, at?: number): boolean;
  setReadable(path: string, readable: boolean): boolean;
  /** Mounts a drive over a folder; it holds what it held when it was last unmounted. Watchers are told of an end alone. */
  mount(path: string, drive: string): boolean;
  unmount(drive: string): boolean;
  /** what drives hold that are not mounted: paths below the drive's own root, and their contents */
  unmounted(): readonly {
    readonly drive: string;
    readonly path: string;
    readonly files: readonly { readonly path: string; readonly sha256: string }[];
  }[];
  /** what stands there now */
  kind(path: string): Kind | undefined;
  bytes(path: string): Uint8Array | undefined;
  readable(path: string): boolean;
  ino(path: string): number | undefined;
  factsNow(path: string): FileStat | undefined;
  stat(path: string): Stat | undefined;
  /** every path below, files and all, parents first */
  walk(path: string): { path: string; kind: Kind }[];
  /**
   * As inotify: bound to the folder that is there now, wherever it is moved, until it is deleted. Tells the names in it
   * to which something happened, and undefined when something became of the folder itself. Undefined where no folder
   * that can be read is there.
   */
  watch(
    path: string,
    tell: (name: string | undefined, what: 'content' | 'name') => void,
  ): { close(): void } | undefined;
  /** Had this path this content at some instant? */
  everHeld(path: string, sha256: string): boolean;
  /** Paths that had contents, and are the same where capitals do not count. */
  spellings(path: string): readonly string[];
  stays(): readonly Stay[];
  /**
   * Has this file the size and stamps that an earlier content had, of it or of one before it with its number and birth?
   * Only a clock that was set back does that, and nothing that a system tells sets the two apart.
   */
  isTwin(path: string): boolean;
  /** Had any file that stood here such a content? */
  wasTwin(path: string): boolean;
  /** When the present content of this path came there (virtual microseconds); undefined: there is none. */
  cameAt(path: string): number | undefined;
  /** When this path had no file, between two that it had (virtual microseconds). */
  vacancies(path: string): readonly { readonly from: number; readonly to: number }[];
  /** Was anything ever at this path? */
  wasThere(path: string): boolean;
  /** Was there one file or folder at that path, and never another one? */
  wasOneAt(path: string): boolean;
  /** Was one and the same file or folder at both paths at some time, under whatever spelling where capitals do not count? */
  wasAtBoth(one: string, other: string): boolean;
};

export const shaOf = (bytes: Uint8Array): string => {
  let sha = shas.get(bytes);
  if (sha === undefined) shas.set(bytes, (sha = createHash('sha256').update(bytes).digest('hex')));
  return sha;
};
// contents are never changed in place, so the sum of one holds for good
const shas = new WeakMap<Uint8Array, string>();

/** Stands for bytes that are no text, in a name; what reads it as text gets this too. */
const notText = '\uFFFD';
const ownDrive = 'uuid:simulated';

/** What was written to a mapped page is on the disk after so long, and then the next write is stamped (Linux). */
const writeBackUs = 30_000_000;
const writeBackEveryUs = 5_000_000;

export function createSimDisk(
  time: VirtualTime,
  random: Random,
  options: SimDiskOptions,
  /** the system clock's error, in microseconds: stamps are made with it */
  skewUs: () => number,
): SimDisk {
  let inodes = 100;
  const freed: number[] = [];
  const held = new Map<string, Set<string>>();
  const standing = new Map<string, Stay>();
  const stays: Stay[] = [];

  // no two changes of a real disk fall into one instant, only into one stamp
  let instant = 0;
  const stamp = () => {
    const now = time.now() + skewUs();
    if (options.stampUs > 1) return now - (now % options.stampUs);
    instant = now > instant - 1000 && now <= instant ? instant + 1 : now;
    return instant;
  };
  const pathsOf = new Map<string, Set<Inode>>();
  // of all that had one number and one birth: a file that is gone tells itself apart by nothing else
  const borneBy = new Map<string, Inode['borne']>();
  const borneOf = (ino: number, birth: number): Inode['borne'] => {
    const key = `${ino}:${options.birthTimes ? birth : ''}`;
    const borne = borneBy.get(key) ?? new Map<string, { readonly sha256: string; readonly at: number }>();
    borneBy.set(key, borne);
    return borne;
  };
  const make = (kind: Kind): Inode => {
    const ino = (options.reuseInodes ? freed.sort((a, b) => a - b).shift() : undefined) ?? ++inodes;
    const now = stamp();
    return {
      ino,
      kind,
      birth: now,
      mtime: now,
      ctime: now,
      bytes: new Uint8Array(),
      children: new Map(),
      links: 0,
      handles: 0,
      writers: 0,
      unreadable: false,
      watches: new Set(),
      borne: borneOf(ino, now),
      twin: false,
      hadTwin: false,
      mount: undefined,
      dirtyUntil: undefined,
    };
  };
  const release = (inode: Inode) => {
    if (inode.links <= 0 && inode.handles === 0) freed.push(inode.ino);
  };
  const root = make('folder');

  const namesOf = (path: string) => path.split(separator).filter((name) => name !== '');
  const find = (path: string): Inode | undefined => {
    let at: Inode | undefined = root;
    for (const name of namesOf(path)) {
      if (at?.kind !== 'folder') return undefined;
      at = at.children.get(name);
    }
    return at;
  };
  /** As the system looks up a name that was read as text: one whose bytes are no text is not found by it. */
  const lookUp = (path: string): Inode | undefined =>
    path.includes(notText) ? undefined : find(spelled(path));
  /** The path with each name as it stands there; what does not stand there stays as it is written. */
  /** All that ever had this path. */
  const wereAt = (path: string): ReadonlySet<Inode> => {
    if (options.foldsCase !== true) return pathsOf.get(path) ?? new Set();
    const key = nameKey(path);
    return new Set([...pathsOf].flatMap(([at, inodes]) => (nameKey(at) === key ? [...inodes] : [])));
  };
  const spelled = (path: string): string => {
    if (options.foldsCase !== true) return path;
    let at: Inode | undefined = root;
    return namesOf(path)
      .map((name) => {
        const children: ReadonlyMap<string, Inode> = at?.children ?? new Map<string, Inode>();
        const own = children.has(name)
          ? name
          : [...children.keys()].find((one) => nameKey(one) === nameKey(name));
        at = children.get(own ?? name);
        return `/${own ?? name}`;
      })
      .join('');
  };
  const drives = new Map<string, { readonly root: Inode; at: string }>();
  const mounted = () => under('').filter(({ inode }) => inode.mount);
  /** as the kernel does it: the number of one that is gone is given to the next */
  const freeMountId = (): number => {
    const taken = new Set(mounted().map(({ inode }) => inode.mount?.id));
    let id = 1;
    while (taken.has(id)) id += 1;
    return id;
  };
  /** the id of the drive that what is at the path is on */
  const driveAt = (path: string): string => {
    const names = namesOf(path);
    for (let length = names.length; length > 0; length--) {
      const mount = find(`/${names.slice(0, length).join('/')}`)?.mount;
      if (mount) return mount.drive;
    }
    return ownDrive;
  };
  const above = (path: string) => path.slice(0, path.lastIndexOf('/'));
  const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const folderAbove = (path: string): Inode | undefined => {
    const parent = find(above(path));
    return parent?.kind === 'folder' ? parent : undefined;
  };
  const walkInto = (path: string, inode: Inode, into: { path: string; kind: Kind; inode: Inode }[]) => {
    into.push({ path, kind: inode.kind, inode });
    for (const [name, child] of inode.children) walkInto(`${path}/${name}`, child, into);
    return into;
  };
  const under = (path: string) => {
    const inode = find(path);
    return inode ? walkInto(path, inode, []) : [];
  };

  /** Writes down what stands at this path now. */
  const note = (path: string) => {
    const inode = find(path);
    if (inode) {
      let set = pathsOf.get(path);
      if (!set) pathsOf.set(path, (set = new Set()));
      set.add(inode);
    }
    const sha256 = inode?.kind === 'file' ? shaOf(inode.bytes) : undefined;
    const stay = standing.get(path);
    if (stay?.sha256 === sha256) return;
    if (stay) {
      stay.to = time.now();
      standing.delete(path);
    }
    if (sha256 === undefined) return;
    const fresh = { path, sha256, from: time.now(), to: Number.POSITIVE_INFINITY };
    standing.set(path, fresh);
    stays.push(fresh);
    let contents = held.get(path);
    if (!contents) held.set(path, (contents = new Set()));
    contents.add(sha256);
  };
  const changed = (path: string, what: 'content' | 'name') => {
    note(path);
    for (const tell of [...(folderAbove(path)?.watches ?? [])]) tell(last(path), what);
  };
  /** Something became of a folder itself. */
  const changedItself = (inode: Inode) => {
    for (const tell of [...inode.watches]) tell(undefined, 'name');
  };
  /** The same file under its other names has the new content too; nobody tells a watcher so. */
  const changedContent = (path: string, inode: Inode) => {
    changed(path, 'content');
    if (inode.links > 1) for (const other of under('')) if (other.inode === inode) note(other.path);
  };
  const enter = (path: string, inode: Inode): boolean => {
    const parent = folderAbove(path);
    if (!parent || parent.children.has(last(path))) return false;
    parent.children.set(last(path), inode);
    inode.links++;
    return true;
  };
  const leave = (path: string): Inode | undefined => {
    const parent = folderAbove(path);
    const inode = parent?.children.get(last(path));
    if (!parent || !inode) return undefined;
    parent.children.delete(last(path));
    inode.links--;
    inode.ctime = stamp();
    return inode;
  };
  const setBytes = (path: string, inode: Inode, bytes: Uint8Array) => {
    inode.bytes = bytes;
    inode.mtime = inode.ctime = stamp();
    const stat = `${bytes.length}:${inode.mtime}`;
    const now = { sha256: shaOf(bytes), at: time.now() };
    const before = inode.borne.get(stat);
    inode.twin =
      before !== undefined && before.sha256 !== now.sha256 && now.at - before.at > 1000 + options.stampUs;
    inode.hadTwin ||= inode.twin;
    inode.borne.set(stat, now);
    changedContent(path, inode);
  };
  const file = (path: string): Inode | undefined => {
    const inode = find(path);
    return inode?.kind === 'file' ? inode : undefined;
  };
  const create = (path: string, kind: Kind): boolean => {
    if (!folderAbove(path) || find(path)) return false;
    enter(path, make(kind));
    changed(path, 'name');
    return true;
  };

  const ns = (us: number) => BigInt(us) * 1000n;
  const stat = (inode: Inode): FileStat => {
    const stats = {
      isFile: () => inode.kind === 'file',
      isDirectory: () => inode.kind === 'folder',
      isSymbolicLink: () => inode.kind === 'symlink',
      size: BigInt(inode.bytes.length),
      ino: BigInt(inode.ino),
      mtimeNs: ns(inode.mtime),
      ctimeNs: ns(inode.ctime),
      birthtimeNs: options.birthTimes ? ns(inode.birth) : 0n,
    };
    return fileStatOf(stats as unknown as BigIntStats, inode.mount?.drive);
  };

  const fail = (
    code: 'FILE_GONE' | 'FILE_CHANGED' | 'FILE_UNREADABLE' | 'FOLDER_MISSING' | 'FOLDER_UNREADABLE',
    path: string,
  ) => new KooError(code, 'the simulated disk says so', { detail: { path } });

  const exact: SimDisk = {
    disk(crashSwitch) {
      // most calls are quick, a few are not
      const slow = () => 20 + random.next() ** 4 * options.slowestUs;
      return {
        stat: ({ folder, path }) =>
          crashSwitch.disk(slow(), () => {
            const inode = lookUp(inFolder(folder, path));
            return inode && stat(inode);
          }),
        list: (at) =>
          crashSwitch.disk(slow(), () => {
            const path = inFolder(at.folder, at.path);
            const inode = lookUp(path);
            if (inode?.kind !== 'folder') throw fail('FOLDER_MISSING', path);
            if (inode.unreadable) throw fail('FOLDER_UNREADABLE', path);
            const all = [...inode.children.keys()];
            const isText = (name: string) => !name.includes(notText);
            return { names: all.filter(isText), notUtf8: all.filter((name) => !isText(name)) };
          }),
        ...(options.tellsWriters === true
          ? {
              isOpenForWriting: ({ folder, path }, ino) =>
                crashSwitch.disk(slow(), () => {
                  const inode = lookUp(inFolder(folder, path));
                  return inode && `${inode.ino}` === ino ? inode.writers > 0 : undefined;
                }),
            }
          : {}),
        drive: (path) =>
          crashSwitch.disk(20, () => ({ id: driveAt(path), renumbers: false, isShared: false })),
        mounts: () =>
          crashSwitch.disk(20, () =>
            mounted()
              .map(({ path, inode }) => `${String(inode.mount?.id)} ${path} ${inode.mount?.drive ?? ''}`)
              .join('\n'),
          ),
        async open(at) {
          const path = inFolder(at.folder, at.path);
          const inode = await crashSwitch.disk(slow(), () => {
            const found = lookUp(path);
            if (!found || found.kind === 'symlink') throw fail('FILE_GONE', path);
            if (found.unreadable) throw fail('FILE_UNREADABLE', path);
            found.handles++;
            return found;
          });
          return {
            reach: path,
            stat: () => crashSwitch.disk(slow(), () => stat(inode)),
            async read(into, position) {
              // a read of more than one page is no single moment
              const pieces = Math.min(random.int(1, 4), Math.max(1, into.byteLength >> 6));
              let filled = 0;
              for (let piece = 1; piece <= pieces; piece++) {
                const end = Math.ceil((into.byteLength * piece) / pieces);
                const got = await crashSwitch.disk(slow(), () => {
                  if (inode.kind === 'folder') throw fail('FILE_CHANGED', path);
                  const bytes = inode.bytes.subarray(position + filled, position + end);
                  into.set(bytes, filled);
                  return bytes.length;
                });
                filled += got;
                if (filled < end) break;
              }
              return filled;
            },
            close: () =>
              crashSwitch.disk(slow(), () => {
                inode.handles--;
                release(inode);
              }),
          };
        },
      };
    },
    mkdir: (path) => create(path, 'folder'),
    write(path, bytes) {
      if (find(path) === undefined && !create(path, 'file')) return false;
      const inode = file(path);
      if (!inode) return false;
      setBytes(path, inode, bytes);
      return true;
    },
    writeAt(path, offset, bytes) {
      const inode = file(path);
      if (!inode) return false;
      const next = new Uint8Array(Math.max(inode.bytes.length, offset + bytes.length));
      next.set(inode.bytes);
      next.set(bytes, offset);
      setBytes(path, inode, next);
      return true;
    },
    openToWrite(path) {
      const inode = file(path);
      if (inode) inode.writers++;
      return () => void (inode && inode.writers--);
    },
    writeMapped(path, bytes) {
      const inode = file(path);
      if (!inode || inode.bytes.length !== bytes.length) return false;
      if (inode.dirtyUntil === undefined || time.now() >= inode.dirtyUntil) {
        inode.mtime = inode.ctime = stamp();
        inode.dirtyUntil = time.now() + writeBackUs + random.int(0, writeBackEveryUs);
      }
      inode.bytes = bytes;
      for (const other of under('')) if (other.inode === inode) note(other.path);
      return true;
    },
    wasMapped: (path) => [...(pathsOf.get(path) ?? [])].some((inode) => inode.dirtyUntil !== undefined),
    truncate(path, size) {
      const inode = file(path);
      if (!inode || inode.bytes.length <= size) return false;
      setBytes(path, inode, inode.bytes.slice(0, size));
      return true;
    },
    rename(from, to) {
      const inode = find(from);
      // of one that is there by another spelling the name alone changes
      const there = spelled(to);
      const isRespelled = there === from && to !== from;
      const target = isRespelled ? undefined : find(there);
      if (!inode || inode === target || from === '' || to.startsWith(`${from}/`) || !folderAbove(to))
        return false;
      // as rename(2): a file takes a file's place, a folder an empty folder's
      if (target && (target.kind === 'folder') !== (inode.kind === 'folder')) return false;
      // as the system does, to a drive's own root and from one drive to another
      if (inode.mount || target?.mount || driveAt(from) !== driveAt(above(to))) return false;
      if (target && target.children.size > 0) return false;
      const moved = under(from);
      leave(from);
      if (target) {
        leave(there);
        release(target);
        changedItself(target);
        target.watches.clear();
      }
      enter(to, inode);
      if (!options.renameStamps) inode.ctime = Math.max(inode.mtime, inode.birth);
      // of what a folder holds nothing is told
      for (const { path } of moved) note(path);
      for (const { path } of moved) note(to + path.slice(from.length));
      changed(from, 'name');
      if (target && there !== to) changed(there, 'name');
      changed(to, 'name');
      changedItself(inode);
      return true;
    },
    remove(path) {
      const gone = under(path).reverse();
      if (gone.some(({ inode }) => inode.mount)) return false;
      for (const one of gone) {
        leave(one.path);
        release(one.inode);
        changed(one.path, 'name');
        changedItself(one.inode);
        one.inode.watches.clear();
      }
      return gone.length > 0;
    },
    link(from, to) {
      const inode = file(from);
      if (!inode || driveAt(from) !== driveAt(above(to)) || !enter(to, inode)) return false;
      inode.ctime = stamp();
      changed(to, 'name');
      return true;
    },
    symlink: (path) => create(path, 'symlink'),
    fifo: (path) => create(path, 'fifo'),
    chmod(path) {
      const inode = find(path);
      if (!inode) return false;
      inode.ctime = stamp();
      changed(path, 'content');
      return true;
    },
    touch(path, at) {
      const inode = find(path);
      if (!inode) return false;
      inode.ctime = stamp();
      inode.mtime = at === undefined ? inode.ctime : at - (at % options.stampUs);
      changed(path, 'content');
      return true;
    },
    setReadable(path, readable) {
      const inode = find(path);
      if (!inode) return false;
      inode.unreadable = !readable;
      inode.ctime = stamp();
      changed(path, 'content');
      return true;
    },
    mount(path, drive) {
      const covers = find(path);
      if (
        covers?.kind !== 'folder' ||
        covers.mount ||
        mounted().some(({ inode }) => inode.mount?.drive === drive)
      )
        return false;
      const parent = folderAbove(path);
      if (!parent) return false;
      const root = drives.get(drive)?.root ?? make('folder');
      const before = under(path);
      root.mount = { drive, covers, id: freeMountId() };
      parent.children.set(last(path), root);
      drives.set(drive, { root, at: path });
      for (const one of [...before, ...under(path)]) note(one.path);
      return true;
    },
    unmount(drive) {
      const there = mounted().find(({ inode }) => inode.mount?.drive === drive);
      const parent = there && folderAbove(there.path);
      // a drive within it is in use
      if (
        !there?.inode.mount ||
        !parent ||
        under(there.path).some((one) => one.inode.mount && one !== there && one.path !== there.path)
      )
        return false;
      const before = under(there.path);
      parent.children.set(last(there.path), there.inode.mount.covers);
      there.inode.mount = undefined;
      drives.set(drive, { root: there.inode, at: there.path });
      for (const one of [...before, ...under(there.path)]) note(one.path);
      // IN_UNMOUNT: a watch on that drive says so, and ends
      for (const { inode } of before) {
        changedItself(inode);
        inode.watches.clear();
      }
      return true;
    },
    unmounted: () =>
      [...drives]
        .filter(([, { root }]) => !root.mount)
        .map(([drive, { root, at }]) => ({
          drive,
          path: at,
          files: walkInto('', root, []).flatMap(({ path, kind, inode }) =>
            kind === 'file' ? [{ path: path.slice(1), sha256: shaOf(inode.bytes) }] : [],
          ),
        })),
    kind: (path) => find(path)?.kind,
    bytes: (path) => file(path)?.bytes,
    readable: (path) => find(path)?.unreadable === false,
    ino: (path) => find(path)?.ino,
    factsNow(path) {
      const inode = find(path);
      return inode && stat(inode);
    },
    stat(path) {
      const inode = find(path);
      return (
        inode && {
          kind: inode.kind,
          size: inode.bytes.length,
          mtimeNs: ns(inode.mtime),
          ino: inode.ino,
        }
      );
    },
    walk: (path) => under(path).map(({ path: at, kind }) => ({ path: at, kind })),
    watch(path, tell) {
      const inode = lookUp(path);
      if (inode?.kind !== 'folder' || inode.unreadable) return undefined;
      inode.watches.add(tell);
      return { close: () => void inode.watches.delete(tell) };
    },
    everHeld: (path, sha256) => held.get(path)?.has(sha256) ?? false,
    spellings: (path) => [...held.keys()].filter((other) => nameKey(other) === nameKey(path)),
    stays: () => stays,
    isTwin: (path) => file(path)?.twin ?? false,
    wasTwin: (path) => [...(pathsOf.get(path) ?? [])].some((inode) => inode.hadTwin),
    cameAt: (path) => standing.get(path)?.from,
    vacancies(path) {
      const here = stays.filter((stay) => stay.path === path);
      return here.flatMap((stay, i) => {
        const before = here[i - 1];
        return before && before.to <= stay.from ? [{ from: before.to, to: stay.from }] : [];
      });
    },
    wasThere: (path) => pathsOf.has(path),
    wasOneAt: (path) => pathsOf.get(path)?.size === 1,
    wasAtBoth(one, other) {
      const there = wereAt(other);
      return [...wereAt(one)].some((inode) => there.has(inode));
    },
  };
  return options.foldsCase === true ? folding(exact, spelled) : exact;
}

/** What programs do to a path they do to what is there by another spelling; the last name of a new path is as they write it. */
function folding(exact: SimDisk, spelled: (path: string) => string): SimDisk {
  const fresh = (path: string): string => {
    const end = path.lastIndexOf('/');
    return spelled(path.slice(0, end)) + path.slice(end);
  };
  return {
    ...exact,
    mkdir: (path) => exact.mkdir(spelled(path)),
    write: (path, bytes) => exact.write(spelled(path), bytes),
    writeAt: (path, offset, bytes) => exact.writeAt(spelled(path), offset, bytes),
    writeMapped: (path, bytes) => exact.writeMapped(spelled(path), bytes),
    truncate: (path, size) => exact.truncate(spelled(path), size),
    rename: (from, to) => exact.rename(spelled(from), fresh(to)),
    remove: (path) => exact.remove(spelled(path)),
    link: (from, to) => spelled(to) === fresh(to) && exact.link(spelled(from), fresh(to)),
    symlink: (path) => exact.symlink(spelled(path)),
    fifo: (path) => exact.fifo(spelled(path)),
    chmod: (path) => exact.chmod(spelled(path)),
    touch: (path, at) => exact.touch(spelled(path), at),
    setReadable: (path, readable) => exact.setReadable(spelled(path), readable),
    mount: (path, drive) => exact.mount(spelled(path), drive),
    watch: (path, tell) => exact.watch(spelled(path), tell),
  };
}
