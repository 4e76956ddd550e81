/**
 * Forgets what was synced, in a database that may speak of another time or place: the pairs stay, and everything else is
 * found again on disk and on the server, as after a repair. What was to be deleted there stays: who believes an old list
 * deletes what was brought back since. What lies in the recycle bin already can still be undone.
 */
import type { Database } from './database.ts';

/** Of each of these nothing stays; what the others hold is true in any case, or asked of the server before it is believed. */
export const forgottenTables = [
  'pending',
  'upload_part',
  'upload',
  'renaming',
  'recent_rename',
  'replaced_file',
  'made_revision',
  'unproven_read',
  'restored',
  'skip',
  'node',
  'dir',
  'remote_difference',
  'comparison',
] as const;
/** In the transaction of whoever calls. */
export function forgetSynced(state: Database): void {
  for (const table of forgottenTables) state.run(`DELETE FROM ${table}`);
  state.run("DELETE FROM deletion WHERE state <> 'sent'");
  state.run('UPDATE pair SET scanned_at = NULL, drive = NULL');
}
