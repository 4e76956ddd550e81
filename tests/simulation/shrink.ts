/** Cuts a failing program down: drops steps and troubles for as long as what is left still fails. */
import type { Program } from './program.ts';

/** Runs `fails` up to `tries` times. */
export async function shrink(
  program: Program,
  fails: (program: Program) => Promise<boolean>,
  tries = 300,
): Promise<Program> {
  let best = program;
  let left = tries;
  const attempt = async (candidate: Program): Promise<boolean> => {
    if (left-- <= 0 || !(await fails(candidate))) return false;
    best = candidate;
    return true;
  };
  /** Drops runs of ever fewer entries of one list. */
  const thin = async (key: 'steps' | 'troubles') => {
    for (let run = Math.max(1, best[key].length >> 1); run >= 1 && left > 0; run >>= 1)
      for (let from = 0; from < best[key].length && left > 0;) {
        const rest = [...best[key].slice(0, from), ...best[key].slice(from + run)];
        if (!(await attempt({ ...best, [key]: rest }))) from += run;
      }
  };
  for (let size = -1; size !== best.steps.length + best.troubles.length && left > 0;) {
    size = best.steps.length + best.troubles.length;
    await thin('troubles');
    await thin('steps');
  }
  // a plainer setting tells more
  const plain = { slowestDiskUs: 200, slowestServerMs: 20, concurrency: 1, watcherReadyMs: 0, stampUs: 1 };
  for (const [key, value] of Object.entries(plain))
    if (best.setting[key as keyof typeof plain] !== value)
      await attempt({ ...best, setting: { ...best.setting, [key]: value } });
  const { bulkFrom, ...alone } = best.setting;
  if (bulkFrom !== undefined) await attempt({ ...best, setting: alone });
  return best;
}
