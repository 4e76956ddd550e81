/**
 * Who may begin a transaction, for eslint.config.js. One over several tables stands in engine/commit.ts or
 * commit-deletions.ts, beside the others; one over a single table in the file that owns it. What is mended is all of the database.
 */
export const transactions: string[] = [
  'main/storage/database.ts',
  'main/storage/transactions.ts',
  'main/engine/commit.ts',
  'main/engine/commit-deletions.ts',
  'main/engine/apply/rename-intents.ts',
  'main/engine/apply/upload-intents.ts',
  'main/engine/baseline/baseline.ts',
  'main/engine/baseline/unproven-reads.ts',
  'main/engine/deletions/deletion-queue.ts',
  'main/engine/deletions/undo-steps.ts',
  'main/engine/pending/pending-changes.ts',
  'main/history/version-cache.ts',
  'main/storage/mend-state.ts',
  'main/storage/notes.ts',
  'main/storage/pairs.ts',
];
