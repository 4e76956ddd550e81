import { door } from './system-door.ts';
import { createWriter } from './writer.ts';

/** Writes outside of synced folders, and takes none for one. */
export const realWriter = createWriter(door, () => undefined);
