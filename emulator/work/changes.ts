/** The change feed's log: one row per change and sync directory above it (API section 13). */
import type { World } from '../world.ts';
import { findNode, isRecycled, lineOf, metadata } from './nodes.ts';

/** Values of changeType: not documented; these are the emulator's own (open point 24). */
export type ChangeType = 'create' | 'update' | 'rename' | 'move' | 'recycle' | 'restore' | 'delete';

/**
 * Writes down a change of `fileId`. Call it after the change; before it for `delete`, and before as well as after a
 * `move`, so that a directory which the item leaves hears of it too.
 */
export const recordChange = (world: World, fileId: string, changeType: ChangeType): void => {
  const open = world.db.all<{ syncDirId: string }>('SELECT syncDirId FROM syncDirs WHERE open = 1');
  if (open.length === 0) return;
  const node = findNode(world, fileId);
  if (!node) return;
  const above = new Set(lineOf(world, node).map((at) => at.fileId));
  for (const { syncDirId } of open) {
    if (!above.has(syncDirId) || syncDirId === fileId) continue;
    const snapshot = metadata(world, node, changeType === 'delete' || isRecycled(world, node));
    world.db.run(
      'INSERT INTO changes (syncDirId, fileId, changeType, snapshot, at) VALUES (?, ?, ?, ?, ?)',
      syncDirId,
      fileId,
      changeType,
      JSON.stringify(snapshot),
      world.now(),
    );
  }
};
