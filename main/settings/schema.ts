/**
 * What settings.json holds. One file per state folder, for both shells. Times are ms unless a name says otherwise.
 * No secret is ever in it: those are in the vault (main/vault).
 */
import * as z from 'zod';

/** The version of the file's shape that this program writes; migrations.ts brings older files up to it. */
export const currentVersion = 1;

/**
 * Unknown keys are kept, so that a file which a later KooSync of the same version wrote loses nothing here. A key
 * that is missing has its default; a key with a value of the wrong kind makes the file SETTINGS_BROKEN.
 */
export const settingsSchema = z.looseObject({
  version: z.number().int().min(1).default(currentVersion),
  /** base address of the KooDrive server, as parseServer of main/koodrive gave it; kept after sign-out as a proposal */
  server: z.string().max(2048).optional(),
  userId: z.string().max(256).optional(),
  /** how the user signed in; absent = nobody is signed in */
  signIn: z.enum(['token', 'app']).optional(),
  /** epoch ms; another process sees by it that the secret in the vault is a new one */
  signedInAt: z.number().optional(),
  /** the space that `koosync add` takes when none is named */
  containerId: z.string().max(64).optional(),
  language: z.enum(['system', 'en', 'zh']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  launchAtLogin: z.boolean().default(false),
  /** the window offers entries in the file managers, until they are there or the user said no */
  offerFileManagers: z.boolean().default(true),
  /** file managers show on files whether they are synced */
  emblems: z.boolean().default(false),
  /** whether new versions of KooSync are fetched and installed by themselves, told of, or not asked for */
  updates: z.enum(['automatic', 'ask', 'off']).default('automatic'),
  /** beta: new versions that are tried before everybody gets them */
  updateChannel: z.enum(['stable', 'beta']).default('stable'),
  /** a file is settled when size, mtime and inode were quiet for so long */
  settleMs: z.number().int().min(20).max(3_600_000).default(1_000),
  /** a file that never rests is taken at the latest after so long */
  maxWaitMs: z.number().int().min(100).max(86_400_000).default(60_000),
  /** a file that is saved all the time gets no more than one version in so long */
  versionIntervalMs: z.number().int().min(0).max(86_400_000).default(60_000),
  /** a path that is missing may turn up under a new name for so long (at least twice settleMs) before it counts as deleted */
  missingGraceMs: z.number().int().min(0).max(3_600_000).default(2_000),
  /** what is deleted here goes into KooDrive's recycle bin after so long */
  deleteGraceMs: z.number().int().min(0).max(86_400_000).default(60_000),
  /** more deleted files than this at once need the user's confirmation */
  holdDeletionsCount: z.number().int().min(1).max(10_000_000).default(500),
  /** so does more than this share (0 to 1) of a folder's files */
  holdDeletionsShare: z.number().min(0).max(1).default(0.5),
  /** while nothing is to be done, what was synced is compared with KooDrive, one folder now and then */
  compareWithKooDrive: z.boolean().default(true),
  /** files that go up at the same time */
  concurrency: z.number().int().min(1).max(32).default(6),
});

export type SettingsValues = z.infer<typeof settingsSchema>;

/** What may be changed: `undefined` removes the key, so that its default is in force again. */
export type SettingsChange = { readonly [K in KnownKey]?: SettingsValues[K] | undefined };
type KnownKey = Exclude<keyof (typeof settingsSchema)['shape'], 'version'>;
