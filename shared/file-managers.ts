/** The file managers that get entries of ours in the menu of a right click, as window and command line show them. */
import * as z from 'zod';

export const fileManagerName = z.enum([
  'thunar',
  'nemo',
  'caja',
  'nautilus',
  'dolphin',
  'pcmanfm',
  'explorer',
  'finder',
]);

export const fileManagerEntry = z.object({
  name: fileManagerName,
  /** its own name, the same in every language */
  title: z.string(),
  /** it is on this computer */
  isPresent: z.boolean(),
  isInstalled: z.boolean(),
  /** The entries are installed, and are not as this KooSync would write them now: installing again mends that. */
  isStale: z.boolean(),
  /** where the entries are shown: in synced folders alone, or, where it cannot tell, everywhere */
  reach: z.enum(['synced-folders', 'everywhere']),
  /** it can show on files whether they are synced */
  hasMarks: z.boolean(),
});

export type FileManagerName = z.infer<typeof fileManagerName>;
export type FileManagerEntry = z.infer<typeof fileManagerEntry>;
