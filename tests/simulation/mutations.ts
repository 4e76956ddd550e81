/**
 * Bugs to be planted in the engine, one at a time, to see that something finds them: npm run mutations. `find` is text
 * of the file as it stands, there just once (tests/conformance/mutations.test.ts), `put` is what takes its place.
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

const litter = (name: string): TestOf => ({
  project: 'unit',
  path: 'main/engine/watch/folder-monitor.test.ts',
  name,
});

const unit = (path: string, name?: string): TestOf => ({
  project: 'unit',
  path,
  ...(name === undefined ? {} : { name }),
});

/** A program that failed once; `name` is in its sentence in regressions.json, and in no other's. */
const kept = (name: string): TestOf => ({
  project: 'scenarios',
  path: 'tests/simulation/simulation.test.ts',
  name,
});

export const mutations: readonly Mutation[] = [
  {
    what: 'the baseline advances before the upload is complete',
    file: 'main/engine/apply/upload-file.ts',
    find: '  const { absolute, stat } = request;\n  const preHash =',
    put: "  if (base) deps.baseline.put(request.pair.id, request.path, { kind: 'file', local, remote: base.remote }, 0);\n  const { absolute, stat } = request;\n  const preHash =",
  },
  {
    what: 'a change is taken off the queue whatever was noticed since',
    file: 'main/engine/pending/pending-changes.ts',
    find: "'DELETE FROM pending WHERE pair_id = ? AND path = ? AND turn = ?'",
    put: "'DELETE FROM pending WHERE pair_id = ? AND path = ? AND turn <> -1 * ?'",
    by: kept('a folder became a file while'),
  },
  {
    what: 'the version of a change is taken after the path was looked at',
    file: 'main/engine/apply/sync-path.ts',
    find: '        this.#commit(request, requested, version, outcome);',
    put: '        this.#commit(request, requested, version && this.#versionOf(request), outcome);',
    by: kept('a folder became a file while'),
  },
  {
    what: 'an outcome and its queue entry are two transactions, the queue first',
    file: 'main/engine/commit.ts',
    find: '      this.#record(of, outcome);\n      this.#updateQueue(of, outcome);\n    });',
    put: '      this.#updateQueue(of, outcome);\n    });\n    db.transaction(() => this.#record(of, outcome));',
    by: { project: 'unit', path: 'main/engine/commit.test.ts', name: 'is all or nothing' },
  },
  {
    what: 'the inode alone is the file id',
    file: 'main/disk/disk.ts',
    find: '`${stat.ino}:${stat.birthtimeNs}`',
    put: '`${stat.ino}`',
  },
  {
    what: 'no look at the fingerprint after reading',
    file: 'main/disk/read-content.ts',
    find: '  if ((await file.stat()).fingerprint !== fingerprint) throw changed(path);\n  // the path may',
    put: '  if (path) return;\n  // the path may',
  },
  {
    what: 'no look first after an unknown outcome',
    file: 'main/engine/apply/unknown-outcomes.ts',
    find: 'const remote = await findMade(account.koodrive, request, intent);',
    put: 'const remote = await findMade(account.koodrive, request, intent).then(() => undefined);',
  },
  {
    what: 'no look at what the server holds, neither after an unknown outcome nor before a revision',
    file: 'main/engine/apply/unknown-outcomes.ts',
    find: 'const remote = await findMade(account.koodrive, request, intent);',
    put: 'const remote = await findMade(account.koodrive, request, intent).then(() => undefined);',
    also: {
      file: 'main/engine/apply/upload-file.ts',
      find: 'if (base && newest && digest && newest.sha256 === digest.sha256)',
      put: 'if (base && newest && digest && newest.sha256 === digest.preHash + digest.sha256)',
    },
  },
  {
    what: 'a path counts as missing at once',
    file: 'main/engine/plan/decide.ts',
    find: 'const dueAt = first.at + timing.missingGraceMs;',
    put: 'const dueAt = first.at;',
    by: { project: 'unit', path: 'main/engine/plan/decide.test.ts' },
  },
  {
    what: 'coarse time stamps are taken for fine ones',
    file: 'main/engine/plan/settling.ts',
    find: 'timing.settleMs + (stat.coarse ? 2000 : 0)',
    put: 'timing.settleMs',
  },
  {
    what: 'a file counts as quiet since it was noticed, not since it was written',
    file: 'main/engine/plan/settling.ts',
    find: 'const quietSince = stat.quietSince <= now ?',
    put: 'const quietSince = now >= noticedAt ? noticedAt - timing.settleMs : stat.quietSince <= now ?',
  },
  {
    what: 'a file that is never quiet is taken for settled: known as it is, and not looked at again',
    file: 'main/engine/apply/upload-file.ts',
    find: 'fingerprint: neverQuiet ? NEEDS_REREAD : stat.fingerprint,',
    put: 'fingerprint: neverQuiet ? stat.fingerprint : stat.fingerprint,',
  },
  {
    what: 'a file that is never quiet is read once',
    file: 'main/engine/apply/upload-file.ts',
    find: 'if (neverQuiet && whole &&',
    put: 'if (neverQuiet && !whole && whole &&',
    by: {
      project: 'unit',
      path: 'main/engine/apply/upload-file.test.ts',
      name: 'a file that is never quiet',
    },
  },
  {
    what: 'a content that was replaced is forgotten',
    file: 'main/engine/commit.ts',
    find: 'if (replaced !== undefined && replaced !== update.remote.sha256) contents.remember(replaced, now());',
    put: 'if (replaced === contents.toString()) contents.remember(replaced, now());',
    by: {
      project: 'unit',
      path: 'main/engine/apply/upload-file.test.ts',
      name: 'a content that was replaced and comes back goes up without its bytes',
    },
  },
  {
    what: 'uploads below a renamed folder stay behind',
    file: 'main/engine/commit.ts',
    find: '    uploads.move(pairId, from, to);\n    unproven.move(pairId, from, to);',
    put: '    if (uploads.find(pairId, from)) unproven.move(pairId, from, to);',
    by: moment('an upload whose outcome is not known goes along with the folder that is renamed'),
  },
  {
    what: 'what is pending at a renamed path goes along and leaves nothing behind',
    file: 'main/engine/pending/pending-changes.ts',
    find: 'this.#db.run(`UPDATE pending SET turn = turn + 1 WHERE ${subtree}`, pairId, from);',
    put: 'this.#db.run(`DELETE FROM pending WHERE ${subtree}`, pairId, from);',
    by: { project: 'unit', path: 'main/engine/pending/pending-changes.test.ts' },
  },
  {
    what: 'a rename is not written down before the server is told',
    file: 'main/engine/apply/rename-remote.ts',
    find: '    context.renames.begin({ pairId: pair.id, from: from.path, to: path, fileId, leftAt });',
    put: '    await Promise.resolve(fileId);',
    by: moment(
      'a kill just after the server did a move, and a new file at the old path: each has its own history',
    ),
  },
  {
    what: 'a name that is filled again never takes its file back',
    file: 'main/engine/plan/decide.ts',
    find: "if (isFilledInTime(left.at, stat, noticedAt, now)) return { do: 'take-back'",
    put: "if (left.at === stat.size) return { do: 'take-back'",
  },
  {
    what: 'a name takes its file back however late it is filled',
    file: 'main/engine/plan/save-by-renaming.ts',
    find: '- leftAt <= saveWindowMs',
    put: '- leftAt <= 1000 * saveWindowMs',
    by: {
      project: 'unit',
      path: 'main/engine/plan/decide.test.ts',
      name: 'a name that another file fills too late',
    },
  },
  {
    what: 'a name takes its file back out of another folder',
    file: 'main/engine/apply/observe.ts',
    find: '  if (!rename || parentOf(rename.to) !== parentOf(path)) return undefined;',
    put: '  if (!rename) return undefined;',
    also: {
      file: 'main/engine/apply/execute.ts',
      find: "const isInFolder = from.kind === 'file' && parentOf(from.path) === parentOf(path);",
      put: "const isInFolder = from.kind === 'file' && from.path !== path;",
    },
    by: {
      project: 'scenarios',
      path: 'tests/scenarios/saves.test.ts',
      name: 'a file moved to another folder takes its history along',
    },
  },
  {
    what: 'a rename that may be taken back is forgotten by a kill',
    file: 'main/engine/apply/rename-intents.ts',
    find: 'leftAt ?? null,',
    put: 'leftAt === -1 ? leftAt : null,',
    by: {
      project: 'scenarios',
      path: 'tests/simulation/saves.test.ts',
      name: 'killed just after any commit',
    },
  },
  {
    what: 'a temporary file that a program saved through counts as deleted',
    file: 'main/engine/apply/observe.ts',
    find: "  if (kind !== 'file' || localId === undefined || before === localId) return [];",
    put: "  if (kind === 'file' || localId === undefined || before === localId) return [];",
    by: { project: 'scenarios', path: 'tests/scenarios/saves.test.ts', name: 'Word: a temporary file' },
  },
  {
    what: 'a move that the server refuses half way stays half done',
    file: 'main/engine/apply/rename-remote.ts',
    find: 'if (isRefusal(thrown) && !isGoneRemotely(thrown))',
    put: "if (isRefusal(thrown) && !isGoneRemotely(thrown) && to === '')",
    by: {
      project: 'scenarios',
      path: 'tests/scenarios/saves.test.ts',
      name: 'a move that the server refuses half way is put back',
    },
  },
  {
    what: 'a rename runs beside an upload at its old path',
    file: 'main/engine/apply/path-locks.ts',
    find: 'for (const busy of [...this.#sending.keys(), ...this.#renaming])',
    put: 'for (const busy of [...this.#renaming])',
    by: moment('a file that is renamed while its content goes up keeps its place and its history'),
  },
  {
    what: 'the mark of an unknown outcome is not flushed to the disk',
    file: 'main/engine/apply/upload-intents.ts',
    find: "    this.#db.durably(() =>\n      this.#db.run(\n        'UPDATE upload SET decisive = 1",
    put: "    this.#db.transaction(() =>\n      this.#db.run(\n        'UPDATE upload SET decisive = 1",
    by: moment('a power cut just after the call that makes the revision'),
  },
  {
    what: 'a pause sends what was begun to its end',
    file: 'main/engine/apply/upload-parts.ts',
    find: '        if (this.#request.halted()) {',
    put: '        if (this.#request.halted() && this.#failure) {',
    by: {
      project: 'unit',
      path: 'main/engine/apply/upload-parts.test.ts',
      name: 'a pause lets what is on its way end',
    },
  },
  {
    what: 'a user waits for the time between two versions',
    file: 'main/engine/plan/decide.ts',
    find: '!urgent && base && (base.syncedAt',
    put: '(!urgent || now > 0) && base && (base.syncedAt',
    by: {
      project: 'unit',
      path: 'main/engine/plan/decide.test.ts',
      name: 'and not when a user waits for it',
    },
  },
  {
    what: 'parts are resumed after the last one sent, gaps or not',
    file: 'main/engine/apply/upload-parts.ts',
    find: 'const gapless = sent.filter((part, i) => part.number === i + 1).length;',
    put: 'const gapless = sent.length;',
    by: { project: 'unit', path: 'main/engine/apply/upload-parts.test.ts' },
  },
  {
    what: 'a deletion does not look at the disk again',
    file: 'main/engine/deletions/recycle.ts',
    find: '    if ((await isBack(deps.disk, pair, item)) || !missingEntry(deps, pair, item)) return',
    put: '    if (!missingEntry(deps, pair, item)) return',
    by: moment('a file that is back while its deletion is looked into is not deleted'),
  },
  {
    what: 'a deletion does not mind a rename on its way',
    file: 'main/engine/deletions/recycle.ts',
    find: 'if (renames.leaving(pair.id, path).length > 0) throw',
    put: 'if (renames.leaving(pair.id, path).length > 1e6) throw',
    by: moment(
      'a file that comes back under another name just before its deletion is due is renamed, not deleted',
    ),
  },
  {
    what: 'no second scan when the watcher is ready',
    file: 'main/engine/watch/folder-monitor.ts',
    find: '      ready: () => void this.scan(),',
    put: '      ready: () => undefined,',
  },
  {
    what: 'a clock that is set back is not noticed',
    file: 'main/engine/scheduler.ts',
    find: '    if (now < before - jitterMs) {',
    put: '    if (now < before - 1e12) {',
  },
  {
    what: 'a folder that is listed again shows nothing new',
    file: 'main/engine/watch/scan.ts',
    find: '  if (!isSame) compared.mayDiffer.push(path);',
    put: '  if (!isSame && child !== undefined) compared.mayDiffer.push(path);',
  },
  {
    what: 'what a sign leaves out is not looked at when the sign goes away',
    file: 'main/engine/watch/folder-monitor.ts',
    find: 'paths.flatMap((path) => this.#leftOut.bySign(path))',
    put: 'paths.flatMap((path) => this.#leftOut.bySign(`${path}?`))',
    by: litter('what a sign leaves out may differ as soon as the sign is gone, without a scan'),
  },
  {
    what: 'a download that was given up is left out for ever',
    file: 'main/engine/watch/left-out-paths.ts',
    find: 'until <= now ? [path] : []',
    put: 'until <= 0 ? [path] : []',
    by: litter(
      'a download may differ when it has not changed for a day, and the lock that was empty when it is not',
    ),
  },
  {
    what: 'what waits for a folder is not looked at when the folder is renamed or made',
    file: 'main/engine/commit.ts',
    find: "if (outcome.kind !== 'wait') pending.wakeBelow",
    put: "if (outcome.kind === 'wait') pending.wakeBelow",
    by: {
      project: 'unit',
      path: 'main/engine/commit.test.ts',
      name: 'of a folder makes what waited for it due: it was made',
    },
  },
  {
    what: 'what lies in a folder that is in the bin counts as gone',
    file: 'main/engine/root-guard.ts',
    find: '    return await work();\n    } catch (thrown) {\n      if (isGoneRemotely(thrown))',
    put: '    return await work();\n    } catch (thrown) {\n      if (!isGoneRemotely(thrown))',
    by: {
      project: 'scenarios',
      path: 'tests/scenarios/answers.test.ts',
      name: 'the folder that was put into the bin on the web is one problem, and comes out of it with every history',
    },
  },
  {
    what: 'who came between is forgotten with the process',
    file: 'main/engine/commit.ts',
    find: '    else if (result.made) made.add(pairId, path, result.made);',
    put: '    else if (result.made && made.all().length < 0) made.add(pairId, path, result.made);',
    by: {
      project: 'unit',
      path: 'main/engine/confirm-revisions.test.ts',
      name: 'the id of a revision is asked for once, whichever life does it',
    },
  },
  {
    what: 'a single pass sends again what was written since',
    file: 'main/engine/scheduler.ts',
    find: '    this.#pass?.sent.add(keyOf(change.pairId, change.path));',
    put: '    this.#pass?.sent.add(keyOf(change.pairId, `${change.path}/`));',
    by: {
      project: 'unit',
      path: 'main/engine/scheduler.test.ts',
      name: 'a single pass sends what is written all the time once, whatever comes after it, and ends',
    },
  },
  {
    what: 'a temp file of a restore that still runs is taken for nobody’s',
    file: 'main/storage/temp-claims.ts',
    find: 'PRAGMA locking_mode = EXCLUSIVE; ',
    put: '',
    by: {
      project: 'scenarios',
      path: 'tests/scenarios/ends.test.ts',
      name: 'a restore that is killed leaves a hidden file, which the next start removes, and no restore that still runs loses its own',
    },
  },
  {
    what: 'whatever is claimed as a temp file is removed',
    file: 'main/history/clear-temp-files.ts',
    find: '  if (!isTempName(basename(path))) return true;',
    put: '  if (basename(path) === undefined && !isTempName(path)) return true;',
    by: {
      project: 'unit',
      path: 'main/history/clear-temp-files.test.ts',
      name: 'a file of another name stays, whoever claims it',
    },
  },
  {
    what: 'a name that others give to work is left out without its sign',
    file: 'main/engine/watch/signs.ts',
    find: '    if (sign) return { top: match.path, rule: match.rule, sign };',
    put: '    return { top: match.path, rule: match.rule, ...(sign ? { sign } : {}) };',
    by: {
      project: 'unit',
      path: 'main/engine/watch/scan.test.ts',
      name: 'leaves litter out and says so, by its name or by what is beside it',
    },
  },
  {
    what: 'a folder that nobody has scanned is taken for the synced one',
    file: 'main/engine/deletions/recycler.ts',
    find: 'if (!scanned || !base || isSameFolder(scanned, known && { ...known, drive: pair.drive })) return;',
    put: 'if (!base || (scanned && pair.id < 0 && isSameFolder(scanned, known && { ...known, drive: pair.drive }))) return;',
    also: {
      file: 'main/engine/deletions/recycler.ts',
      find: 'if (!now || !isSameFolder(scanned, now.signs)) return;',
      put: 'if (!now) return;',
    },
    by: moment('a folder that took the place of the synced one'),
  },
  {
    what: 'signs of a drive that agree are taken for its name',
    file: 'main/model/drive.ts',
    find: "return isSure(before) ? 'same' : 'unknown';",
    put: "return 'same';",
    by: { project: 'unit', path: 'main/model/drive.test.ts' },
  },
  {
    what: 'a drive is known by the number of its device',
    file: 'main/disk/drive.ts',
    find: 'return { id: `uuid:${uuid}`, ...facts };',
    put: 'return { id: `uuid:${mount.device}`, ...facts };',
    by: { project: 'unit', path: 'main/disk/drive.test.ts' },
  },
  {
    what: 'what is held drags along what is deleted later',
    file: 'main/engine/deletions/hold-policy.ts',
    find: "    if (go.some(({ state }) => state === 'waiting')) sum +=",
    put: '    if (go.length > 0) sum +=',
    by: { project: 'unit', path: 'main/engine/deletions/hold-policy.test.ts' },
  },
  {
    what: "a failure is taken for its host's without a probe",
    file: 'main/engine/outages.ts',
    find: '    const found = await this.#ask(place, error.code, signal);\n    if (!found)',
    put: "    const found = error.code === 'CANCELLED' ? await this.#ask(place, error.code, signal) : error;\n    if (!found)",
  },
  {
    what: 'a probe that fails too is not believed',
    file: 'main/engine/outages.ts',
    find: '    if (!found) return { place: undefined, error: this.#ofItem(error) };',
    put: "    if (found?.code !== 'CANCELLED') return { place: undefined, error: this.#ofItem(error) };",
  },
  {
    what: 'a storage that does not answer holds back everything',
    file: 'main/engine/breakers.ts',
    find: "      this.of({ scope: 'host', host: apiHost }).trip\n    );",
    put: "      this.of({ scope: 'host', host: apiHost }).trip ??\n      this.storage()?.trip\n    );",
  },
  {
    what: 'what waited for a storage goes on waiting when it answers',
    file: 'main/engine/scheduler.ts',
    find: '    this.#release(isPlace(place));',
    put: "    if (place.scope === 'pair') this.#release(isPlace(place));",
  },
  {
    what: 'a file stays blamed for what was its host',
    file: 'main/engine/scheduler.ts',
    find: 'this.#deps.pending.excuse(codesOf(place), this.#deps.clock.now())',
    put: 'this.#deps.pending.excuse([], codesOf(place).length)',
    by: unit('main/engine/scheduler.test.ts', 'what failed by it before it was found out is pending again'),
  },
  {
    what: 'what hangs on a dead connection goes on hanging when its host answers',
    file: 'main/engine/scheduler.ts',
    find: '      if (Math.max(startedAt, this.#deps.movedAt(pairId, path) ?? 0) < since) abort.abort();',
    put: '      if (Math.max(startedAt, this.#deps.movedAt(pairId, path) ?? 0) < since - 1e12) abort.abort();',
    by: unit('main/engine/scheduler.test.ts', 'leaves nothing hanging on a dead connection when it is back'),
  },
  {
    what: 'another network is not noticed',
    file: 'main/engine/scheduler.ts',
    find: '    if (network === this.#network) return;',
    put: '    if (network.length >= 0 || network === this.#network) return;',
    by: unit('main/engine/scheduler.test.ts', 'is asked at once when the network changes'),
  },
  {
    what: 'a host that does not answer is probed once a minute from the first on',
    file: 'main/engine/plan/backoff.ts',
    find: '{ beforeMs: minuteMs, everyMs: 5000 }',
    put: '{ beforeMs: minuteMs, everyMs: minuteMs }',
    by: unit('main/engine/circuit-breaker.test.ts', 'of a host is probed every 5 s for a minute'),
  },
  {
    what: 'an answer to what was asked before an outage ends it',
    file: 'main/engine/circuit-breaker.ts',
    find: 'if (!this.#trip || begunAt < this.#trip.since) return false;',
    put: 'if (!this.#trip || begunAt < 0) return false;',
    by: unit(
      'main/engine/circuit-breaker.test.ts',
      'is closed by an answer to what was begun since it opened',
    ),
  },
  {
    what: 'uploads are begun for a storage that does not answer',
    file: 'main/engine/guarded-koodrive.ts',
    find: 'const out = isFlash ? undefined : breakers.storage();',
    put: 'const out = isFlash || !isFlash ? undefined : breakers.storage();',
    by: unit('main/engine/guarded-koodrive.test.ts', 'nothing is sent to a storage that does not answer'),
  },
  {
    what: 'what size gets through is never found out',
    file: 'main/engine/transfer-limit.ts',
    find: '    if (again || (last && alike(last.sent, body.sent)))',
    put: '    if (again && last && alike(last.sent, body.sent))',
    by: unit('main/engine/transfer-limit.test.ts', 'shows when a second body is cut at about the same place'),
  },
  {
    what: 'larger parts are sent than get through',
    file: 'main/engine/plan/part-size.ts',
    find: 'return usual > limit ? leastPartSizeFor(size, chunking) : usual;',
    put: 'return usual > limit * 1e9 ? leastPartSizeFor(size, chunking) : usual;',
    by: unit('main/engine/apply/upload-file.test.ts', 'where only smaller bodies get through'),
  },
  {
    what: 'a page of somebody before the storage counts as a stored part',
    file: 'main/koodrive/put-part.ts',
    find: ' || isPage(answer.headers))',
    put: ')',
    by: unit('main/koodrive/transfer.test.ts'),
  },
  {
    what: 'a folder that comes while it runs is not watched until a scan',
    file: 'main/engine/watch/folder-monitor.ts',
    find: '    if (isFolder && !(await this.leftOut(path, stat))) return this.#scanBelow(path);',
    put: '    if (isFolder && !(await this.leftOut(path, stat))) return;',
    by: {
      project: 'unit',
      path: 'main/engine/watch/folder-monitor.test.ts',
      name: 'a folder that is moved in with all it holds',
    },
  },
  {
    what: 'folders without a watch are not scanned',
    file: 'main/engine/watch/folder-monitor.ts',
    find: '    if (unwatched.size === 0) return;',
    put: '    if (unwatched.size >= 0) return;',
  },
  {
    what: 'a folder that was moved keeps the watch it had',
    file: 'main/engine/watch/folder-monitor.ts',
    find: '    if (!isFolder || !(isSame || this.#isKnown(path, stat))) this.#watched.leave(path);',
    put: '    if (!isFolder) this.#watched.leave(path);',
    by: {
      project: 'unit',
      path: 'main/engine/watch/folder-monitor.test.ts',
      name: 'a folder that is replaced by another one of its name',
    },
  },
  {
    what: 'nobody looks at what is mounted',
    file: 'main/engine/watch/folder-monitor.ts',
    find: '    if (this.#rootLook !== undefined && look !== this.#rootLook) this.#needsScan = true;',
    put: '    if (this.#rootLook === look) this.#needsScan ||= false;',
    by: {
      project: 'unit',
      path: 'main/engine/watch/folder-monitor.test.ts',
      name: 'what is mounted or unmounted in it is scanned, though no watch tells of it',
    },
  },
  {
    what: 'a problem stands though its file is there no more',
    file: 'main/engine/watch/told-failures.ts',
    find: "filter((path) => !names.has(path.slice(start).split('/', 1)[0] ?? ''));",
    put: 'filter((path) => names.has(path) && start < 0);',
    by: {
      project: 'unit',
      path: 'main/engine/watch/folder-monitor.test.ts',
      name: 'is there no more',
    },
  },
  {
    what: 'of a large folder the rest is never compared',
    file: 'main/engine/watch/recheck.ts',
    find: '    if (first && due > 0) await this.#step(first[0], first[1], due);',
    put: '    if (first && due < 0) await this.#step(first[0], first[1], due);',
    by: {
      project: 'unit',
      path: 'main/engine/watch/folder-monitor.test.ts',
      name: 'a content that was written without an event is found, as slowly as the folder is large',
    },
  },
  {
    what: 'all of a folder is compared after each edit, however large it is',
    file: 'main/engine/watch/recheck.ts',
    find: '    if (listed.length <= atOnce && present.length <= atOnce)',
    put: '    if (listed.length >= 0 && present.length >= 0)',
    by: {
      project: 'unit',
      path: 'main/engine/watch/folder-monitor.test.ts',
      name: 'costs as many looks at the disk',
    },
  },
  {
    what: 'a rename does not mind the deletion of what it renames',
    file: 'main/engine/apply/rename-remote.ts',
    find: '    if (context.locks.isRecycled(keyOf(pair.id, from.path))) return waitForOthers(context, request);',
    put: '    if (context.locks.isRecycled(from.path)) return waitForOthers(context, request);',
    by: moment('a file that comes back under another name while its deletion is on its way'),
  },
  {
    what: 'a deletion that hangs on a dead connection goes on hanging when its host answers',
    file: 'main/engine/deletions/recycler.ts',
    find: 'this.#round.startedAt < since)',
    put: 'this.#round.startedAt < since - 1e12)',
    by: moment('a deletion that hangs on a connection from before an outage is begun again'),
  },
  {
    what: 'what is held for a folder that was away stays held when it is back',
    file: 'main/engine/deletions/recycler.ts',
    find: '    if (!scanned || this.#judged.get(pair.id) === scanned) return;',
    put: '    if (!scanned || this.#judged.get(pair.id) !== scanned) return;',
    by: moment('a deletion that was held since the folder was away goes when it is back'),
  },
  {
    what: 'what was read just after the last stamp is not read once more',
    file: 'main/engine/plan/write-back.ts',
    find: 'return readAt - stampedAt < writeBackMs ?',
    put: 'return readAt < stampedAt ?',
  },
  {
    what: 'a file that is written without a stamp is taken for read',
    file: 'main/engine/prove-reads.ts',
    find: 'known.remote.sha256 === undefined || known.remote.sha256 === sha256;',
    put: 'known.remote.sha256 === undefined || sha256.length > 0;',
  },
  {
    what: "a portal's page is taken for a refusal of the server",
    file: 'main/model/errors.ts',
    find: "return response === 'user' && (scope === 'item' || scope === 'pair');",
    put: "return response === 'user' && scope !== 'all';",
    by: kept("a portal's page in the middle of a move"),
  },
  {
    what: 'a rename that a killed life sent is not waited for',
    file: 'main/engine/apply/rename-intents.ts',
    find: '    return now < until;',
    put: '    return now < until - lateMs;',
    by: kept('the rename of a life'),
  },
  {
    what: 'a path counts as missing before what is not watched was looked through',
    file: 'main/engine/plan/decide.ts',
    find: 'if (allSeenFrom < first.at)',
    put: 'if (allSeenFrom < 0)',
    by: kept('a folder was renamed into one'),
  },
  {
    what: 'nobody looks at a name that was left when its time is over',
    file: 'main/engine/apply/recent-renames.ts',
    find: 'WHERE renamed_at > ? AND renamed_at <= ?',
    put: 'WHERE renamed_at > ?2 AND renamed_at <= ?1',
    by: kept('the watcher did not tell'),
  },
  {
    what: 'a rename that is half done stays behind when a folder above is renamed',
    file: 'main/engine/apply/rename-intents.ts',
    find: "for (const column of ['from_path', 'to_path'])",
    put: "for (const column of ['to_path'])",
    by: {
      project: 'scenarios',
      path: 'tests/scenarios/saves.test.ts',
      name: 'back again, and the old folder renamed, held at createJob',
    },
  },
  {
    what: 'what had the path before takes the deletion of what has it now along',
    file: 'main/engine/commit.ts',
    find: 'if (entry?.missingSince !== undefined) this.#markMissing(pairId, path);',
    put: 'if (entry?.missingSince === 0) this.#markMissing(pairId, path);',
    by: unit('main/engine/commit.test.ts', 'of what had the path before leaves one'),
  },
  {
    what: 'a name that is free is not told to those that could not stand beside it',
    file: 'main/engine/commit.ts',
    find: '    pending.wakeClashing(pairId, path, now());',
    put: '    pending.wakeClashing(pairId, `${path}/`, now());',
    by: unit('main/engine/commit.test.ts', 'frees its name for one'),
  },
  {
    what: 'nobody looks at a rename within a folder that is to go',
    file: 'main/engine/deletions/recycler.ts',
    find: '[...begun, ...leaving]',
    put: '[...begun, ...leaving.slice(leaving.length)]',
    by: {
      project: 'scenarios',
      path: 'tests/scenarios/saves.test.ts',
      name: 'a folder that makes way goes into the bin',
    },
  },
  {
    what: 'what is left out needs the folders above it',
    file: 'main/engine/apply/sync-path.ts',
    find: 'if (above !== undefined && stat && !(await request.leftOut(stat)))',
    put: 'if (above !== undefined && stat)',
    by: kept('an ignored folder clashed'),
  },
  {
    what: 'a removed pair is our mistake',
    file: 'main/storage/sqlite-errors.ts',
    find: "return /FOREIGN KEY/.test(says) ? as('CANCELLED') : thrown;",
    put: "return /FOREIGN KEY/.test(says) ? as('UNEXPECTED') : thrown;",
    by: kept('a pair was removed by another process'),
  },
  {
    what: 'what is ignored is read for ever',
    file: 'main/engine/prove-reads.ts',
    find: 'if (await monitors.leftOut(pairId, path, stat)) return unproven.end(read);',
    put: 'if (await monitors.leftOut(pairId, path, stat)) unproven.find(pairId, path);',
    by: unit('main/engine/prove-reads.test.ts', 'is of no interest when a rule leaves it out'),
  },
  {
    what: 'a path that left the queue counts as a version',
    file: 'main/engine/sync-now.ts',
    find: "if (stat?.kind !== 'file' || isKnown(deps, located, stat)) return;",
    put: "if (stat?.kind !== 'file' || isKnown(deps, located, stat) || turns === 0) return;",
    by: unit('main/engine/sync-now.test.ts', 'is no version when a rule leaves it out'),
  },
  {
    what: 'what another drive held goes with it',
    file: 'main/engine/deletions/recycler.ts',
    find: 'if (base.otherDrive !== undefined && mayBe',
    put: 'if (base.otherDrive === null && mayBe',
    by: kept('a stick was mounted over files'),
  },
  {
    what: 'a file that takes the place of another of its name on the server shares its file there',
    file: 'main/engine/apply/observe.ts',
    find: "if (path === '' || deps.baseline.find(pair.id, path)) return undefined;",
    put: "if (path !== '') return undefined;",
    by: kept('a file took the place of one whose name'),
  },
  {
    what: 'parts that were sent before count as read now',
    file: 'main/engine/apply/upload-change.ts',
    find: 'provenFrom: provenFrom(stat.quietSince, result.readFrom ?? begunAt),',
    put: 'provenFrom: provenFrom(stat.quietSince, Math.max(result.readFrom ?? 0, begunAt)),',
    by: kept('parts that were read before a write'),
  },
  {
    what: 'a name that is no text is a problem whatever the rules say',
    file: 'main/engine/apply/sync-path.ts',
    find: "return (await request.leftOut(notLookedUp)) ?? { kind: 'problem', error };",
    put: "return { kind: notLookedUp.size === 0 ? 'problem' : 'left-alone', error };",
    by: kept('a name that is no text was left out'),
  },
  {
    what: 'a clock that is set forward makes a scan seem long',
    file: 'main/engine/watch/folder-monitor.ts',
    find: 'unwatchedTookMs = clock.elapsed() - from;',
    put: 'unwatchedTookMs = from < 0 ? from : last.unwatched - now;',
    by: kept('the clock was set forward while folders'),
  },
  {
    what: 'what is in the bin stays where its folder was before that was moved aside',
    file: 'main/engine/commit.ts',
    find: '    deletions.move(pairId, from, to);\n    uploads.end(pairId, from);',
    put: '    if (from === to) deletions.move(pairId, from, to);\n    uploads.end(pairId, from);',
    by: kept('a deletion was undone in a folder'),
  },
  {
    what: 'who is not told where a file is takes its rename for not done',
    file: 'main/engine/apply/rename-remote.ts',
    find: '    if (!isGoneRemotely(thrown)) throw thrown;\n    return forget();',
    put: '    if (!isRefusal(thrown)) throw thrown;\n    return forget();',
    by: kept('the server would not say where a file is'),
  },
  {
    what: 'what was left over when a program exchanged files was deleted by somebody',
    file: 'main/engine/plan/decide.ts',
    find: 'superseded: base.superseded || leftOver };',
    put: 'superseded: base.superseded && !leftOver };',
    by: kept('a program exchanged a document and its new'),
  },
  {
    what: 'a hard link that is removed tells the others nothing',
    file: 'main/engine/commit.ts',
    find: "pending.enqueueAll(pairId, baseline.otherNames(pairId, path), 'noticed', now(), 'scan');",
    put: "pending.enqueueAll(pairId, baseline.otherNames(pairId, path).slice(1), 'noticed', now(), 'scan');",
    by: kept('a hard link was written and removed while'),
  },
  {
    what: 'what is missing in a folder that is moved out of a missing one is nobody’s',
    file: 'main/engine/commit.ts',
    find: 'if (over && over.path !== from) {',
    put: 'if (over && over.path === from) {',
    by: kept('a folder was moved out of one that gave its'),
  },
  {
    what: 'what went from a folder before its rename was known is not looked for',
    file: 'main/engine/apply/observe.ts',
    find: 'if (!names.has(name)) lacking.push(childOf(folder.at, name));',
    put: 'if (!names.has(name)) names.add(name);',
    by: kept('a folder was renamed and a file in it removed'),
  },
  {
    what: 'what is filled again counts as noticed when it was left',
    file: 'main/engine/pending/pending-changes.ts',
    find: 'noticed_at = CASE WHEN ${cameAgain} THEN ?5 ELSE noticed_at END,',
    put: 'noticed_at = CASE WHEN ${cameAgain} THEN noticed_at ELSE noticed_at END,',
    by: kept('a document was saved twice during a pause'),
  },
  {
    what: 'what went up before it was replaced is the rest of a save',
    file: 'main/engine/apply/superseded-files.ts',
    find: 'return syncedAt >= replaced.at && goneAt',
    put: 'return replaced.at - syncedAt < saveWindowMs && goneAt',
    by: unit(
      'main/engine/apply/superseded-files.test.ts',
      'what a document was until it was exchanged, that went up just before that was seen',
    ),
  },
  {
    what: 'a document is the rest of its own save',
    file: 'main/engine/apply/superseded-files.ts',
    find: 'replaced === undefined || replaced.document === path',
    put: 'replaced === undefined',
    by: kept('a document was saved again, slowly'),
  },
];
