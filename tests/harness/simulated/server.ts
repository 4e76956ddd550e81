/**
 * A KooDrive in memory that keeps the rules of the emulator: names, revisions, pending uploads, flash uploads, parts
 * and links. What goes wrong on the way is said by `faults`, which is asked at every call. Held to the real client
 * and the emulator by tests/conformance/server.test.ts.
 */
import type {
  KooDrive,
  ListedRevision,
  PartRequest,
  RemoteEntry,
  UploadRequest,
} from '../../../main/koodrive/api.ts';
import { nameProblem } from '../../../main/koodrive/names.ts';
import { KooError, withDetail } from '../../../main/model/errors.ts';
import { apiHost, storageHostOf, type Host } from '../../../main/model/hosts.ts';
import type { ErrorCode } from '../../../shared/error-codes.ts';
import type { CrashSwitch } from './crash-switch.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import { shaOf } from './disk.ts';

export const simContainer = 'container';
/** the root folder of its one space */
export const simRoot = 'root';

export type SimRevision = {
  readonly revisionId: string;
  readonly sha256: string;
  readonly at: number;
  readonly by: 'us' | 'other';
};
export type SimNode = {
  readonly fileId: string;
  parentId: string;
  name: string;
  readonly isFolder: boolean;
  recycled: boolean;
  /** when we put it into the bin last, virtual microseconds */
  binnedAt?: number;
  /** false while a new file waits for its completion */
  there: boolean;
  readonly revisions: SimRevision[];
};
/** `offset` and `words` are undefined of parts that go up in sequence. */
type Part = {
  readonly size: number;
  readonly offset: number | undefined;
  readonly words: string | undefined;
  bytes?: Uint8Array;
};
type Upload = {
  readonly uploadId: string;
  readonly kind: 'file' | 'revision';
  readonly size: number;
  readonly sha256: string | undefined;
  readonly preHash: string;
  readonly parts: Map<number, Part>;
};

/** What happens to one call. */
export type Fault = {
  /** before: nothing happened there; after: it was done and the answer is lost */
  readonly when: 'before' | 'after';
  readonly code: ErrorCode;
  readonly retryAfterMs?: number | undefined;
  /** so much of a body was sent when the connection broke */
  readonly sent?: number | undefined;
};
/** Who is asked, and with how long a body (bytes). */
export type Asked = { readonly host: Host; readonly bytes: number };
export type ServerFaults = {
  strike(operation: keyof KooDrive, asked: Asked): Fault | undefined;
  /** microseconds that a call takes there, and its answer back */
  latency(operation: keyof KooDrive): { there: number; back: number };
  /** a part's link lives for so long, microseconds */
  linkLife(): number;
  /** does the storage take parts only with offset and state? Default: no (open point 27) */
  refusesSequence?(): boolean;
};

const writing: ReadonlySet<keyof KooDrive> = new Set([
  'createFolder',
  'rename',
  'move',
  'recycle',
  'undoRecycle',
  'createFile',
  'createRevision',
  'putPart',
  'completeFile',
  'completeRevision',
  'updateRevision',
  'deleteRevision',
] as const);

/** `at`: virtual microseconds */
export type Journey = {
  readonly from: string;
  readonly to: string;
  readonly had: readonly string[];
  readonly at: number;
};

export type SimServer = {
  /** `onDate` hears the server's date (epoch ms) with each of its answers */
  koodrive(crashSwitch: CrashSwitch, onDate?: (serverNow: number) => void): KooDrive;
  node(fileId: string): SimNode | undefined;
  /** the file or folder at a path below the space's root, names joined with `/` */
  at(path: string): SimNode | undefined;
  pathOf(node: SimNode): string;
  /** every path that this node ever had, with the time when it had it last (virtual microseconds) */
  pathsEver(node: SimNode): ReadonlyMap<string, number>;
  /** its own renames and moves, not those of folders above: from where to where, and every path it had until then */
  journeys(node: SimNode): readonly Journey[];
  nodes(): Iterable<SimNode>;
  /** how often each operation took effect */
  readonly counts: Map<keyof KooDrive, number>;
  writes(): number;
  /** what another client, or the server itself, does */
  otherRevision(fileId: string, bytes: Uint8Array): boolean;
  /** in the folder at that path, '' for the root; gives its id, undefined when it cannot be made */
  otherFile(parentPath: string, name: string, bytes: Uint8Array): string | undefined;
  otherRecycle(path: string): boolean;
  /** the n-th item that lies in the bin, or below one that does, is deleted for good; -1: all of them are */
  otherPurge(nth: number): void;
  otherRename(path: string, name: string): boolean;
  /** for good, out of the bin too */
  otherRemoval(path: string): boolean;
  forgetUploads(): void;
  setCapacity(bytes: number): void;
  content(sha256: string): Uint8Array | undefined;
};

