/** The build that is attacked: this one, or another of which `npm run attacks -- --against REF` has made a worktree. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { openKooSync } from '../../main/compose.ts';

export const attacked = realpathSync(process.env['KOOSYNC_ATTACKED'] ?? join(import.meta.dirname, '../..'));

/** The folder of its bundles: `koosync.js` is what a user starts. */
export const attackedCliFolder = join(attacked, 'out/cli');
export const attackedCli = join(attackedCliFolder, 'koosync.js');

/** The way into the engine and the history that the window has. */
export const attackedKooSync = async (): Promise<typeof openKooSync> =>
  ((await import(join(attacked, 'main/compose.ts'))) as { openKooSync: typeof openKooSync }).openKooSync;
