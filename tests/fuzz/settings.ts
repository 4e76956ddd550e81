/** How long and from which seed the fuzz tests run: FUZZ_RUNS (all properties together), FUZZ_SEED. */
import { createHash } from 'node:crypto';
import type { Parameters } from 'fast-check';

const whole = Number(process.env['FUZZ_RUNS'] ?? 2_000);
const given = process.env['FUZZ_SEED'];
const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);

/** Parameters for a property that gets this share of all runs. A failure prints the shrunk case. */
export const runs = <T>(share: number, property: string): Parameters<T> => ({
  // a seed of its own for each, so that they do not all try the same
  seed: seed ^ createHash('sha256').update(property).digest().readInt32BE(),
  numRuns: Math.max(1, Math.round(whole * share)),
  // a property that waits for nothing any more must say which case it was
  interruptAfterTimeLimit: 600_000,
  markInterruptAsFailure: true,
});

console.log(`fuzz: seed ${String(seed)}; again with FUZZ_SEED=${String(seed)} FUZZ_RUNS=${String(whole)}`);
