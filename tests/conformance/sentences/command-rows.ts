/**
 * What commands say, when they do, and when they do not (commands.test.ts asks). `{…}` stands for a path or an id (command-states.ts);
 * `twin` differs in the state, in the words, or in both.
 */
import { defaults } from '../../../emulator/index.ts';
import type { StringKey } from '../../../shared/strings/index.ts';
import type { CommandState } from './command-states.ts';

export type CommandRow = {
  readonly key: StringKey;
  readonly state: CommandState;
  readonly words: string;
  /** what is typed at a terminal, a line for each question; absent: there is no terminal */
  readonly typed?: readonly string[];
  /** it is stopped by a signal before it comes to anything */
  readonly stopped?: true;
  readonly twin: {
    readonly state?: CommandState;
    readonly words?: string;
    readonly typed?: readonly string[];
  };
};

const row = (
  key: StringKey,
  state: CommandState,
  words: string,
  twin: CommandRow['twin'],
  how: Pick<CommandRow, 'typed' | 'stopped'> = {},
): CommandRow => ({ key, state, words, ...how, twin });

/** who a user is, and the secret */
const signsIn = { typed: [defaults.userId, defaults.token] };

export const commandRows: readonly CommandRow[] = [
  row('cli.added', 'no folder', 'add {folder}', { words: 'add {missing}' }),
  row('cliError.noSuchFolder', 'no folder', 'add {missing}', { words: 'add {folder}' }),
  row('cliError.noSuchSpace', 'no folder', 'add {folder} --space C9', { words: 'add {folder}' }),
  row('cliError.manySpaces', 'two spaces', 'add {folder}', { words: 'add {folder} --space C2' }),
  row('sentence.alreadySynced', 'synced', 'add {folder}', { state: 'no folder' }),
  row('cli.removed', 'synced', 'remove {folder}', { words: 'remove {base}' }),
  row('cliError.notPaired', 'synced', 'remove {base}', { words: 'remove {folder}' }),
  row('cli.broughtBack', 'the folder is in the bin there', 'bring-back {folder}', { state: 'synced' }),
  row('cli.notInBin', 'synced', 'bring-back {folder}', { state: 'the folder is in the bin there' }),
  row('cli.inItsPlace', 'synced', 'bring-back {file}', { state: 'the file is in the bin there' }),
  row('cli.outOfBin', 'the file is in the bin there', 'bring-back {file}', { state: 'synced' }),
  row('cli.uploadedAnew', 'the file is gone there', 'bring-back {file}', {
    state: 'the file is in the bin there',
  }),
  row('cli.noDifferences', 'synced', 'compare', { state: 'the file is in the bin there' }),
  row('cli.differs.in-bin', 'the file is in the bin there', 'compare', { state: 'the file is gone there' }),
  row('cli.differs.gone', 'the file is gone there', 'compare', { state: 'the file is in the bin there' }),
  row('cli.differs.renamed', 'renamed there', 'compare', { state: 'moved there' }),
  row('cli.differs.moved', 'moved there', 'compare', { state: 'renamed there' }),
  row('cli.differs.newer', 'changed there', 'compare', { state: 'renamed there' }),
  row('error.NOT_YET_SYNCED', 'not uploaded yet', 'versions {file}', { state: 'synced' }),
  row('cli.takenOver', 'of another account', 'take-over', { state: 'synced' }),
  row('cli.nothingToTakeOver', 'synced', 'take-over', { state: 'of another account' }),
  row('cli.isOwn', 'synced', 'take-over {folder}', { state: 'of another account' }),
  row('sentence.otherAccount', 'of another account', 'versions {file}', { state: 'synced' }),
  row('cli.paused', 'synced', 'pause {folder}', { words: 'pause' }),
  row('cli.pausedAll', 'synced', 'pause', { words: 'pause {folder}' }),
  row('cli.resumed', 'synced', 'resume {folder}', { state: 'paused' }),
  row('cli.resumedAll', 'synced', 'resume', { words: 'resume {folder}' }),
  row('cli.stillPaused', 'paused', 'resume {folder}', { words: 'resume' }),
  row('cli.watching', 'synced', 'run', { words: 'run --once' }),
  row('cli.stopping', 'synced', 'run', { words: 'run --once' }),
  row('policy.lead', 'a policy', 'status', { state: 'synced' }),
  row('policy.where', 'a policy', 'policy', { state: 'synced' }),
  row('cli.ignoredByPolicy', 'a policy', 'check-ignore x.iso', {
    words: 'check-ignore x.log',
  }),
  row('cli.notIgnoredByPolicy', 'a policy', 'check-ignore x.log', {
    words: 'check-ignore x.iso',
  }),
  row('policy.none', 'synced', 'policy', { state: 'a policy' }),
  row('cli.restored', 'two versions', 'restore {file} --revision {version}', {
    words: 'restore {file} --revision {version} --to {copy}',
  }),
  row('cli.restoredTo', 'two versions', 'restore {file} --revision {version} --to {copy}', {
    words: 'restore {file} --revision {version}',
  }),
  row('sentence.targetExists', 'two versions', 'restore {file} --revision {version} --to {other}', {
    words: 'restore {file} --revision {version} --to {other} --force',
  }),
  row('sentence.targetFolderMissing', 'two versions', 'restore {file} --revision {version} --to {nowhere}', {
    words: 'restore {file} --revision {version} --to {copy}',
  }),
  row('cli.kept', 'two versions', 'keep {file} --revision {version}', {
    words: 'keep {file} --revision {version} --off',
  }),
  row('cli.notKept', 'two versions', 'keep {file} --revision {version} --off', {
    words: 'keep {file} --revision {version}',
  }),
  row('cli.undoRestore', 'two versions', 'restore {file} --number 1', {
    words: 'restore {file} --number 1 --to {copy}',
  }),
  row('cli.exported', 'two versions', 'export {file} {base}', { words: 'export {file} {nowhere}' }),
  row('cli.exportFailed', 'one of two versions is damaged there', 'export {file} {base}', {
    state: 'two versions',
  }),
  row('cli.labelled', 'two versions', 'label {file} words --number 1', {
    words: 'label {file} --off --number 1',
  }),
  row('cli.unlabelled', 'two versions', 'label {file} --off --number 1', {
    words: 'label {file} words --number 1',
  }),
  row('cliError.whichLabel', 'two versions', 'label {file} --number 1', {
    words: 'label {file} words --number 1',
  }),
  row('cli.versionDeleted', 'two versions', 'delete-version {file} --number 1 --yes', {
    words: 'delete-version {file} --number 2 --yes',
  }),
  row('sentence.latestNotDeleted', 'two versions', 'delete-version {file} --number 2 --yes', {
    words: 'delete-version {file} --number 1 --yes',
  }),
  row(
    'sentence.versionNotDeleted',
    'versions that the server does not delete',
    'delete-version {file} --number 1 --yes',
    {
      state: 'two versions',
    },
  ),
  row('cliError.sureNeeded', 'two versions', 'delete-version {file} --number 1', {
    words: 'delete-version {file} --number 1 --yes',
  }),
  row('cli.noChanges', 'a folder within', 'log {sub}', { words: 'log {folder}' }),
  row('cliError.noLimit', 'synced', 'log --limit 0', { words: 'log --limit 1' }),
  row('cli.diffFacts', 'two versions of what is no text', 'diff {file} --number 1 --number 2', {
    state: 'two versions',
  }),
  row('cli.notComparable', 'two versions of what is no text', 'diff {file} --number 1 --number 2', {
    state: 'two versions',
  }),
  row('cli.lineEndingsDiffer', 'two versions with other line endings', 'diff {file} --number 1 --number 2', {
    state: 'two versions',
  }),
  row('cli.tooDifferent', 'two versions with no line in common', 'diff {file} --number 1 --number 2', {
    state: 'two versions',
  }),
  row('cli.sameContent', 'two versions', 'diff {file} --number 2', { words: 'diff {file} --number 1' }),
  row('cli.diffPresent', 'two versions', 'diff {file} --number 1', {
    words: 'diff {file} --number 1 --number 2',
  }),
  row('cliError.whichNumbers', 'two versions', 'diff {file}', { words: 'diff {file} --number 1' }),
  row('cliError.whichVersion', 'two versions', 'restore {file}', { words: 'restore {file} --number 1' }),
  row('cliError.whichVersion', 'two versions', 'restore {file} --number 1 --at today', {
    words: 'restore {file} --at today',
  }),
  row('cliError.whichFile', 'two versions', 'restore', { words: 'restore {file} --number 1' }),
  row('cliError.noSuchNumber', 'two versions', 'show {file} --number 3', { words: 'show {file} --number 2' }),
  row('cliError.noMoment', 'two versions', 'show {file} --at soon', { words: 'show {file} --at now' }),
  row('cliError.noVersionThen', 'two versions', 'show {file} --at yesterday', {
    words: 'show {file} --at today',
  }),
  row('cli.defaultSpace', 'synced', `spaces --default {space}`, { words: 'spaces' }),
  row('cli.noDeletions', 'synced', 'deletions', { state: 'deleted and in the bin' }),
  row('cli.held', 'deleted and held', 'deletions', { state: 'confirmed' }),
  row('cli.approved', 'deleted and held', 'deletions approve {deletion}', {
    state: 'deleted and in the bin',
  }),
  row('cli.approvedBefore', 'deleted and in the bin', 'deletions approve {deletion}', {
    state: 'deleted and held',
  }),
  row('cli.nothingHeld', 'deleted and on its way', 'deletions approve --all', { state: 'deleted and held' }),
  row('cli.undone', 'deleted and in the bin', 'deletions undo {deletion}', { state: 'back before its time' }),
  row('cli.alreadyBack', 'back before its time', 'deletions undo {deletion}', {
    state: 'deleted and in the bin',
  }),
  row('cli.cameBeside', 'something new has the name of what is in the bin', 'deletions undo {deletion}', {
    state: 'deleted and in the bin',
  }),
  row('sentence.lostForGood', 'the bin was emptied', 'deletions undo {deletion}', {
    state: 'deleted and in the bin',
  }),
  row('sentence.lostButSame', 'the bin was emptied, and a copy is here', 'deletions undo {deletion}', {
    state: 'the bin was emptied',
  }),
  row('sentence.undoAboveFirst', 'deleted, and later its folder', 'deletions undo 1', {
    state: 'deleted and in the bin',
  }),
  row(
    'sentence.undoAboveTaken',
    'deleted, and later a file took the name of its folder',
    'deletions undo 1',
    {
      state: 'deleted, and later its folder',
    },
  ),
  row('sentence.undoBusy', 'deleted, and asked to be renamed', 'deletions undo 1', {
    state: 'deleted and in the bin',
  }),
  row('deletions.lostSince', 'known to be lost', 'deletions', { state: 'the bin was emptied' }),
  row('cli.nothingToUndo', 'deleted and in the bin', 'deletions undo --all', { state: 'deleted and held' }),
  row('cliError.noSuchDeletion', 'deleted and held', 'deletions undo 99', {
    words: 'deletions undo {deletion}',
  }),
  row('cliError.whichDeletion', 'deleted and held', 'deletions undo', { words: 'deletions undo {deletion}' }),
  row('cliError.noSuchFile', 'synced', 'versions {missing}', { words: 'versions {file}' }),
  row('cliError.deletedFile', 'deleted and in the bin', 'versions {file}', { words: 'versions {other}' }),
  row('cliError.isFolder', 'a folder within', 'versions {sub}', { words: 'versions {file}' }),
  row('cliError.isFolder', 'synced', 'versions {folder}', { words: 'versions {file}' }),
  row('cli.notIgnoredWithoutSign', 'a name that needs a sign', 'check-ignore {ldb}', {
    state: 'its sign beside it',
  }),
  row('cli.whoami', 'synced', 'whoami', { state: 'sign-in lost' }),
  row('cliError.unexpected', 'a request is found wrong', 'whoami', { state: 'synced' }),
  row('cliError.nothingTyped', 'nobody is signed in', 'sign-in --server {server}', signsIn, { typed: [''] }),
  row(
    'cliError.nothingTyped',
    'nobody is signed in',
    'sign-in --server {server} --user-id {user} --app',
    { typed: ['an app', 'its secret'] },
    { typed: [''] },
  ),
  row(
    'sentence.serverAddress',
    'nobody is signed in',
    'sign-in --server {folder}',
    { words: 'sign-in --server {server}' },
    signsIn,
  ),
  row('cli.signedIn', 'nobody is signed in', 'sign-in --server {server}', { typed: [''] }, signsIn),
  row('cli.moreUnsynced', '21 items wait', 'run --once', { state: '20 items wait' }, { stopped: true }),
  row('cliError.signInRefused', 'sign-in lost', 'whoami', { state: 'synced' }),
];
