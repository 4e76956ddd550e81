/** Mends a state folder that KooSync cannot be opened on: the same from the command line and from the app. */
import { openStateFolder } from './state-folder.ts';
import { repairDatabase, type Repaired } from './repair.ts';

/** Throws what openHome throws, and STATE_LOCKED, STATE_NEWER, DISK_FULL; then nothing was changed. */
export const repair = (home: string): Repaired => repairDatabase(openStateFolder(home), Date.now());
