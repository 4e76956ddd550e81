/** What the life before left of an update, beside what Electron keeps in the state folder. */
import { join } from 'node:path';
import { app } from 'electron';
import { beginningOf, readHandover, type Beginning } from '../updates/handover.ts';

export const handoverFile = (): string => join(app.getPath('userData'), 'update.json');

export const readBeginning = (): Beginning => beginningOf(readHandover(handoverFile()), app.getVersion());
