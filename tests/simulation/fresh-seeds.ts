/** Seeds that nothing was tuned to, and what is told of one that fails. */
import type { Program } from './program.ts';
import { runProgram } from './run.ts';
import { shrink } from './shrink.ts';

const dayMs = 86_400_000;
const seedsOfDay = 1_000_000;

/** The first seed of a day (UTC); a day has a million of its own. */
export const firstSeedOf = (epochMs: number): number => Math.floor(epochMs / dayMs) * seedsOfDay;

/** The day of a seed, counted from 1970 on. */
export const dayOf = (seed: number): number => Math.floor(seed / seedsOfDay);

/** The smallest program found that still fails by one of the checks that these violations are of. */
async function smallestFailing(program: Program, violations: readonly string[]): Promise<Program> {
  // the same check must fail, or the shrunk program shows something else
  const checks = new Set(violations.map((one) => one.split(':')[0]));
  return shrink(program, async (candidate) =>
    (await runProgram(candidate)).violations.some((one) => checks.has(one.split(':')[0])),
  );
}

/** For people: which seed failed, and how to run it again. */
export const headingOf = (seed: number): string =>
  `seed ${seed} failed; replay: npm run simulate -- --seed ${seed} --trace`;

/** For people: what fails, below this heading, and its smallest program if that is wanted. */
export async function tellOf(
  heading: string,
  program: Program,
  violations: readonly string[],
  wantsSmallest = true,
): Promise<string> {
  const lines = [heading, ...violations.map((one) => `  ${one}`)];
  if (wantsSmallest) {
    const small = await smallestFailing(program, violations);
    lines.push(`smallest program that fails, ${small.steps.length} steps:`, JSON.stringify(small));
  }
  return lines.join('\n');
}
