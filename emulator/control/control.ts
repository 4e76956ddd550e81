/** The hand on the emulator that tests hold: faults, clock, tokens, quota, counters, truth. In process and over HTTP. */
import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { defaults } from '../defaults.ts';
import { ApiFailure } from '../rules/failure.ts';
import { checkName } from '../rules/names.ts';
import { headBytes } from '../store/content.ts';
import { tokenLifeMs } from '../store/tokens.ts';
import type { NodeRow, UploadRow } from '../store/rows.ts';
import { recordChange } from '../work/changes.ts';
import { childNamed, findNode, insertNode } from '../work/nodes.ts';
import { addSpace, findSpace } from '../work/spaces.ts';
import { addRevision, dropUpload, learnContent, latestVersion } from '../work/uploads.ts';
import type { World } from '../world.ts';
import type { RequestRecord } from '../switches/counters.ts';
import type { ArmedFault, FaultRule } from '../switches/faults.ts';
import type { Operation } from '../switches/operations.ts';
import { oddVariant, plainVariant } from '../switches/switches.ts';
import type { Paging, Variant } from '../switches/switches.ts';
import { folders, fsck, tree } from './truth.ts';
import type { TrueFile } from './truth.ts';

export type Control = {
  fault: (rule: FaultRule) => ArmedFault;
  clearFaults: () => void;
  faults: () => { id: number; struck: number; rule: FaultRule }[];
  /**
   * Something else answers on every path of both hosts with a page of HTML (status 200 if left out), as the sign-in page of
   * a network does, until `remove`. One stands at a time.
   */
  portal: (status?: number) => { readonly struck: () => number; readonly remove: () => void };
  /** Connections to the storage are refused until it is put back on its port. */
  refuseStorage: (refused: boolean) => Promise<void>;
  /** Moves the emulator's clock against the one it was given, ms. */
  setClockOffset: (ms: number) => void;
  /** All tokens and app signatures are refused (401) until `reviveTokens`. */
  killTokens: () => void;
  reviveTokens: () => void;
  /** A new token of the demo user with 20 sliding minutes, as an Authorization value. */
  issueToken: () => string;
  /** Shall the demo token die of 20 idle minutes too? */
  setDemoTokenExpires: (expires: boolean) => void;
  /** Capacity of a space, bytes. */
  setQuota: (containerId: string, bytes: number) => void;
  /** '0' normal, '1' disabled. */
  setSpaceStatus: (containerId: string, status: '0' | '1') => void;
  addSpace: (space: {
    containerId: string;
    type: '0' | '1' | '2';
    ownerId: string;
    capacity: number;
  }) => void;
  /** Life of links issued from now on, ms (cut to whole seconds). */
  setLinkLife: (ms: number) => void;
  setPaging: (paging: Partial<Paging>) => void;
  /** `odd`: every odd form at once; `plain`: none. */
  setVariant: (variant: Partial<Variant> | 'odd' | 'plain') => void;
  /** Smallest part that is not the last, bytes: lets tests upload in parts without megabytes. */
  setMinimumPart: (bytes: number) => void;
  setFolderDepth: (limit: number | undefined) => void;
  /** Held jobs keep their status until `stepJobs` or the end of the hold. */
  holdJobs: (held: boolean) => void;
  /** Moves every unfinished job on by one status. */
  stepJobs: () => void;
  setJobStep: (ms: number) => void;
  /** Forgets every pending upload: completions and PUTs then fail as for an unknown task. */
  dropUploads: () => void;
  /** Refuses every sync-directory cursor handed out so far. */
  staleCursors: () => void;
  counts: () => Record<Operation, number>;
  writes: () => number;
  resetCounts: () => void;
  requests: (limit: number) => RequestRecord[];
  tree: (containerId?: string, folderId?: string) => TrueFile[];
  folders: (containerId?: string, folderId?: string) => { path: string; fileId: string }[];
  /** Where a content lies on disk. */
  content: (sha256: string) => string;
  fsck: () => Promise<string[]>;
  /** As another device would: makes folders on the way, then the file or its next version. Gives the fileId. */
  putFile: (path: string, bytes: Uint8Array, containerId?: string) => string;
  /** The same with a content that lies in a file, which is moved: for one that is too large for memory. */
  adoptFile: (path: string, file: string, containerId?: string) => Promise<string>;
};

type StoredContent = { readonly sha256: string; readonly size: number; readonly preHash: string };

/** `content` is stored by then. */
const putFile = (world: World, containerId: string, path: string, content: StoredContent): string => {
  const space = findSpace(world, containerId);
  if (!space) throw new ApiFailure(13000301, containerId);
  const names = path.split('/').filter((name) => name !== '');
  const fileName = names.pop();
  if (fileName === undefined) throw new Error('path is empty');
  const requireMade = (fileId: string): NodeRow => {
    const made = findNode(world, fileId);
    if (!made) throw new Error(`${fileId} was not made`);
    return made;
  };
  const make = (parentId: string, name: string, isFolder: 0 | 1): NodeRow => {
    checkName(name);
    const fileType = isFolder === 1 ? '10' : '45';
    const createdAt = world.now();
    return requireMade(
      insertNode(world, { containerId, parentId, name, isFolder, fileType, state: 1, createdAt }),
    );
  };
  return world.db.transaction(() => {
    let parent = space.rootId;
    for (const name of names) {
      const folder = childNamed(world, parent, name);
      const made = folder ?? make(parent, name, 1);
      if (!folder) recordChange(world, made.fileId, 'create');
      parent = made.fileId;
    }
    const node = childNamed(world, parent, fileName) ?? make(parent, fileName, 0);
    if (node.isFolder === 1) throw new Error(`${path} is a folder`);
    const fresh = latestVersion(world, node.fileId) === 0;
    learnContent(world, content);
    const by = {
      versionId: world.ids.number(),
      userId: space.ownerId,
      createReason: 1,
      keepForever: 0,
    } as const;
    addRevision(world, node, content, by);
    recordChange(world, node.fileId, fresh ? 'create' : 'update');
    return node.fileId;
  });
};

