/**
 * Bugs to be planted in the engine, one at a time, to see that something finds them: npm run mutations. `find` is text
 * of the file as it stands, there just once (so a mutation that no longer fits says so), `put` is what takes its place.
 */
export type Mutation = {
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /** a second guard of the same, that has to go too */
  readonly also?: { readonly file: string; readonly find: string; readonly put: string };
  /** who must find it; default: the simulator's seeds */
  readonly by?: TestOf;
};

/** The tests of a file, or one of them by its name: for what one place decides, or a moment that seeds seldom meet. */
export type TestOf = {
  readonly project: 'unit' | 'scenarios' | 'conformance';
  readonly path: string;
  readonly name?: string;
};

const moment = (name: string): TestOf => ({
  project: 'scenarios',
  path: 'tests/scenarios/moments.test.ts',
  name,
});

export const mutations: readonly Mutation[] = [
  {
    what: 'the base advances before the upload is complete',
    file: 'main/engine/apply/upload-file.ts',
    find: '  const preHash = digest?.preHash ??',
    put: '  if (known) ledger.refresh(job.pair.id, job.path, job.facts);\n  const preHash = digest?.preHash ??',
  },
  {
    what: 'an entry is settled whatever was noticed since',
    file: 'main/engine/pending/pending-changes.ts',
    find: "'DELETE FROM pending WHERE pair_id = ? AND path = ? AND turn = ?'",
    put: "'DELETE FROM pending WHERE pair_id = ? AND path = ? AND turn <> -1 * ?'",
  },
  {
    what: 'the inode alone is the identity',
    file: 'main/disk/disk.ts',
    find: '`${stat.ino}:${stat.birthtimeNs}`',
    put: '`${stat.ino}`',
  },
  {
    what: 'no look at the fingerprint after reading',
    file: 'main/disk/read-content.ts',
    find: '  if ((await file.facts()).fingerprint !== fingerprint) throw changed(path);\n  // the path may',
    put: '  if (path) return;\n  // the path may',
  },
  {
    what: 'no look first after an unknown outcome',
    file: 'main/engine/apply/unknown-outcomes.ts',
    find: 'const done = await findOutcome(koodrive, job, task);',
    put: 'const done = await findOutcome(koodrive, job, task).then(() => undefined);',
  },
  {
    what: 'no look at what the server holds, neither after an unknown outcome nor before a revision',
    file: 'main/engine/apply/unknown-outcomes.ts',
    find: 'const done = await findOutcome(koodrive, job, task);',
    put: 'const done = await findOutcome(koodrive, job, task).then(() => undefined);',
    also: {
      file: 'main/engine/apply/upload-file.ts',
      find: 'if (newest && digest && newest.sha256 === digest.sha256)',
      put: 'if (newest && digest && newest.sha256 === digest.preHash + digest.sha256)',
    },
  },
  {
    what: 'a path counts as gone at once',
    file: 'main/engine/plan/decide.ts',
    find: 'const dueAt = seen.at + timing.goneGraceMs;',
    put: 'const dueAt = seen.at;',
    by: { project: 'unit', path: 'main/engine/plan/decide.test.ts' },
  },
  {
    what: 'coarse time stamps are taken for fine ones',
    file: 'main/engine/plan/settling.ts',
    find: 'timing.settleMs + (facts.coarse ? 2000 : 0)',
    put: 'timing.settleMs',
  },
  {
    what: 'a file counts as quiet since it was noticed, not since it was written',
    file: 'main/engine/plan/settling.ts',
    find: 'const quietSince = facts.quietSince <= now ?',
    put: 'const quietSince = now >= noticedAt ? noticedAt - timing.settleMs : facts.quietSince <= now ?',
  },
  {
    what: 'a restless file is taken for settled: known as it is, and not looked at again',
    file: 'main/engine/apply/upload-file.ts',
    find: 'restless ? { ...facts, fingerprint: unsure } : facts',
    put: 'restless ? facts : facts',
  },
  {
    what: 'a restless file is read once',
    file: 'main/engine/apply/upload-file.ts',
    find: 'if (job.restless && whole &&',
    put: 'if (job.restless && !whole && whole &&',
    by: { project: 'unit', path: 'main/engine/apply/upload-file.test.ts', name: 'a restless file' },
  },
  {
    what: 'uploads below a renamed folder stay behind',
    file: 'main/engine/wiring.ts',
    find: '        journal.move(pairId, from, to);\n        tasks.move(pairId, from, to);',
    put: '        journal.move(pairId, from, to);\n        tasks.renames.end(pairId, from);',
    by: moment('an upload whose outcome is not known goes along with the folder that is renamed'),
  },
  {
    what: 'what is owed at a renamed path goes along and leaves nothing behind',
    file: 'main/engine/pending/pending-changes.ts',
    find: '        state.run(`UPDATE pending SET turn = turn + 1 WHERE ${below}`, pairId, from);',
    put: '        state.run(`DELETE FROM pending WHERE ${below}`, pairId, from);',
    by: { project: 'unit', path: 'main/engine/pending/pending-changes.test.ts' },
  },
  {
    what: 'a rename is not written down before the server is told',
    file: 'main/engine/apply/rename-remote.ts',
    find: '      tasks.renames.begin({ pairId: pair.id, from: from.path, to: path, fileId: from.fileId });',
    put: '      await Promise.resolve();',
    by: moment(
      'a kill just after the server did a rename, and a new file at the old path: each has its own history',
    ),
  },
  {
    what: 'a rename runs beside an upload at its old path',
    file: 'main/engine/apply/path-locks.ts',
    find: 'for (const busy of [...sent.keys(), ...renamed])',
    put: 'for (const busy of [...renamed])',
    by: moment('a file that is renamed while its content goes up keeps its place and its history'),
  },
  {
    what: 'the mark of a decisive call is not flushed to the disk',
    file: 'main/engine/apply/upload-intents.ts',
    find: "      state.durably(() =>\n        state.run(\n          'UPDATE upload SET decisive = 1",
    put: "      state.transaction(() =>\n        state.run(\n          'UPDATE upload SET decisive = 1",
    by: moment('a power cut just after the call that makes the revision'),
  },
  {
    what: 'parts are resumed after the last one sent, gaps or not',
    file: 'main/engine/apply/upload-parts.ts',
    find: 'const whole = sentBefore.filter((part, i) => part.number === i + 1).length;',
    put: 'const whole = sentBefore.length;',
    by: { project: 'unit', path: 'main/engine/apply/upload-parts.test.ts' },
  },
  {
    what: 'a deletion does not look at the disk again',
    file: 'main/engine/deletions/recycle.ts',
    find: '    if ((await isBack(disk, pair, item)) || !knownNow()) return',
    put: '    if (!knownNow()) return',
    by: moment('a file that is back while its deletion is looked into is not deleted'),
  },
  {
    what: 'a deletion does not mind a rename on its way',
    file: 'main/engine/deletions/recycle.ts',
    find: 'if (parts.leaving(pair.id, item.path))',
    put: 'if (parts.leaving(pair.id, item.path) && item.path === parts.koodrive.toString())',
    by: moment(
      'a file that comes back under another name just before its deletion is due is renamed, not deleted',
    ),
  },
  {
    what: 'no second scan when the watcher is ready',
    file: 'main/engine/watch/folder-monitor.ts',
    find: '    ready: () => void scan(),',
    put: '    ready: () => undefined,',
  },
  {
    what: 'a clock that is set back is not noticed',
    file: 'main/engine/scheduler.ts',
    find: '    if (now < lastNow - jitterMs) {',
    put: '    if (now < lastNow - 1e12) {',
  },
  {
    what: 'a folder that is listed again shows nothing new',
    file: 'main/engine/watch/scan.ts',
    find: '  child === undefined ||\n  child.goneAt',
    put: '  child !== undefined && child.goneAt',
  },
];
