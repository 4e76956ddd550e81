/**
 * What the packing says of updates: `updates` in the package.json that lies in the app (electron-builder.yml puts it
 * there). Nothing in the environment or in the user's files can name another feed or another key.
 */
import * as z from 'zod';
import { usualTiming, type Timing } from './machine.ts';

/** ms; see machine.ts */
const timing = z.object({
  firstCheckMs: z.number().min(0).default(usualTiming.firstCheckMs),
  everyMs: z.number().min(1).default(usualTiming.everyMs),
  retryMs: z.number().min(1).default(usualTiming.retryMs),
  unattendedMs: z.number().min(0).default(usualTiming.unattendedMs),
  finishMs: z.number().min(0).default(usualTiming.finishMs),
});

const updates = z.object({
  /** folder of the feeds and packages */
  feed: z.url().refine(isSafe, 'neither https nor this machine'),
  /** key id -> public key, as in signed-feed.ts */
  keys: z.record(z.string(), z.string()),
  /** for packings that are tried out */
  timing: timing.prefault({}),
  standIn: z.boolean().default(false),
});

export type UpdateBuild = {
  readonly feed: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly timing: Timing;
  /** a packing of the stand-in Electron takes updates as well */
  readonly standIn: boolean;
};

/** `packageJson` is the text of the file. Undefined: this build takes no updates. Never throws. */
export function readUpdateBuild(packageJson: string): UpdateBuild | undefined {
  let said: unknown;
  try {
    said = (JSON.parse(packageJson) as { readonly updates?: unknown } | null)?.updates;
  } catch {
    return undefined;
  }
  const parsed = updates.safeParse(said);
  if (!parsed.success || Object.keys(parsed.data.keys).length === 0) return undefined;
  return parsed.data;
}

/** Contents are signed; the line is not to tell others which version runs here. A feed on this machine tells nobody. */
function isSafe(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
  );
}