const put = (world: World, bytes: Uint8Array): StoredContent => {
  const sha256 = hash('sha256', bytes, 'hex');
  world.content.put(bytes, sha256);
  return { sha256, size: bytes.length, preHash: hash('sha256', bytes.subarray(0, headBytes), 'hex') };
};

const adopt = async (world: World, file: string): Promise<StoredContent> => {
  const digest = createHash('sha256');
  let head = Buffer.alloc(0);
  let size = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 22 }) as AsyncIterable<Buffer>) {
    if (head.length < headBytes) head = Buffer.concat([head, piece.subarray(0, headBytes - head.length)]);
    size += piece.length;
    digest.update(piece);
  }
  const sha256 = digest.digest('hex');
  world.content.take(file, sha256);
  return { sha256, size, preHash: hash('sha256', head, 'hex') };
};

type DriveCalls = Pick<
  Control,
  | 'setQuota'
  | 'setSpaceStatus'
  | 'addSpace'
  | 'dropUploads'
  | 'staleCursors'
  | 'tree'
  | 'folders'
  | 'content'
  | 'fsck'
  | 'putFile'
  | 'adoptFile'
>;

/** What is done to the drive behind the API, and read of it. */
const driveCalls = (world: World): DriveCalls => ({
  setQuota: (containerId, bytes) => {
    world.db.run('UPDATE spaces SET capacity = ? WHERE containerId = ?', bytes, containerId);
  },
  setSpaceStatus: (containerId, status) => {
    world.db.run('UPDATE spaces SET status = ? WHERE containerId = ?', status, containerId);
  },
  addSpace: (space) => {
    addSpace(world, space);
  },
  dropUploads: () => {
    world.db.transaction(() => {
      for (const upload of world.db.all<UploadRow>('SELECT * FROM uploads')) dropUpload(world, upload);
      world.db.run('DELETE FROM nodes WHERE state = 0');
    });
  },
  staleCursors: () => {
    const last = world.db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM changes')?.seq ?? 0;
    world.switches.staleBefore = last + 1;
    // So that a start cursor asked for from now on lies above the border.
    world.db.run(
      'INSERT INTO changes (seq, syncDirId, fileId, changeType, snapshot, at) VALUES (?, ?, ?, ?, ?, ?)',
      last + 1,
      '',
      '',
      'border',
      '{}',
      world.now(),
    );
  },
  tree: (containerId = defaults.containerId, folderId) => tree(world, containerId, folderId),
  folders: (containerId = defaults.containerId, folderId) => folders(world, containerId, folderId),
  content: world.content.pathOf,
  fsck: () => fsck(world),
  putFile: (path, bytes, containerId = defaults.containerId) =>
    putFile(world, containerId, path, put(world, bytes)),
  adoptFile: async (path, file, containerId = defaults.containerId) =>
    putFile(world, containerId, path, await adopt(world, file)),
});

/** The storage's port: closed to everybody, and open again. */
export type StorageDoor = { readonly goAway: () => Promise<void>; readonly comeBack: () => Promise<void> };

/** What stands between the client and the two hosts. */
const wayCalls = (
  { switches, faults }: World,
  storage: StorageDoor,
): Pick<Control, 'fault' | 'clearFaults' | 'faults' | 'portal' | 'refuseStorage'> => ({
  fault: faults.add,
  clearFaults: faults.clear,
  faults: faults.list,
  portal: (status = 200) => {
    let struck = 0;
    const mine = {
      status,
      took: () => {
        struck += 1;
      },
    };
    switches.portal = mine;
    return {
      struck: () => struck,
      remove: () => {
        if (switches.portal === mine) switches.portal = undefined;
      },
    };
  },
  refuseStorage: (refused) => (refused ? storage.goAway() : storage.comeBack()),
});

export const makeControl = (world: World, storage: StorageDoor): Control => {
  const { switches } = world;
  return {
    ...driveCalls(world),
    ...wayCalls(world, storage),
    setClockOffset: (ms) => {
      switches.clockOffsetMs = ms;
    },
    killTokens: () => {
      switches.tokensDead = true;
    },
    reviveTokens: () => {
      switches.tokensDead = false;
    },
    issueToken: () => `Bearer ${world.tokens.issue(defaults.userId, tokenLifeMs).token}`,
    setDemoTokenExpires: (expires) => {
      switches.demoTokenExpires = expires;
    },
    setLinkLife: (ms) => {
      switches.linkLifeMs = ms;
    },
    setPaging: (paging) => {
      Object.assign(switches.paging, paging);
    },
    setVariant: (variant) => {
      if (variant === 'odd') switches.variant = { ...oddVariant };
      else if (variant === 'plain') switches.variant = { ...plainVariant };
      else Object.assign(switches.variant, variant);
    },
    setMinimumPart: (bytes) => {
      switches.minimumPart = bytes;
    },
    setFolderDepth: (limit) => {
      switches.folderDepth = limit;
    },
    holdJobs: (held) => {
      switches.jobsHeld = held;
      if (!held) world.jobs.resume();
    },
    stepJobs: () => {
      world.jobs.stepAll();
    },
    setJobStep: (ms) => {
      switches.jobStepMs = ms;
    },
    counts: world.counters.counts,
    writes: world.counters.writes,
    resetCounts: world.counters.reset,
    requests: world.counters.requests,
  };
};
