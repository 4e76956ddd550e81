/**
 * `koosync deletions [--json]`: what is missing from disk and what becomes of it; `koosync deletions approve` confirms
 * deletions, `koosync deletions undo` undoes them. Each takes IDs or --all. Beside a running engine the decision is
 * written into the database, which that engine follows.
 */
import type { Command } from 'commander';
import { deletionReasonWords, deletionStateWords } from '../../../shared/strings/index.ts';
import type { Deletion } from '../../../shared/views.ts';
import type { KooSync } from '../../compose.ts';
import { toKooError, type KooError } from '../../model/errors.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { formatTime, printable } from '../format.ts';
import { table } from '../table.ts';

type Options = { readonly all?: boolean };

export const deletionsCommand = (program: Command, cli: Cli): void => {
  const deletions = program
    .command('deletions')
    .description(cli.say('help.deletions.about'))
    .helpCommand(false)
    .option('--json', cli.say('help.option.json'))
    .action(async (options: { readonly json?: boolean }) => {
      await list(cli, await cli.koosync(), options.json === true);
    });
  deletions
    .command('approve')
    .description(cli.say('help.deletions.approve'))
    .argument('[ID...]')
    .option('--all', cli.say('help.deletions.approveAll'))
    .action(async (ids: string[], options: Options) => {
      await approve(cli, await cli.koosync(), ids, options);
    });
  // `restore` was the first name of `undo`, and scripts may still say it
  for (const [name, hidden] of [
    ['undo', false],
    ['restore', true],
  ] as const)
    deletions
      .command(name, { hidden })
      .description(cli.say('help.deletions.undo'))
      .argument('[ID...]')
      .option('--all', cli.say('help.deletions.undoAll'))
      .action(async (ids: string[], options: Options) => {
        await undo(cli, await cli.koosync(), ids, options);
      });
};

const list = async (cli: Cli, { engine }: KooSync, json: boolean): Promise<void> => {
  const all = await engine.deletions();
  const reasonOf = ({ reason }: Deletion) =>
    reason === undefined ? undefined : cli.say(deletionReasonWords[reason]);
  const goneSince = ({ lost }: Deletion) =>
    lost &&
    cli.say('deletions.lostSince', { sent: formatTime(lost.sentAt), found: formatTime(lost.foundAt) });
  if (json) {
    cli.out.json(
      all.map((one) => {
        const { id, path, kind, files, noticedAt, state } = one;
        const lost = one.lost && {
          inBinSince: one.lost.sentAt,
          goneSince: one.lost.foundAt,
          sameContent: one.lost.same,
        };
        return {
          id,
          path,
          kind,
          files,
          since: noticedAt,
          state,
          code: one.reason,
          reason: reasonOf(one),
          lost,
        };
      }),
    );
    return;
  }
  if (all.length === 0) {
    cli.out.note(cli.say('cli.noDeletions'));
    return;
  }
  cli.out.line(
    table(
      [
        { title: cli.say('column.id'), right: true },
        { title: cli.say('column.deleted') },
        { title: cli.say('column.files'), right: true },
        { title: cli.say('column.state') },
        { title: cli.say('column.path') },
      ],
      all.map((one) => {
        const state = cli.say(deletionStateWords[one.state]);
        const reason = reasonOf(one) ?? goneSince(one);
        return [
          String(one.id),
          formatTime(one.noticedAt),
          String(one.files),
          reason === undefined ? state : cli.say('cli.stateBecause', { state, reason }),
          printable(one.path),
        ];
      }),
    ),
  );
  const held = all.filter(({ state }) => state === 'held');
  if (held.length > 0) cli.out.note(cli.say('cli.held', { count: held.length }));
};

const approve = async (
  cli: Cli,
  { engine }: KooSync,
  ids: readonly string[],
  options: Options,
): Promise<void> => {
  const all = await engine.deletions();
  const chosen = choose(all, ids, options, ({ state }) => state === 'held');
  if (chosen.length === 0) cli.out.note(cli.say('cli.nothingHeld'));
  await engine.approveDeletions(chosen.map(({ id }) => id));
  for (const { path, state } of chosen)
    cli.out.line(
      cli.say(state === 'sent' || state === 'lost' ? 'cli.approvedBefore' : 'cli.approved', {
        path: printable(path),
      }),
    );
};

/** One that cannot be undone does not keep the others from it. */
const undo = async (cli: Cli, koosync: KooSync, ids: readonly string[], options: Options): Promise<void> => {
  const chosen = choose(await koosync.engine.deletions(), ids, options, ({ state }) => state !== 'sent');
  if (chosen.length === 0) cli.out.note(cli.say('cli.nothingToUndo'));
  const failed: { readonly path: string; readonly error: KooError }[] = [];
  for (const { id, path } of chosen) {
    try {
      const { files, folders, beside, lost } = await koosync.undoDeletion(id, cli.signal);
      const nothing = files.length + folders.length + lost.length === 0;
      const values = { path: printable(path), count: files.length };
      // what is here under another name is said below
      if (nothing) cli.out.line(cli.say('cli.alreadyBack', values));
      else if (!beside.some(({ wanted }) => wanted === path)) cli.out.line(cli.say('cli.undone', values));
      for (const { wanted, path: other } of beside)
        cli.out.line(cli.say('cli.cameBeside', { path: printable(wanted), other: printable(other) }));
      for (const file of lost) cli.out.note(cli.say('sentence.lostForGood', { path: printable(file) }));
      if (lost.length > 0) cli.exitWith(exitCodes.notSynced);
    } catch (thrown) {
      const error = toKooError(thrown);
      if (chosen.length === 1 || error.response === 'sign-in' || error.code === 'CANCELLED') throw error;
      failed.push({ path, error });
    }
  }
  for (const { path, error } of failed) {
    koosync.log.warn({ path, err: error }, 'not undone');
    cli.out.note(cli.say('cli.problem', { path: printable(path), reason: koosync.sentence(error) }));
  }
  if (failed.length > 0) cli.exitWith(exitCodes.notSynced);
};

/** In the order of the list. Nothing is done before every ID is known to be right. */
const choose = (
  all: readonly Deletion[],
  written: readonly string[],
  options: Options,
  inAll: (deletion: Deletion) => boolean,
): Deletion[] => {
  if ((options.all === true) === written.length > 0) throw new CliError('cliError.whichDeletion');
  if (options.all === true) return all.filter(inAll);
  for (const id of written)
    if (!all.some((one) => String(one.id) === id))
      throw new CliError('cliError.noSuchDeletion', { id: printable(id) });
  return all.filter(({ id }) => written.includes(String(id)));
};
