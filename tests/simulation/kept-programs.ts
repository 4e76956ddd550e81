/**
 * The programs that failed once, each with the sentence that says what happened, and variations of them. What such a
 * program shows hangs on moments, and every change of the engine moves them: what it showed once is found again by its
 * variations, and so is what lies beside it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../harness/simulated/random.ts';
import { pacesFor } from './generate.ts';
import type { Program } from './program.ts';

export type KeptProgram = { readonly what: string; readonly program: Program };

export const keptPrograms = JSON.parse(
  readFileSync(join(import.meta.dirname, 'regressions.json'), 'utf8'),
) as readonly KeptProgram[];

/** So far a step moves, ms, by turns: what hangs on the seed alone, on parts of a call, on a settle time, on a wait. */
const movesMs = [0, 5, 30, 200, 600, 1500];

/** For people: which variation failed, and how to run it again. */
export const variationHeading = (what: string, nth: number): string =>
  `variation ${nth} of "${what}" failed; replay: npm run simulate -- --vary 1 --from ${nth} --kept '${what.replaceAll("'", "'\\''")}' --trace`;

/** The same steps at other moments, with another seed, and of every other turn at other paces; `nth` (from 0 on) says which. */
export function vary(program: Program, nth: number): Program {
  const random = createRandom(nth, 'variation');
  const moveMs = movesMs[nth % movesMs.length] ?? 0;
  const steps = program.steps.map((step) => ({
    ...step,
    at: Math.max(0, step.at + random.int(-moveMs, moveMs)),
  }));
  const isAtOtherPaces = Math.floor(nth / movesMs.length) % 2 === 1 && !program.setting.calm;
  const paces = isAtOtherPaces ? pacesFor(createRandom(nth, 'paces')) : {};
  return {
    ...program,
    setting: { ...program.setting, ...paces },
    seed: random.int(1, 1_000_000_000),
    steps: steps.toSorted((a, b) => a.at - b.at),
  };
}
