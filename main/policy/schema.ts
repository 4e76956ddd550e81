/**
 * What an organisation may fix on its computers, by the names of settings.json where the setting has one. Each key is
 * judged alone: one that is wrong takes nothing away from the others.
 */
import * as z from 'zod';
import type { FixableKey } from '../../shared/policy.ts';
import { settingsSchema, type SettingsValues } from '../settings/schema.ts';

const setting = settingsSchema.shape;

/** Settings of the user that a policy replaces; the same values are right here and there. */
const fixableSettings = {
  language: setting.language.unwrap(),
  theme: setting.theme.unwrap(),
  launchAtLogin: setting.launchAtLogin.unwrap(),
  offerFileManagers: setting.offerFileManagers.unwrap(),
  emblems: setting.emblems.unwrap(),
  settleMs: setting.settleMs.unwrap(),
  maxWaitMs: setting.maxWaitMs.unwrap(),
  versionIntervalMs: setting.versionIntervalMs.unwrap(),
  missingGraceMs: setting.missingGraceMs.unwrap(),
  deleteGraceMs: setting.deleteGraceMs.unwrap(),
  holdDeletionsCount: setting.holdDeletionsCount.unwrap(),
  holdDeletionsShare: setting.holdDeletionsShare.unwrap(),
  compareWithKooDrive: setting.compareWithKooDrive.unwrap(),
  concurrency: setting.concurrency.unwrap(),
};

export const policySchema = z.object({
  /** the one KooDrive server that may be signed in to, as parseServer of main/koodrive takes it */
  server: z.string().max(2048),
  ...fixableSettings,
  /**
   * Lines in the syntax of `.gitignore`: after a user's own, so that they have the last word. An empty one, a comment and
   * a mark of an end of line say nothing, and are taken for a mistake.
   */
  ignoreRules: z
    .array(
      z
        .string()
        .max(4096)
        .regex(/^(?!#)(?=.*\S)[^\n\r\0]+$/u),
    )
    .max(1000),
  /** `off`: KooSync neither looks for updates nor installs any; `ask`: the user says when; `automatic`: by itself */
  updates: z.enum(['off', 'ask', 'automatic']),
  /** which releases are offered */
  updateChannel: z.enum(['stable', 'beta']),
  /** `system`, `none`, or the address of an HTTP proxy; the environment is then not asked */
  proxy: z.string().max(2048),
  /** hosts that are reached without the proxy, as NO_PROXY names them */
  noProxy: z.array(z.string().min(1).max(256)).max(1000),
});

export type PolicyKey = keyof typeof policySchema.shape;
/** Right values alone; a key that is absent is the user's to set. */
export type Policy = { readonly [K in PolicyKey]?: z.infer<typeof policySchema>[K] };

// window and command line have words for each, and for no other
true satisfies PolicyKey extends FixableKey ? (FixableKey extends PolicyKey ? true : never) : never;
export const isPolicyKey = (key: string): key is PolicyKey => Object.hasOwn(policySchema.shape, key);

type FixableSetting = keyof typeof fixableSettings;
const fixableKeys = Object.keys(fixableSettings) as readonly FixableSetting[];

/** The settings among what is fixed. */
export const settingsOf = (policy: Policy): Partial<SettingsValues> =>
  Object.fromEntries(
    (['server', ...fixableKeys] as const).flatMap((key) =>
      policy[key] === undefined ? [] : [[key, policy[key]]],
    ),
  );
