/** What `koosync versions --json` prints, as far as the demo needs it. */
import { z } from 'zod';
import type { Koosync } from '../app-run/programs.ts';

const versions = z.array(z.object({ revisionId: z.string(), revisionVersion: z.number() }));

/** newest first */
export const readVersions = async (koosync: Koosync, file: string): Promise<z.infer<typeof versions>> =>
  versions.parse(JSON.parse(await koosync.must(['versions', file, '--json'])));
