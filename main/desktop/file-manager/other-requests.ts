/** What the entries of file managers ask for beside histories. Pure, as open-request.ts is, which takes it in. */
import { isAbsolute, resolve } from 'node:path';
import * as z from 'zod';

const paths = z
  .array(
    z
      .string()
      .min(1)
      .max(32_768)
      .refine((value) => isAbsolute(value) && !value.includes('\0')),
  )
  .min(1)
  .max(10_000);

export const otherRequests = [
  /** where they are on KooDrive goes to the clipboard */
  z.object({ kind: z.literal('copy-path'), paths }),
  /** the synced folders that these are in */
  z.object({ kind: z.literal('pause'), paths }),
] as const;

/**
 * `--copy-path PATH...` and `--pause PATH...`: a file manager puts its switch first and what is selected behind it, so that all
 * that follows is paths, whatever it looks like. Undefined where the words are no such request.
 */
export function parseOtherRequest(args: readonly string[], cwd: string): unknown {
  const at = args.findIndex((word) => word === '--copy-path' || word === '--pause');
  if (at < 0) return undefined;
  const kind = args[at] === '--pause' ? 'pause' : 'copy-path';
  return { kind, paths: args.slice(at + 1).map((path) => resolve(cwd, path)) };
}
