/** Spaces: looking up, rights, quota, SpaceInfo (API section 4). */
import type { Caller } from '../call.ts';
import { ApiFailure } from '../rules/failure.ts';
import { formatTime } from '../rules/dates.ts';
import type { SpaceRow } from '../store/rows.ts';
import type { World } from '../world.ts';

export const findSpace = (world: World, containerId: string): SpaceRow | undefined =>
  world.db.get<SpaceRow>('SELECT * FROM spaces WHERE containerId = ?', containerId);

/** The space for a call on it: 13000301 missing, 13000412 disabled, 13000410 not the caller's. */
export const requireSpace = (world: World, containerId: string, caller: Caller): SpaceRow => {
  const space = findSpace(world, containerId);
  if (!space) throw new ApiFailure(13000301, containerId);
  if (space.status !== '0') throw new ApiFailure(13000412);
  if (space.type === '1' && space.ownerId !== caller.userId) throw new ApiFailure(13000410);
  return space;
};

/** Refuses with 13000311 when `bytes` more do not fit. All versions count, those of files in the bin too. */
export const requireRoom = (space: SpaceRow, bytes: number): void => {
  if (space.used + bytes > space.capacity) throw new ApiFailure(13000311);
};

export const addUsed = (world: World, containerId: string, bytes: number): void => {
  world.db.run('UPDATE spaces SET used = used + ? WHERE containerId = ?', bytes, containerId);
};

/** SpaceInfo; capacity and spaceUsed in bytes (the unit is not documented). */
export const spaceInfo = (space: SpaceRow): object => ({
  type: space.type,
  status: space.status,
  ownerId: space.ownerId,
  containerId: space.containerId,
  bizRootFileId: space.rootId,
  bizSboxFileId: space.sboxId,
  capacity: space.capacity,
  spaceUsed: space.used,
  tenantId: 'demo-tenant',
  creator: space.ownerId,
  createTime: formatTime(space.createdAt),
  modifier: space.ownerId,
  updateTime: formatTime(space.createdAt),
  rootFileId: space.rootId,
});

/** Makes a space with its root and safe folders. `capacity` in bytes. */
export const addSpace = (
  world: World,
  { containerId, type, ownerId, capacity }: Pick<SpaceRow, 'containerId' | 'type' | 'ownerId' | 'capacity'>,
): void => {
  const rootId = `DEUI7pa0C24Aroot${containerId}`;
  const sboxId = `DEUI7pa0C24Asbox${containerId}`;
  const at = world.now();
  world.db.transaction(() => {
    world.db.run(
      'INSERT INTO spaces VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)',
      containerId,
      type,
      '0',
      ownerId,
      rootId,
      sboxId,
      capacity,
      at,
    );
    for (const [fileId, name] of [
      [rootId, `root${containerId}`],
      [sboxId, `sbox${containerId}`],
    ] as const) {
      world.db.run(
        `INSERT INTO nodes (fileId, containerId, parentId, name, isFolder, fileType, state, assetId, createdAt, editedAt)
         VALUES (?, ?, NULL, ?, 1, '10', 1, ?, ?, ?)`,
        fileId,
        containerId,
        name,
        world.ids.number(),
        at,
        at,
      );
    }
  });
};
