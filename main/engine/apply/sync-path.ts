/**
 * One path, from the disk to the server: make ready, observe, decide, execute, commit. The folders above a path are
 * synced before it, each once however many of its files ask for it.
 *
 * The way of a saved file: `observe` looks at the disk and the baseline; plan/decide.ts says what is to be done;
 * execute.ts has it done and gives an outcome, a plain value; engine/commit.ts writes that down together with the queue.
 */
import { NEEDS_RECHECK, type BaselineEntry, type BaselineUpdate } from '../../model/baseline-entry.ts';
import { isOfDrive, KooError } from '../../model/errors.ts';
import { inodeIn, notLookedUp, type FileStat } from '../../model/file-stat.ts';
import { absent } from '../../model/observation.ts';
import type { Pair } from '../../model/pair.ts';
import { childOf, isAtOrBelow, nameKey, nameOf, parentOf } from '../../model/relative-path.ts';
import { decide, decidedProblems, isJustDeleted, type Decision, type DecisionInput } from '../plan/decide.ts';
import { saveWindowMs } from '../plan/save-by-renaming.ts';
import { requestFor, waitForOthers, type ApplyDeps } from './apply-context.ts';
import { FolderCreator } from './create-folder.ts';
import { execute, takeOutOfBin, type ExecuteContext } from './execute.ts';
import { isNotUtf8, lackingBelow, observe, supersededBy } from './observe.ts';
import { statAsNamed } from './stat-as-named.ts';
import { lostRemotely } from './lost-remotely.ts';
import { keyOf } from './path-locks.ts';
import type { Executed, PathOutcome, SyncPathRequest, SyncPathRun } from './path-outcome.ts';
import { standsRefusedAt } from './refused-renames.ts';
import { isInPlace, knownFolderId, remoteFolderId } from './remote-folders.ts';
import { finishOpenRenames } from './rename-remote.ts';
import { UnknownOutcomes } from './unknown-outcomes.ts';
import { below } from '../../model/local-path.ts';

/** The path has to wait for what was begun before; or it can be looked at, and was: `stat`, if nothing was waited for since. */
type Ready = { readonly notYet: PathOutcome } | { readonly stat: FileStat | undefined };

/** A document as it is known, what stands or stood there since, and what that was saved through. */
type SeenSave = Pick<DecisionInput, 'base' | 'supersedes'> & {
  readonly stat: Pick<FileStat, 'kind' | 'localId'> | undefined;
};

/** What goes on changing while it is looked at is looked at a little later. */
const mostLooks = 20;

export class SyncPath {
  readonly #context: ExecuteContext;
  readonly #unknownOutcomes: UnknownOutcomes;

