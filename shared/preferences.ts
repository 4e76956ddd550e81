/** What a user wishes of the app itself. */
import * as z from 'zod';
import { updateChannel, updateMode } from './updates.ts';

export const preferences = z.object({
  language: z.enum(['system', 'en', 'zh']),
  theme: z.enum(['system', 'light', 'dark']),
  launchAtLogin: z.boolean(),
  /** the page of the status still offers entries in the file managers */
  offerFileManagers: z.boolean(),
  /** file managers show on files whether they are synced */
  emblems: z.boolean(),
  updates: updateMode,
  updateChannel,
});

export const preferencesChange = preferences.partial();

export type Preferences = z.infer<typeof preferences>;
export type PreferencesChange = z.infer<typeof preferencesChange>;
