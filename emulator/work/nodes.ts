/** Files and folders: looking up, paths, names, the metadata object (API section 5). */
import { ApiFailure } from '../rules/failure.ts';
import { formatTime } from '../rules/dates.ts';
import { splitName, withTimestamp } from '../rules/names.ts';
import type { NodeRow, SpaceRow } from '../store/rows.ts';
import type { World } from '../world.ts';

export const findNode = (world: World, fileId: string): NodeRow | undefined =>
  world.db.get<NodeRow>('SELECT * FROM nodes WHERE fileId = ?', fileId);

/** A finished file or folder: 13000309 when there is none, 13000302 when it lies in another space. */
export const requireNode = (world: World, space: SpaceRow, fileId: string): NodeRow => {
  const node = findNode(world, fileId);
  if (!node || node.state !== 1) throw new ApiFailure(13000309, fileId);
  if (node.containerId !== space.containerId) throw new ApiFailure(13000302, fileId);
  return node;
};

/** The item and its ancestors, root first. */
export const lineOf = (world: World, node: NodeRow): NodeRow[] => {
  const line = [node];
  for (let at = node; at.parentId !== null;) {
    const parent = findNode(world, at.parentId);
    if (!parent) break;
    line.unshift(parent);
    at = parent;
  }
  return line;
};

/** In the bin itself or inside a folder that is. */
export const isRecycled = (world: World, node: NodeRow): boolean =>
  node.recycled === 1 || (node.parentId !== null && lineOf(world, node).some((at) => at.recycled === 1));

export const idPathOf = (world: World, node: NodeRow): string =>
  `/${lineOf(world, node)
    .map((at) => at.fileId)
    .join('/')}`;

export const namePathOf = (world: World, node: NodeRow): string =>
  `/${lineOf(world, node)
    .map((at) => at.name)
    .join('/')}`;

/** A folder to put things into, by id or alias (`root`, `sbox`, absent, empty): 13000304 when it is none. */
export const resolveFolder = (world: World, space: SpaceRow, id: string | undefined): NodeRow => {
  const fileId =
    id === undefined || id === '' || id === 'root' ? space.rootId : id === 'sbox' ? space.sboxId : id;
  const folder = findNode(world, fileId);
  if (!folder || folder.isFolder !== 1 || folder.state !== 1) throw new ApiFailure(13000304, fileId);
  if (folder.containerId !== space.containerId) throw new ApiFailure(13000302, fileId);
  return folder;
};

/** Refuses with 13000310 a new item in `folder` when the switch sets a limit of depth. */
export const requireDepth = (world: World, folder: NodeRow): void => {
  const limit = world.switches.folderDepth;
  if (limit !== undefined && lineOf(world, folder).length > limit) throw new ApiFailure(13000310);
};

/**
 * The finished, not recycled child of that name. Names are compared byte by byte: neither case folding nor Unicode
 * normalisation is documented.
 */
export const childNamed = (world: World, parentId: string, name: string): NodeRow | undefined =>
  world.db.get<NodeRow>(
    'SELECT * FROM nodes WHERE parentId = ? AND name = ? AND state = 1 AND recycled = 0',
    parentId,
    name,
  );

/** `name`, or with a timestamp when another item than `self` has it. */
export const freeName = (world: World, parentId: string, name: string, self?: string): string => {
  const taken = (candidate: string): boolean => {
    const other = childNamed(world, parentId, candidate);
    return other !== undefined && other.fileId !== self;
  };
  if (!taken(name)) return name;
  for (let attempt = 0; ; attempt += 1) {
    const candidate = withTimestamp(name, world.now(), attempt);
    if (!taken(candidate)) return candidate;
  }
};

export const insertNode = (
  world: World,
  node: Pick<NodeRow, 'containerId' | 'name' | 'isFolder' | 'fileType' | 'state' | 'createdAt'> & {
    parentId: string;
    mimeType?: string | undefined;
    description?: string | undefined;
  },
): string => {
  const fileId = world.ids.file();
  world.db.run(
    `INSERT INTO nodes (fileId, containerId, parentId, name, isFolder, fileType, mimeType, state, assetId, createdAt,
       editedAt, description) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    fileId,
    node.containerId,
    node.parentId,
    node.name,
    node.isFolder,
    node.fileType,
    node.mimeType ?? null,
    node.state,
    world.ids.number(),
    node.createdAt,
    world.now(),
    node.description ?? null,
  );
  return fileId;
};

/** The metadata object of listings, detail and change lists. `recycled` says whether it or an ancestor is in the bin. */
export const metadata = (world: World, node: NodeRow, recycled: boolean): Record<string, unknown> => {
  const { suffix, fullSuffix } = splitName(node.name);
  const owner = { category: 'drive#user', me: true, displayName: 'Demo User' };
  const object: Record<string, unknown> = {
    category: 'drive#file',
    id: node.fileId,
    fileName: node.name,
    fileType: node.fileType,
    mimeType: node.mimeType ?? '',
    recycled,
    parentFolder: node.parentId === null ? [] : [node.parentId],
    properties: {},
    containers: [node.containerId],
    createdTime: formatTime(node.createdAt),
    editedTime: formatTime(node.editedAt),
    owners: [owner],
    lastEditor: owner,
    description: node.description ?? '',
    favorite: false,
    dataType: 0,
  };
  if (node.isFolder === 1) return object;
  object['fullFileSuffix'] = fullSuffix;
  object['fileSuffix'] = suffix;
  if (!world.switches.variant.withoutHashes) {
    object['size'] = node.size;
    object['sha256'] = node.sha256;
  }
  return object;
};