  constructor(deps: ApplyDeps) {
    const context = {
      ...deps,
      remoteFolderId: (request: SyncPathRequest, path: string) =>
        remoteFolderId(deps, request, path, (above) => this.#alone(above, false)),
    };
    this.#context = { ...context, folders: new FolderCreator(context) };
    this.#unknownOutcomes = new UnknownOutcomes(deps);
  }

  /** Syncs the path and commits the outcome. Throws KooError; nothing is committed then. */
  sync(request: SyncPathRequest): Promise<PathOutcome> {
    return this.#alone(request, true);
  }

  /** While no path whose name cannot stand beside this one's is looked at: what is known of one is what the other goes by. */
  async #alone(request: SyncPathRequest, requested: boolean): Promise<PathOutcome> {
    const { pair, path } = request;
    const name = keyOf(pair.id, childOf(parentOf(path) ?? '', nameKey(nameOf(path))));
    const synced = this.#context.locks.withName(name, path, () => this.#once(request, requested));
    if (synced) return synced;
    const outcome = waitForOthers(this.#context, request);
    await this.#commit(request, requested, this.#versionOf(request), outcome);
    return outcome;
  }

  #once(request: SyncPathRequest, requested: boolean): Promise<PathOutcome> {
    const key = keyOf(request.pair.id, request.path);
    return this.#context.locks.once('sync', key, async () => {
      // what is noticed from here on stays pending
      const version = this.#versionOf(request);
      const held: (() => void)[] = [];
      try {
        const outcome = await this.#syncNow({ ...request, untilCommitted: (release) => held.push(release) });
        await this.#commit(request, requested, version, outcome);
        return outcome;
      } finally {
        for (const release of held) release();
      }
    });
  }

  async #syncNow(request: SyncPathRun): Promise<PathOutcome> {
    let found: FileStat | undefined;
    const outcome = await this.#attempt(request, (stat) => (found = stat)).catch((thrown: unknown) => {
      this.#noteFailedOn(request, found);
      throw thrown;
    });
    if (outcome.kind === 'problem') this.#noteFailedOn(request, found);
    return outcome;
  }

  /** By this a scan tells whether what failed still stands there (watch/told-failures.ts). */
  #noteFailedOn({ pair, path, observed }: SyncPathRequest, found: FileStat | undefined): void {
    const { pending, clock } = this.#context;
    if (found === undefined || found.fingerprint === observed?.fingerprint) return;
    pending.observe(pair.id, path, { fingerprint: found.fingerprint, at: clock.now() });
  }

  /** What was decided to be a problem and is none any more is told no longer, whatever stands in the way of the rest. */
  #noteOver({ pair, path, failed }: SyncPathRequest, decision: Decision): void {
    if (decision.do !== 'problem' && failed && decidedProblems.has(failed.code))
      // by the time of the failure: the clock may have been set back since
      this.#context.pending.forgive({ pairId: pair.id, path }, failed.at);
  }

  async #attempt(request: SyncPathRun, saw: (stat: FileStat | undefined) => void): Promise<PathOutcome> {
    for (let looks = 0; looks < mostLooks; looks++) {
      const ready = await this.#makeReady(request);
      if ('notYet' in ready) return ready.notYet;
      const input = await observe(this.#context, request, ready.stat);
      saw(input.stat);
      // a folder that went since has to be asked for, like one that was gone before
      if (input.stat?.kind !== 'folder' && this.#isFolderBegun(request)) continue;
      // it may have gone while others were waited for
      if (!input.stat) await this.#leftAgain(request);
      this.#noteSaves(request, input);
      await this.#noteExchanged(request, input);
      this.#leftRefused(request, input);
      // a link in its place is nothing of ours
      const isHere = input.stat?.kind === 'file' || input.stat?.kind === 'folder';
      const isElsewhere = !isHere && (await this.#isElsewhere(request, input));
      if (isElsewhere && !input.stat) return { kind: 'left-alone' };
      const decision = decide(isElsewhere ? { ...input, base: undefined } : input);
      this.#noteOver(request, decision);
      if (decision.do === 'mark-missing') this.#context.superseded.gone(request.pair.id, request.path);
      const exception = await this.#exception(request, input, decision);
      if (exception) return exception;
      const lost = await lostRemotely(this.#context, request, input, decision);
      if (lost && 'outcome' in lost) return lost.outcome;
      if (lost && decision.do !== 'upload') throw lost.problem;
      const outcome = await this.#savedMore(
        request,
        input,
        await execute(this.#context, request, input, decision),
      );
      // nothing went up after all
      if (lost && outcome.kind === 'uploaded' && outcome.result.kind === 'unchanged') throw lost.problem;
      if (outcome.kind !== 'look-again') return outcome;
    }
    return waitForOthers(this.#context, request);
  }

  /**
   * What was refused here went from here, or made way for another file that a program saved: whether it is missing at its old
   * place is seen now.
   */
  #leftRefused({ pair, path, observed }: SyncPathRequest, { base, stat }: DecisionInput): void {
    const inode = base ? undefined : inodeIn(observed?.fingerprint);
    if (inode !== inodeIn(stat?.fingerprint)) this.#lookWhereItWas(pair, path, inode);
  }

  #lookWhereItWas(pair: Pair, path: string, inode: string | undefined): void {
    const { baseline, pending, clock } = this.#context;
    if (inode === undefined) return;
    // a folder above may have got the number that was free: it was looked at for this path, which would wait for it forever
    const former = baseline
      .withInodeOf(pair.id, `${inode}:`)
      .flatMap((entry) => (isAtOrBelow(path, entry.path) ? [] : [entry.path]));
    pending.enqueueAll(pair.id, former, 'noticed', clock.now(), 'scan');
  }

  /** Does what is known here stand where KooDrive does not take it? Then nothing is missing here. */
  async #isElsewhere({ pair, path }: SyncPathRequest, { base }: DecisionInput): Promise<boolean> {
    const { commit, pending, clock } = this.#context;
    const now = base && (await standsRefusedAt(this.#context, pair, path));
    if (now === undefined) return false;
    // what has no former path can stand beside no other name; what has one can be renamed there
    pending.wakeClash(pair.id, now, clock.now());
    // and what could not stand beside it here has the name to itself
    pending.wakeClashing(pair.id, path, clock.now());
    if (base?.kind === 'folder') {
      // nobody looks for what a folder holds at its old place: what is missing in it is missing there
      const lacking = await lackingBelow(this.#context, pair, path, now);
      const known = lacking.map((one) => `${path}${one.slice(now.length)}`);
      pending.enqueueAll(pair.id, known, 'noticed', clock.now(), 'scan');
    }
    if (base?.missingSince !== undefined) commit.back(pair.id, path);
    return true;
  }

  /** Was the server told to make a folder here, and what it made of that is not known? */
  #isFolderBegun({ pair, path }: SyncPathRequest): boolean {
    return this.#context.uploads.find(pair.id, path)?.kind === 'folder';
  }

  /** What a program did that saved this document through other files. */
  #noteSaves({ pair, path }: SyncPathRequest, { stat, base, supersedes }: SeenSave): void {
    const { superseded, clock } = this.#context;
    superseded.note(pair.id, path, supersedes);
    // what was missing until now was not exchanged with what stands here
    const isBack: boolean = wasMissing(base);
    // a folder is no document
    const before = base?.kind === 'file' && !isBack ? base.local?.localId : undefined;
    if (before !== undefined && stat?.kind === 'file' && stat.localId !== before)
      superseded.replaced(pair.id, path, before, stat.localId, clock.now());
  }

  /**
   * A file that is new here may be what a known document was until a program exchanged the two. Whichever of them is looked
   * at first tells it: what goes up before that was seen is another name of the document, for all anybody knows.
   */
  async #noteExchanged({ pair, path }: SyncPathRequest, { stat, base }: DecisionInput): Promise<void> {
    const { superseded, baseline, uploads, commit, disk, clock } = this.#context;
    if (base || stat?.kind !== 'file' || stat.localId === undefined) return;
    const known = baseline.withLocalId(pair.id, stat.localId).filter(({ kind }) => kind === 'file');
    // the server may have its first version, and the answer be on its way
    const documents = [...known.map((one) => one.path), ...uploads.withLocalId(pair.id, stat.localId)];
    for (const document of new Set(documents)) {
      if (document === path || parentOf(document) !== parentOf(path)) continue;
      const now = await disk.stat(below(pair.folder, document));
      if (now?.kind !== 'file' || now.localId === stat.localId) continue;
      superseded.replaced(pair.id, document, stat.localId, now.localId, clock.now());
      // a killed life may have sent it, and the next one sees the exchange only after that
      await commit.exchangeSeen();
    }
  }

  /** Ends what was begun before. */
  async #makeReady(request: SyncPathRequest): Promise<Ready> {
    const context = this.#context;
    const { pair, path } = request;
    const key = keyOf(pair.id, path);
    // before anything that takes its time: what lies at the other name may soon be gone
    await this.#leftAgain(request);
    if (await finishOpenRenames(context, request)) return { notYet: waitForOthers(context, request) };
    if (context.locks.isRenamed(key) || context.locks.isRecycled(key))
      return { notYet: waitForOthers(context, request) };
    const above = parentOf(path);
    const stat = await statAsNamed(context, pair, path);
    let isOld = stat === undefined;
    // a folder above that was renamed takes this path along, so it comes first; what is left out needs none
    if (above !== undefined && stat && !(await request.leftOut(stat)))
      if (knownFolderId(context, pair.id, above) === undefined) {
        isOld = true;
        await context.remoteFolderId(request, above);
      }
    if (context.uploads.find(pair.id, path)) {
      isOld = true;
      const notYet = await this.#resolveBegun(request, stat);
      if (notYet) return { notYet };
    }
    const notYet = stat ? undefined : await this.#livesOn(request);
    return notYet ? { notYet } : { stat: isOld ? undefined : stat };
  }

  /**
   * A name that was left is free, and something was noticed there since: it was filled and left once more, before anybody
   * could look, or before what stood there could be synced. So it may be filled again from then on
   * (plan/save-by-renaming.ts).
   */
  async #leftAgain({ pair, path, noticedAt, observed }: SyncPathRequest): Promise<void> {
    const { disk, baseline, recentRenames, clock } = this.#context;
    const rename = recentRenames.leaving(pair.id, path);
    if (!rename || noticedAt <= rename.renamedAt || baseline.find(pair.id, path)) return;
    if (await disk.stat(below(pair.folder, path))) return;
    const stat = await disk.stat(below(pair.folder, rename.to));
    const wasSeen = observed !== undefined && observed.fingerprint !== absent;
    // a program that removes its backup first leaves no trace of what stood here: that was noticed, and in time
    const isTraceless = stat === undefined && noticedAt < rename.renamedAt + saveWindowMs;
    const wasThere = wasSeen || isTraceless;
    const leftAt = wasThere ? clock.now() : Math.min(stat?.quietSince ?? 0, clock.now());
    if ((wasThere || stat?.kind === 'file') && leftAt > rename.renamedAt)
      recentRenames.remember({ ...rename, renamedAt: leftAt });
  }

  /** What is not here may live on in a document that a program saved: then it is not missing. */
  async #livesOn(request: SyncPathRequest): Promise<PathOutcome | undefined> {
    const { pending, superseded, disk, baseline, recentRenames } = this.#context;
    const { pair, path } = request;
    const document = superseded.documentOf(pair.id, path);
    if (document !== undefined) {
      const change = pending.find(pair.id, document);
      // what is written down already is not waited for: the document may have changed once more since
      const isKnown = baseline.find(pair.id, path)?.superseded === true;
      if (!isKnown && change && !change.failure) return waitForOthers(this.#context, request);
      superseded.forget(pair.id, path);
    }
    for (const { from, fileId } of recentRenames.arrived(pair.id, path)) {
      if (baseline.find(pair.id, path)?.remote.fileId !== fileId) continue;
      // its old name is filled again: who looks there takes it back, if it was in time
      if ((await disk.stat(below(pair.folder, from)))?.kind !== 'file') continue;
      const asked = requestFor(request, from, this.#context);
      // what was noticed there long ago was in time then
      const { noticedAt } = pending.find(pair.id, from) ?? asked;
      await this.#once({ ...asked, noticedAt }, false);
    }
    return undefined;
  }

  /**
   * What was begun from here may be on the server. It is asked for while that is not known, and before this path holds
   * something else: it would stay there.
   */
  async #resolveBegun(
    request: SyncPathRequest,
    stat: FileStat | undefined,
  ): Promise<PathOutcome | undefined> {
    const { uploads, baseline, locks, commit } = this.#context;
    const { account, pair, path, signal, observed } = request;
    const begun = uploads.find(pair.id, path);
    if (!begun) return undefined;
    const isOfKind = stat?.kind === (begun.kind === 'folder' ? 'folder' : 'file');
    if (isOfKind && !begun.outcomeUnknown) return undefined;
    const parentId = baseline.parentIdOf(pair.id, path);
    const resolving = locks.sending(keyOf(pair.id, path), () =>
      this.#unknownOutcomes.resolve({ account, pair, path, stat, parentId, signal }),
    );
    if (!resolving) return waitForOthers(this.#context, request);
    const resolution = await resolving;
    if (resolution.kind === 'wait') return { kind: 'wait', dueAt: resolution.until, observed };
    if (resolution.kind === 'none') return undefined;
    const supersedes =
      resolution.kind === 'made' ? await this.#savedMeanwhile(request, resolution.update) : [];
    await commit.uploadResolved(pair.id, path, resolution, supersedes);
    return undefined;
  }

  /** What a program saved the document through, whose version is found to be made: nobody else tells it, once that is known. */
  async #savedMeanwhile(request: SyncPathRequest, { local }: BaselineUpdate): Promise<readonly string[]> {
    const { pair, path } = request;
    const base = this.#context.baseline.find(pair.id, path);
    if (base?.kind !== 'file' || local?.localId === undefined) return [];
    const stat = { kind: 'file', localId: local.localId } as const;
    const supersedes = await supersededBy(this.#context, pair, path, stat, base);
    this.#noteSaves(request, { stat, base, supersedes });
    return supersedes;
  }

  /** What the document was saved through may have become known while it was sent: a lost answer told it. */
  async #savedMore(
    { pair, path }: SyncPathRequest,
    { stat, base, supersedes }: DecisionInput,
    outcome: Executed,
  ): Promise<Executed> {
    if (outcome.kind !== 'uploaded' || !stat || !base) return outcome;
    // it is sent, whatever the disk says now
    const now = await supersededBy(this.#context, pair, path, stat, base).catch(() => []);
    return { ...outcome, supersedes: [...new Set([...supersedes, ...now])] };
  }

  /** What the decision does not know of and that stands in its way. */
  async #exception(
    request: SyncPathRun,
    input: DecisionInput,
    decision: Decision,
  ): Promise<PathOutcome | undefined> {
    const context = this.#context;
    const { pair, path } = request;
    const { stat, base } = input;
    // what was missing may be in the bin on the server, or in a folder that is: then it is new
    const comesBack = decision.do === 'upload' || decision.do === 'accept-folder';
    // should it be gone before it is synced, its absence begins anew
    const isTaken = decision.do === 'take-back' || decision.do === 'take-out-of-bin';
    const fills = isTaken || (comesBack && (wasMissing(base) || input.inBin !== undefined));
    if (fills && stat && request.observed?.fingerprint !== stat.fingerprint)
      context.pending.observe(pair.id, path, { fingerprint: stat.fingerprint, at: context.clock.now() });
    if (comesBack && wasMissing(base)) {
      if (await isInPlace(context, request, base)) {
        if (base.kind === 'file' && base.missingSince !== undefined) context.commit.back(pair.id, path);
      } else if (isJustDeleted(base, input)) return takeOutOfBin(context, request, base);
      else return { kind: 'lost-remotely', top: path };
    }
    // what was synced before the rule was made stays on the server
    const leftOut = stat && (await request.leftOut(stat));
    if (leftOut) {
      // it stands there again, though nobody looks at it any more: it is not deleted
      const isThere = stat?.kind === 'file' || stat?.kind === 'folder';
      if (isThere && base?.missingSince !== undefined) context.commit.back(pair.id, path);
      // what a program saved it through lives on in it all the same
      if (input.supersedes.length > 0) context.commit.savedThrough(pair.id, input.supersedes);
      // it may have been refused here until now, and so not missing where it came from
      if (!base) this.#lookWhereItWas(pair, path, inodeIn(stat.fingerprint));
      return leftOut;
    }
    if (!stat && (await isNotUtf8(context, pair, path))) {
      const error = new KooError('NAME_NOT_UTF8', 'the name is no text', { detail: { path } });
      return (await request.leftOut(notLookedUp)) ?? { kind: 'problem', error };
    }
    if (stat?.kind === 'folder' && isOfDrive(request.failed?.code))
      await this.#listAgain(request, input, decision);
    return undefined;
  }

  /** A folder that could not be listed stays a problem until it can; what is to be done about the folder itself is done. */
  async #listAgain(
    { pair, path }: SyncPathRequest,
    { base }: DecisionInput,
    decision: Decision,
  ): Promise<void> {
    const { disk, pending, clock } = this.#context;
    // one that was missing and is back takes in what lies in it, which may be readable
    const isBack = decision.do === 'accept-folder' && base?.missingSince !== undefined;
    if (!isBack && !changesServer.has(decision.do)) await disk.list(below(pair.folder, path));
    // the problem stands, and is looked at after that
    else pending.enqueue(pair.id, path, 'scanned', clock.now(), 'scan');
  }

  #versionOf({ pair, path }: SyncPathRequest): number | undefined {
    return this.#context.pending.versionOf(pair.id, path);
  }

  #commit(
    { pair, path, observed }: SyncPathRequest,
    requested: boolean,
    version: number | undefined,
    outcome: PathOutcome,
  ): Promise<void> {
    return this.#context.commit.outcome({ pairId: pair.id, path, version, observed, requested }, outcome);
  }
}

const changesServer: ReadonlySet<Decision['do']> = new Set<Decision['do']>([
  'rename',
  'take-back',
  'take-out-of-bin',
  'move-aside',
  'create-folder',
]);

const wasMissing = (base: BaselineEntry | undefined): base is BaselineEntry =>
  base !== undefined && (base.missingSince !== undefined || base.local?.fingerprint === NEEDS_RECHECK);
