/** What an organisation fixed on this machine, as window and command line show it. */
import * as z from 'zod';

/** What can be fixed, by the names that a policy has for it. */
export const fixableKeys = [
  'server',
  'ignoreRules',
  'language',
  'theme',
  'launchAtLogin',
  'offerFileManagers',
  'emblems',
  'settleMs',
  'maxWaitMs',
  'versionIntervalMs',
  'missingGraceMs',
  'deleteGraceMs',
  'holdDeletionsCount',
  'holdDeletionsShare',
  'compareWithKooDrive',
  'concurrency',
  'updates',
  'updateChannel',
  'proxy',
  'noProxy',
] as const;

export const policyView = z.object({
  /** where it stands: a file, or a key of the registry; undefined: there is none */
  path: z.string().optional(),
  fixed: z.array(z.enum(fixableKeys)),
  /** the server that is fixed */
  server: z.string().optional(),
  /** what is wrong with it, in sentences for users */
  faults: z.array(z.string()),
});

export type FixableKey = (typeof fixableKeys)[number];
export type PolicyView = z.infer<typeof policyView>;