const error = (code: ErrorCode, message: string) => new KooError(code, message);

const ofApi: Asked = { host: apiHost, bytes: 0 };

/** What a client knows of a call that failed. */
const failure = (operation: keyof KooDrive, { code, retryAfterMs, sent }: Fault, { host, bytes }: Asked) =>
  new KooError(code, `${operation}: simulated`, {
    detail: {
      host,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(bytes > 0 ? { body: { size: bytes, sent: sent ?? bytes } } : {}),
    },
  });

export function createSimServer(time: VirtualTime, random: Random, faults: ServerFaults): SimServer {
  let ids = 0;
  let capacity = Number.POSITIVE_INFINITY;
  let used = 0;
  const nodes = new Map<string, SimNode>();
  const children = new Map<string, Set<SimNode>>();
  const uploads = new Map<string, Upload>();
  const contents = new Map<string, Uint8Array>();
  const preHashes = new Set<string>();
  const paths = new Map<SimNode, Map<string, number>>();
  const journeys = new Map<SimNode, Journey[]>();
  const counts = new Map<keyof KooDrive, number>();

  const add = (parentId: string, name: string, isFolder: boolean, there: boolean): SimNode => {
    const node = { fileId: `f${++ids}`, parentId, name, isFolder, recycled: false, there, revisions: [] };
    nodes.set(node.fileId, node);
    childrenOf(parentId).add(node);
    notePaths(node);
    return node;
  };
  const childrenOf = (id: string) => {
    let set = children.get(id);
    if (!set) children.set(id, (set = new Set()));
    return set;
  };
  const pathOf = (node: SimNode): string => {
    const above = nodes.get(node.parentId);
    return above ? `${pathOf(above)}/${node.name}` : node.name;
  };
  const notePaths = (node: SimNode) => {
    let had = paths.get(node);
    if (!had) paths.set(node, (had = new Map()));
    for (const [path, until] of had) if (until === Number.POSITIVE_INFINITY) had.set(path, time.now());
    had.set(pathOf(node), Number.POSITIVE_INFINITY);
    for (const child of childrenOf(node.fileId)) notePaths(child);
  };
  const travel = (node: SimNode, how: () => void) => {
    const from = pathOf(node);
    const had = [...(paths.get(node)?.keys() ?? [])];
    how();
    notePaths(node);
    const made = journeys.get(node) ?? [];
    journeys.set(node, [...made, { from, to: pathOf(node), had, at: time.now() }]);
  };
  const goTo = (node: SimNode, parentId: string) => {
    childrenOf(node.parentId).delete(node);
    node.parentId = parentId;
    childrenOf(parentId).add(node);
  };
  const inBin = (node: SimNode): boolean => {
    if (node.recycled) return true;
    const above = nodes.get(node.parentId);
    return above !== undefined && inBin(above);
  };
  const childNamed = (parentId: string, name: string): SimNode | undefined => {
    for (const child of childrenOf(parentId))
      if (child.name === name && child.there && !child.recycled) return child;
    return undefined;
  };
  const need = (fileId: string): SimNode => {
    const node = nodes.get(fileId);
    if (!node?.there) throw error('NOT_FOUND', `no ${fileId}`);
    return node;
  };
  /** Throws unless things can be put into this folder; `recycled` is the code for a folder in the bin. */
  const needFolder = (fileId: string) => {
    if (fileId === simRoot) return;
    const folder = nodes.get(fileId);
    if (!folder?.there || !folder.isFolder) throw error('NOT_FOUND', `no folder ${fileId}`);
    if (inBin(folder)) throw error('REMOTE_RECYCLED', 'the folder is in the bin');
  };
  const needRoom = (size: number) => {
    if (used + size > capacity) throw error('QUOTA_FULL', 'the space is full');
  };
  const checkName = (name: string) => {
    const problem = nameProblem(name);
    if (problem !== undefined) throw error('NAME_REFUSED', problem);
  };
  const learn = (bytes: Uint8Array): string => {
    const sha256 = shaOf(bytes);
    contents.set(sha256, bytes);
    preHashes.add(shaOf(bytes.subarray(0, 1024)));
    return sha256;
  };
  const addRevision = (node: SimNode, bytes: Uint8Array, by: 'us' | 'other') => {
    needRoom(bytes.length);
    used += bytes.length;
    const sha256 = learn(bytes);
    node.revisions.push({ revisionId: `r${++ids}`, sha256, at: time.now(), by });
    time.trace(`revision ${pathOf(node)} ${sha256.slice(0, 8)} ${by}`);
  };
  const newest = (node: SimNode) => node.revisions.at(-1);
  const entryOf = (node: SimNode): RemoteEntry => ({
    fileId: node.fileId,
    name: node.name,
    isFolder: node.isFolder,
    recycled: inBin(node),
    parentId: node.parentId,
    size: node.isFolder ? undefined : contents.get(newest(node)?.sha256 ?? '')?.length,
    sha256: newest(node)?.sha256,
    editedAt: newest(node)?.at,
  });
  const listed = (node: SimNode, revision: SimRevision) => ({
    revisionId: revision.revisionId,
    revisionVersion: node.revisions.indexOf(revision) + 1,
    createdAt: Math.floor(revision.at / 1000),
    size: contents.get(revision.sha256)?.length ?? 0,
    sha256: revision.sha256,
    latest: revision === newest(node),
    keepForever: false,
    createdBy: revision.by,
    createReason: 'created' as const,
    updatedAt: Math.floor(revision.at / 1000),
  });

  const settleUpload = (node: SimNode, upload: Upload, bytes: Uint8Array) => {
    if (upload.kind === 'file') {
      needFolder(node.parentId);
      if (childNamed(node.parentId, node.name)) throw error('NAME_TAKEN', node.name);
    } else if (inBin(node)) throw error('REMOTE_RECYCLED', 'the file is in the bin');
    addRevision(node, bytes, 'us');
    node.there = true;
    uploads.delete(node.fileId);
  };

  const linksFor = (fileId: string, upload: Upload, parts: readonly PartRequest[]) =>
    parts.map((part) => {
      const former = upload.parts.get(part.number);
      const words = part.hashState?.join(',');
      const isWhole = part.number === 1 && part.size === upload.size;
      const isMixed = [...upload.parts].some(
        ([number, one]) => number !== part.number && (one.words === undefined) !== (words === undefined),
      );
      if (isMixed) throw error('REQUEST_REFUSED', 'parts in sequence and parts at once');
      if (words === undefined && !isWhole && faults.refusesSequence?.() === true)
        throw error('REQUEST_REFUSED', 'a part without the state before it');
      if (!former || former.size !== part.size || former.words !== words)
        upload.parts.set(part.number, { size: part.size, offset: part.offset, words });
      const until = time.now() + faults.linkLife();
      return { number: part.number, url: `sim:${fileId}:${upload.uploadId}:${part.number}:${until}` };
    });

  const begin = (node: SimNode, kind: Upload['kind'], request: UploadRequest): Upload => {
    const upload: Upload = {
      uploadId: `u${++ids}`,
      kind,
      size: request.size,
      sha256: request.flash?.sha256,
      preHash: request.preHash,
      parts: new Map(),
    };
    uploads.set(node.fileId, upload);
    return upload;
  };

  const complete = (fileId: string, sha256: string, kinds: readonly Upload['kind'][]) => {
    const upload = uploads.get(fileId);
    const node = nodes.get(fileId);
    if (!upload || !node || !kinds.includes(upload.kind)) throw error('UPLOAD_TASK_GONE', fileId);
    const parts = [...upload.parts].sort(([a], [b]) => a - b);
    let offset = 0;
    for (const [i, [number, part]] of parts.entries()) {
      if (number !== i + 1 || !part.bytes || (part.offset ?? offset) !== offset)
        throw error('CHECK_FAILED', `part ${i + 1}`);
      offset += part.size;
    }
    const [first] = parts;
    const bytes =
      parts.length === 1 && first?.[1].bytes
        ? first[1].bytes
        : new Uint8Array(Buffer.concat(parts.map(([, part]) => part.bytes ?? new Uint8Array())));
    const found = shaOf(bytes);
    if (bytes.length !== upload.size || found !== sha256 || (upload.sha256 ?? found) !== found)
      throw error('CHECK_FAILED', 'the sum does not agree');
    settleUpload(node, upload, bytes);
  };

  const koodrive = (crashSwitch: CrashSwitch, onDate?: (serverNow: number) => void): KooDrive => {
    /** One call: there, effect unless a fault comes first, and back. */
    const call = <T>(
      operation: keyof KooDrive,
      what: string,
      signal: AbortSignal | undefined,
      effect: () => T,
      asked: Asked = ofApi,
    ): Promise<T> => {
      const { there, back } = faults.latency(operation);
      const arrives = random.chance(0.5);
      return crashSwitch.request(
        there,
        back,
        arrives,
        () => {
          const fault = faults.strike(operation, asked);
          const say = (result: string) => {
            time.trace(`${operation} ${what}: ${result}`);
          };
          if (fault?.when === 'before') {
            say(`${fault.code}, not done`);
            throw failure(operation, fault, asked);
          }
          let value: T;
          try {
            value = effect();
            counts.set(operation, (counts.get(operation) ?? 0) + 1);
          } catch (refused) {
            say(refused instanceof KooError ? refused.code : String(refused));
            throw refused instanceof KooError ? withDetail(refused, { host: asked.host }) : refused;
          }
          say(fault ? `done, ${fault.code}` : 'done');
          return () => {
            if (fault) throw failure(operation, fault, asked);
            onDate?.(Math.floor(time.now() / 1000));
            return value;
          };
        },
        signal,
      );
    };
    /** The bytes that prove a flash upload, asked for as the real client does: before the call, from the disk. */
    const proofOf = async (request: UploadRequest) => {
      const { flash, size } = request;
      if (!flash || size === 0) return undefined;
      const start = random.int(0, size - 1);
      const end = Math.min(size, start + 8);
      return { start, end, bytes: await flash.slice(start, end) };
    };
    type Proof = Awaited<ReturnType<typeof proofOf>>;
    const flashContent = (request: UploadRequest, proof: Proof): Uint8Array | undefined => {
      const known = request.flash && contents.get(request.flash.sha256);
      if (known?.length !== request.size) return undefined;
      if (request.size === 0) return known;
      if (!proof) return undefined;
      return Buffer.from(known.subarray(proof.start, proof.end)).equals(proof.bytes) ? known : undefined;
    };
    const ticket = (node: SimNode, kind: Upload['kind'], request: UploadRequest, proof: Proof) => {
      const known = flashContent(request, proof);
      const matchedPreHash = preHashes.has(request.preHash);
      const upload = begin(node, kind, request);
      const answer = { fileId: node.fileId, matchedPreHash, name: node.name };
      if (known) {
        settleUpload(node, upload, known);
        return { ...answer, rapid: true, links: [], revisionId: undefined };
      }
      return {
        ...answer,
        rapid: false,
        links: linksFor(node.fileId, upload, request.parts),
        revisionId: undefined,
      };
    };

    return {
      probe: (host, options) => call('probe', host, options?.signal, () => undefined, { host, bytes: 0 }),
      checkSession: (options) =>
        call('checkSession', '', options?.signal, () => ({ userId: 'us', name: 'Us' })),
      spaces: async (options) => [await koodrive(crashSwitch).space(simContainer, options)],
      space: (containerId, options) =>
        call('space', '', options?.signal, () => ({
          containerId,
          rootFolderId: simRoot,
          type: '1',
          ownerId: 'us',
          capacity,
          used,
          active: true,
        })),
      async *listFolder(_container, folderId, options) {
        // pages, so that what changes between them shows
        const all = await call('listFolder', folderId, options?.signal, () => {
          if (folderId !== simRoot && !nodes.has(folderId)) throw error('NOT_FOUND', folderId);
          return [...childrenOf(folderId)].filter((node) => node.there && !node.recycled);
        });
        for (let from = 0; from < all.length; from += 5) {
          if (from > 0) await call('listFolder', `${folderId} more`, options?.signal, () => undefined);
          for (const node of all.slice(from, from + 5)) yield { ...entryOf(node), parentId: folderId };
        }
      },
      detail: (_container, fileId, options) =>
        call('detail', fileId, options?.signal, () => entryOf(need(fileId))),
      createFolder: ({ parentId, name }, options) =>
        call('createFolder', name, options?.signal, () => {
          checkName(name);
          needFolder(parentId);
          if (childNamed(parentId, name)) throw error('NAME_TAKEN', name);
          return { ...entryOf(add(parentId, name, true, true)), recycled: false };
        }),
      rename: ({ fileId, name }, options) =>
        call('rename', `${fileId} ${name}`, options?.signal, () => {
          checkName(name);
          const node = need(fileId);
          if (inBin(node)) throw error('REMOTE_RECYCLED', fileId);
          if (node.name === name) return;
          if (childNamed(node.parentId, name)) throw error('NAME_TAKEN', name);
          travel(node, () => (node.name = name));
        }),
      move: ({ fileId, toParentId }, options) =>
        call('move', `${fileId} ${toParentId}`, options?.signal, () => {
          const node = need(fileId);
          if (inBin(node)) throw error('REMOTE_RECYCLED', fileId);
          needFolder(toParentId);
          if (node.parentId === toParentId) return;
          for (let at = nodes.get(toParentId); at; at = nodes.get(at.parentId))
            if (at === node) throw error('REQUEST_REFUSED', 'a folder cannot go into itself');
          if (childNamed(toParentId, node.name)) throw error('NAME_TAKEN', node.name);
          travel(node, () => goTo(node, toParentId));
        }),
      recycle: ({ fileId }, options) =>
        call('recycle', fileId, options?.signal, () => {
          const node = need(fileId);
          if (inBin(node)) throw error('REMOTE_RECYCLED', fileId);
          node.recycled = true;
          node.binnedAt = time.now();
        }),
      undoRecycle: ({ fileId, toParentId }, options) =>
        call('undoRecycle', fileId, options?.signal, () => {
          const node = need(fileId);
          const parentId = toParentId ?? node.parentId;
          if (toParentId !== undefined) needFolder(toParentId);
          if (childNamed(parentId, node.name)) throw error('NAME_TAKEN', node.name);
          node.recycled = false;
          if (parentId !== node.parentId) travel(node, () => goTo(node, parentId));
          return entryOf(node);
        }),
      async createFile(request, options) {
        const proof = await proofOf(request);
        return call('createFile', request.name, options?.signal, () => {
          checkName(request.name);
          needFolder(request.parentId);
          if (childNamed(request.parentId, request.name)) throw error('NAME_TAKEN', request.name);
          needRoom(request.size);
          return ticket(add(request.parentId, request.name, false, false), 'file', request, proof);
        });
      },
      async createRevision(request, options) {
        const proof = await proofOf(request);
        return call('createRevision', request.fileId, options?.signal, () => {
          const node = need(request.fileId);
          if (node.isFolder) throw error('REQUEST_REFUSED', 'a folder has no revisions');
          if (inBin(node)) throw error('REMOTE_RECYCLED', request.fileId);
          needRoom(request.size);
          return ticket(node, 'revision', request, proof);
        });
      },
      partLinks: (fileId, parts, options) =>
        call('partLinks', fileId, options?.signal, () => {
          const upload = uploads.get(fileId);
          if (!upload) throw error('UPLOAD_TASK_GONE', fileId);
          return linksFor(fileId, upload, parts);
        }),
      putPart: (link, body, options) =>
        call(
          'putPart',
          `${link.number} ${body.length}`,
          options?.signal,
          () => {
            const [, fileId = '', uploadId, number, until] = link.url.split(':');
            if (time.now() > Number(until)) throw error('LINK_EXPIRED', link.url);
            const upload = uploads.get(fileId);
            if (upload?.uploadId !== uploadId) throw error('UPLOAD_TASK_GONE', link.url);
            const part = upload?.parts.get(Number(number));
            if (!part || part.size !== body.length)
              throw error('LINK_EXPIRED', 'the part was asked for anew');
            const before = Number(number) - 1;
            if (part.words === undefined && before > 0 && !upload?.parts.get(before)?.bytes)
              throw error('REQUEST_REFUSED', `part ${before} is not there, and no state was given`);
            // what was sent is what was there when it was sent
            part.bytes = Uint8Array.from(body);
            options?.progress?.(body.length);
          },
          { host: storageHostOf(link.url), bytes: body.length },
        ),
      completeFile: (fileId, sha256, options) =>
        call('completeFile', fileId, options?.signal, () => {
          complete(fileId, sha256, ['file', 'revision']);
        }),
      completeRevision: (fileId, sha256, options) =>
        call('completeRevision', fileId, options?.signal, () => {
          complete(fileId, sha256, ['revision']);
        }),
      listRevisions: ({ fileId, pageSize = 100, cursor }, options) =>
        call('listRevisions', fileId, options?.signal, () => {
          const node = need(fileId);
          if (node.isFolder) throw error('REQUEST_REFUSED', 'a folder has no revisions');
          const from = Number(cursor ?? 0);
          const all = [...node.revisions].reverse();
          // the list may leave all but the id out; this one does so now and then
          const lean = random.chance(0.3);
          const revisions = all.slice(from, from + pageSize).map((revision): ListedRevision => {
            const full = listed(node, revision);
            return lean
              ? {
                  ...full,
                  sha256: undefined,
                  size: undefined,
                  latest: undefined,
                  createdAt: undefined,
                  revisionVersion: undefined,
                  keepForever: undefined,
                  createdBy: undefined,
                  createReason: undefined,
                  updatedAt: undefined,
                }
              : full;
          });
          return {
            revisions,
            nextCursor: from + pageSize < all.length ? String(from + pageSize) : undefined,
          };
        }),
      getRevision: ({ fileId, revisionId }, options) =>
        call('getRevision', `${fileId} ${revisionId}`, options?.signal, () => {
          const node = need(fileId);
          const revision = node.revisions.find((one) => one.revisionId === revisionId);
          if (!revision) throw error('NOT_FOUND', revisionId);
          return { ...listed(node, revision), downloadUrl: `sim:${revision.sha256}` };
        }),
      updateRevision: ({ fileId, revisionId }, options) =>
        call('updateRevision', fileId, options?.signal, () => {
          if (!need(fileId).revisions.some((one) => one.revisionId === revisionId))
            throw error('NOT_FOUND', revisionId);
        }),
      deleteRevision: ({ fileId, revisionId }, options) =>
        call('deleteRevision', `${fileId} ${revisionId}`, options?.signal, () => {
          const { revisions } = need(fileId);
          const at = revisions.findIndex((one) => one.revisionId === revisionId);
          if (at < 0) throw error('NOT_FOUND', revisionId);
          if (at === revisions.length - 1)
            throw error('UPLOAD_TASK_GONE', 'the latest version cannot be deleted');
          revisions.splice(at, 1);
        }),
      async *download(url, options) {
        const bytes = await call('download', url, options?.signal, () => contents.get(url.slice(4)), {
          host: storageHostOf(url),
          bytes: 0,
        });
        if (!bytes) throw error('NOT_FOUND', url);
        yield bytes;
      },
    };
  };

  const removeForGood = (node: SimNode): void => {
    for (const child of [...childrenOf(node.fileId)]) removeForGood(child);
    childrenOf(node.parentId).delete(node);
    nodes.delete(node.fileId);
    uploads.delete(node.fileId);
  };

  const at = (path: string): SimNode | undefined => {
    let parent = simRoot;
    let node: SimNode | undefined;
    for (const name of path.split('/')) {
      node = childNamed(parent, name);
      if (!node) return undefined;
      parent = node.fileId;
    }
    return node;
  };
  return {
    koodrive,
    node: (fileId) => nodes.get(fileId),
    at,
    pathOf,
    pathsEver: (node) => paths.get(node) ?? new Map(),
    journeys: (node) => journeys.get(node) ?? [],
    nodes: () => nodes.values(),
    counts,
    writes: () => [...counts].reduce((sum, [operation, n]) => sum + (writing.has(operation) ? n : 0), 0),
    otherRevision(fileId, bytes) {
      const node = nodes.get(fileId);
      if (!node?.there || node.isFolder || inBin(node) || used + bytes.length > capacity) return false;
      addRevision(node, bytes, 'other');
      return true;
    },
    otherFile(parentPath, name, bytes) {
      const parent = parentPath === '' ? undefined : at(parentPath);
      if (parentPath !== '' && !parent?.isFolder) return undefined;
      const parentId = parent?.fileId ?? simRoot;
      if (childNamed(parentId, name) || used + bytes.length > capacity) return undefined;
      const node = add(parentId, name, false, true);
      addRevision(node, bytes, 'other');
      return node.fileId;
    },
    otherRecycle(path) {
      const node = at(path);
      if (!node) return false;
      node.recycled = true;
      return true;
    },
    otherPurge(nth) {
      const binned = [...nodes.values()].filter((node) => node.there && inBin(node));
      for (const node of nth < 0 ? binned : binned.slice(nth, nth + 1)) removeForGood(node);
    },
    otherRename(path, name) {
      const node = at(path);
      if (!node || childNamed(node.parentId, name)) return false;
      node.name = name;
      notePaths(node);
      return true;
    },
    otherRemoval(path) {
      const node = at(path);
      if (!node) return false;
      childrenOf(node.parentId).delete(node);
      nodes.delete(node.fileId);
      return true;
    },
    forgetUploads() {
      uploads.clear();
    },
    setCapacity(bytes) {
      capacity = bytes;
    },
    content: (sha256) => contents.get(sha256),
  };
}
