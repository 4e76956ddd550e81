/**
 * Which database this is: by an id of its own, by a number that grows with its use, and by the file and the machines
 * where it was used. A copy has another file; an older state that was put back has a smaller number than `pairs.json`
 * tells of. So what is known in it can be told from what was known once, or elsewhere.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fsFailureOf } from '../lib/fs-errors.ts';
import type { Database } from './database.ts';
import { openNotes, type Origin } from './notes.ts';

/** Where we are. Undefined: nothing that lasts tells. */
export type Here = { readonly file: string | undefined; readonly machine: string | undefined };

/** Undefined: it was made before databases had one, or cannot be understood. */
export const readOrigin = (state: Database): Origin | undefined => openNotes(state).origin();

const write = (state: Database, origin: Origin): Origin => {
  openNotes(state).setOrigin(origin);
  return origin;
};

/** Its number is greater than `turn` from here on. */
export function passTurn(state: Database, turn: number): void {
  const origin = readOrigin(state);
  if (origin && origin.turn <= turn) write(state, { ...origin, turn: turn + 1 });
}

/** From here on it is one of its own. */
export const makeOrigin = (state: Database, { file, machine }: Here): Origin =>
  write(state, { id: randomUUID(), turn: 1, file, machines: machine === undefined ? [] : [machine] });

/** It is used here; writes nothing where that is known. */
export function settleOrigin(state: Database, origin: Origin, { file, machine }: Here): void {
  const isNew = machine !== undefined && !origin.machines.includes(machine);
  const machines = isNew ? [...origin.machines, machine] : origin.machines;
  if (isNew || (file !== undefined && file !== origin.file))
    write(state, { ...origin, file: file ?? origin.file, machines });
}

/** `fileIdsLast`: not on a drive that makes up the numbers of its files. */
export const whereWeAre = (home: string, fileIdsLast: boolean): Here => ({
  file: fileIdsLast ? fileIdOf(join(home, 'state.db')) : undefined,
  machine: machineId(),
});

/** Asked again and again: is the file that is there now no longer the one that was opened? */
export function takenFrom(home: string, fileIdsLast: boolean): () => boolean {
  const file = join(home, 'state.db');
  const opened = fileIdsLast ? fileIdOf(file) : undefined;
  return () => {
    try {
      const now = fileIdOf(file);
      return opened !== undefined && now !== opened;
    } catch (thrown) {
      return fsFailureOf(thrown) === 'absent';
    }
  };
}

function fileIdOf(file: string): string | undefined {
  const { ino, birthtimeNs } = statSync(file, { bigint: true });
  return birthtimeNs > 0n ? `${ino}:${birthtimeNs}` : undefined;
}

const machineFiles = ['/etc/machine-id', '/var/lib/dbus/machine-id'];

/** Of the system's own id, which is not to leave the machine. A host name may change with each start of a container. */
function machineId(): string | undefined {
  for (const file of machineFiles)
    try {
      const id = readFileSync(file, 'utf8').trim();
      if (/^[0-9a-f]{32}$/.test(id))
        return createHash('sha256').update(`koosync ${id}`).digest('hex').slice(0, 16);
    } catch {
      // this system has none there
    }
  return undefined;
}
