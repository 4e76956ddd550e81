/**
 * The programs that failed once, each with the sentence that says what happened, variations of them, and crossings. What
 * such a program shows hangs on moments, and every change of the engine moves them: what it showed once is found again by
 * its variations, and so is what lies beside it. A crossing is two of them at once, or one and a program from a seed: what
 * one brings about, few programs from seeds come to, and the other goes on from there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../harness/simulated/random.ts';
import { bulkFor, generate, pacesFor, writersFor } from './generate.ts';
import { lastMoment, type Program, type Step } from './program.ts';

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

/** For people: which crossing failed, and how to run it again. */
export const crossingHeading = (nth: number): string =>
  `crossing ${nth} failed; replay: npm run simulate -- --cross 1 --from ${nth} --trace`;

/** Beside one of the first, none of the second: nothing could tell what became of both. */
const apart: readonly (readonly [readonly Step['do'][], readonly Step['do'][]])[] = [
  // of a mapped file no clock that is set tells
  [['map'], ['clock']],
  // as ground.ts has it
  [
    ['lost-database', 'remount'],
    ['mount', 'unmount', 'root-away', 'safe-save', 'unpair', 'link', 'map'],
  ],
];

/** What of the second program may not be done beside the first one. */
function clashing(first: Program, second: Program): (step: Step) => boolean {
  const kinds = new Set(first.steps.map((step) => step.do));
  const has = (some: readonly Step['do'][]) => some.some((one) => kinds.has(one));
  const left = new Set(
    apart.flatMap(([one, other]) => [...(has(one) ? other : []), ...(has(other) ? one : [])]),
  );
  // documents that programs save in steps have names that nothing else touches
  const isSaved = [...first.steps, ...second.steps].some((step) => step.do === 'safe-save');
  const document = /"(?:report\.docx|notes\.txt|plan)/;
  return (step) => left.has(step.do) || (isSaved && document.test(JSON.stringify(step)));
}

/**
 * Two programs as one, the second somewhere within the first, in the setting of the first: kept ones, varied, and now and then
 * one from a seed. `nth` (from 0 on) says which.
 */
export function cross(nth: number): Program {
  const random = createRandom(nth, 'crossing');
  const drawn = () =>
    random.chance(1 / 3)
      ? generate(random.int(1, 1_000_000_000))
      : vary(random.pick(keptPrograms).program, random.int(0, 1_000_000));
  const [first, second] = [drawn(), drawn()];
  const start = -Math.min(...[...second.steps, ...second.troubles].map(({ at }) => at));
  const shift = start + random.int(0, lastMoment(first) + 2000);
  const moved = <T extends { readonly at: number }>(one: T): T => ({ ...one, at: one.at + shift });
  const isLeft = clashing(first, second);
  const steps = [...first.steps, ...second.steps.filter((step) => !isLeft(step)).map(moved)];
  return {
    seed: first.seed,
    setting: {
      ...first.setting,
      ...bulkFor(nth),
      ...writersFor(nth),
      calm: first.setting.calm && second.setting.calm,
    },
    steps: steps.toSorted((a, b) => a.at - b.at),
    troubles: [...first.troubles, ...second.troubles.map(moved)],
  };
}
