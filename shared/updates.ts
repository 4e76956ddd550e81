/** New versions of KooSync itself: what a user wishes of them, and what is told of them. Times are epoch ms. */
import * as z from 'zod';

/**
 * automatic: fetched, and put in place when the app quits or when nobody looks at it. ask: nothing is fetched or put in
 * place unasked. off: nobody is asked for a new version unless the user does.
 */
export const updateMode = z.enum(['automatic', 'ask', 'off']);
export type UpdateMode = z.infer<typeof updateMode>;

/** beta: versions that are tried before all get them */
export const updateChannel = z.enum(['stable', 'beta']);
export type UpdateChannel = z.infer<typeof updateChannel>;

/**
 * Why this copy of the app takes no updates by itself. no-feed: its build names no place where there are any, or no key
 * that they are signed with; read-only: it lies where this user may write nothing.
 */
export const noUpdates = z.enum([
  'unpacked',
  'stand-in',
  'no-feed',
  'package-manager',
  'read-only',
  /** the organisation that looks after this computer wants none */
  'policy',
]);
export type NoUpdates = z.infer<typeof noUpdates>;

/**
 * What kept an update back. feed-down: no answer, or none that makes sense; unsigned: not signed by who makes KooSync;
 * corrupt: other bytes than were announced; declined: the user closed the system's question for a password.
 */
export const updateProblem = z.enum([
  'feed-down',
  'unsigned',
  'corrupt',
  'disk-full',
  'read-only',
  'declined',
  'not-installed',
]);
export type UpdateProblem = z.infer<typeof updateProblem>;

const updatePhase = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none'), why: noUpdates }),
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('available'), version: z.string() }),
  /** `percent`: 0 to 100 */
  z.object({ kind: z.literal('downloading'), version: z.string(), percent: z.number() }),
  z.object({ kind: z.literal('ready'), version: z.string() }),
  /** what is being sent is brought to an end first */
  z.object({ kind: z.literal('finishing'), version: z.string() }),
  z.object({ kind: z.literal('installing'), version: z.string() }),
]);

export const updatesView = z.object({
  /** the version that runs */
  current: z.string(),
  phase: updatePhase,
  checking: z.boolean(),
  /** when the feed last gave an answer that counts, in this life of the app */
  checkedAt: z.number().optional(),
  /** stands until what failed has worked; `retryAt` is absent where nothing is tried again by itself */
  problem: z.object({ kind: updateProblem, at: z.number(), retryAt: z.number().optional() }).optional(),
  /** the system asks for a password before it is put in place */
  asksPassword: z.boolean(),
  /** this life of the app began with an update from that version */
  updatedFrom: z.string().optional(),
});
export type UpdatesView = z.infer<typeof updatesView>;
