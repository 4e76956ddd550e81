import { placeIn } from './disk/place-in.ts';
import { door } from './disk/system-door.ts';
import { createWriter, type Writer } from './disk/writer.ts';
import type { Database } from './storage/database.ts';
import { openPairs } from './storage/pairs.ts';

/** Writes to what a user names, and in the synced folders that this state folder knows through their door alone. */
export function openWriter(state: Database): Writer {
  const pairs = openPairs(state);
  return createWriter(door, (path) =>
    placeIn(
      pairs.all().map(({ folder }) => folder),
      path,
    ),
  );
}
