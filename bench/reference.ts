/** The smallest programs that make the same calls (reference/raw-client.mjs), for the share of the machine that is reached. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** `ms`: from the start of its process to its end, as KooSync's is measured beside it (trivial-world.ts). */
export type Raw = { readonly ms: number; readonly cpuS: number };

async function rawClient(words: readonly (string | number)[]): Promise<Raw> {
  const program = join(import.meta.dirname, 'reference', 'raw-client.mjs');
  const begun = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words.map(String)]);
  const ms = performance.now() - begun;
  return { ms, ...(JSON.parse(stdout) as Omit<Raw, 'ms'>) };
}

/** As many calls at once as KooSync has at most. */
const atOnce = 48;

/** create, PUT and complete of `count` files. */
export const rawSmall = (origin: string, count: number, bytes: number): Promise<Raw> =>
  rawClient(['small', origin, count, bytes, atOnce]);

/** The parts of one file in order; `hashed`: and one native SHA-256 over all of it. */
export const rawLarge = (origin: string, file: string, partSize: number, hashed: boolean): Promise<Raw> =>
  rawClient([hashed ? 'large-hashed' : 'large', origin, file, partSize]);
