/**
 * What one life of the app leaves to the next about an update: the folders whose syncing was held, how it is to come
 * back, and how it ended. A file, written before anything of it is done: whatever ends the app, the next one lets go.
 */
import { readFileSync, rmSync } from 'node:fs';
import * as z from 'zod';
import { updateProblem, type UpdateProblem } from '../../shared/updates.ts';
import { atomicWriteSync } from '../lib/atomic-write.ts';

const handover = z.object({
  from: z.string(),
  to: z.string(),
  /** pairs that were paused for it, and by nobody else */
  held: z.array(z.number().int()),
  /** the app was to end and be installed; false: it still waited */
  installing: z.boolean(),
  hidden: z.boolean(),
  problem: updateProblem.optional(),
});

export type Handover = z.infer<typeof handover>;

/** Undefined: there is none, or none that makes sense. Never throws. */
export function readHandover(file: string): Handover | undefined {
  try {
    return handover.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Throws what node:fs throws. */
export const writeHandover = (file: string, left: Handover): void => {
  atomicWriteSync(file, JSON.stringify(handover.parse(left)), 0o600);
};

export const dropHandover = (file: string): void => {
  rmSync(file, { force: true });
};

export type Beginning = {
  /** syncing of these pairs goes on */
  readonly resume: readonly number[];
  /** this life is to begin without its window */
  readonly hidden: boolean;
  readonly updatedFrom: string | undefined;
  readonly problem: UpdateProblem | undefined;
};

/** What the next life, of this version, makes of it. */
export function beginningOf(left: Handover | undefined, version: string): Beginning {
  if (left === undefined) return { resume: [], hidden: false, updatedFrom: undefined, problem: undefined };
  const { from, to, held, installing, hidden, problem } = left;
  return {
    resume: held,
    hidden: installing && hidden,
    updatedFrom: installing && version === to && from !== to ? from : undefined,
    // whoever put another version in place since has seen to it
    problem: installing && version === from ? (problem ?? 'not-installed') : undefined,
  };
}
