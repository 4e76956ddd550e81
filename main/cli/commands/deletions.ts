/**
 * `koosync deletions [--json]`: what is gone from disk and what becomes of it; `koosync deletions approve` lets held
 * ones go, `koosync deletions restore` brings them back to this disk. Each takes IDs or --all. Beside a running engine
 * the word is given through the database, which that engine follows.
 */
import type { Command } from 'commander';
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
    .description(cli.say('deletionsAbout'))
    .helpCommand(false)
    .option('--json', cli.say('optionJson'))
    .action(async (options: { readonly json?: boolean }) => {
      await list(cli, await cli.koosync(), options.json === true);
    });
  deletions
    .command('approve')
    .description(cli.say('approveAbout'))
    .argument('[ID...]')
    .option('--all', cli.say('approveAll'))
    .action(async (ids: string[], options: Options) => {
      await approve(cli, await cli.koosync(), ids, options);
    });
  deletions
    .command('restore')
    .description(cli.say('undeleteAbout'))
    .argument('[ID...]')
    .option('--all', cli.say('undeleteAll'))
    .action(async (ids: string[], options: Options) => {
      await restore(cli, await cli.koosync(), ids, options);
    });
};

const list = async (cli: Cli, { engine, translate }: KooSync, json: boolean): Promise<void> => {
  const all = await engine.deletions();
  const reasonOf = ({ reason }: Deletion) =>
    reason === undefined ? undefined : translate(`deletions.reason.${reason}`);
  if (json) {
    cli.out.json(
      all.map((one) => {
        const { id, path, kind, files, noticedAt, state } = one;
        return { id, path, kind, files, since: noticedAt, state, code: one.reason, reason: reasonOf(one) };
      }),
    );
    return;
  }
  if (all.length === 0) {
    cli.out.note(cli.say('deletionsNone'));
    return;
  }
  cli.out.line(
    table(
      [
        { title: cli.say('columnId'), right: true },
        { title: cli.say('columnSince') },
        { title: cli.say('columnFiles'), right: true },
        { title: cli.say('columnState') },
        { title: cli.say('columnPath') },
      ],
      all.map((one) => {
        const state = translate(`deletions.state.${one.state}`);
        const reason = reasonOf(one);
        return [
          String(one.id),
          formatTime(one.noticedAt),
          String(one.files),
          reason === undefined ? state : `${state}: ${reason}`,
          printable(one.path),
        ];
      }),
    ),
  );
  const held = all.filter(({ state }) => state === 'held');
  if (held.length > 0) cli.out.note(cli.say('deletionsHeld', { count: held.length }));
};

const approve = async (
  cli: Cli,
  { engine }: KooSync,
  ids: readonly string[],
  options: Options,
): Promise<void> => {
  const all = await engine.deletions();
  const chosen = choose(all, ids, options, ({ state }) => state === 'held');
  if (chosen.length === 0) cli.out.note(cli.say('approvedNone'));
  await engine.approveDeletions(chosen.map(({ id }) => id));
  for (const { path, state } of chosen)
    cli.out.line(cli.say(state === 'sent' ? 'approvedBefore' : 'approved', { path: printable(path) }));
};

/** One that cannot be brought back does not keep the others from it. */
const restore = async (
  cli: Cli,
  koosync: KooSync,
  ids: readonly string[],
  options: Options,
): Promise<void> => {
  const chosen = choose(await koosync.engine.deletions(), ids, options, ({ state }) => state !== 'sent');
  if (chosen.length === 0) cli.out.note(cli.say('undeletedNone'));
  const failed: { readonly path: string; readonly error: KooError }[] = [];
  for (const { id, path } of chosen) {
    try {
      const { files, folders } = await koosync.undoDeletion(id, cli.signal);
      const key = files.length + folders.length === 0 ? 'undeletedNothing' : 'undeleted';
      cli.out.line(cli.say(key, { path: printable(path), files: files.length }));
    } catch (thrown) {
      const error = toKooError(thrown);
      if (chosen.length === 1 || error.response === 'sign-in' || error.code === 'CANCELLED') throw error;
      failed.push({ path, error });
    }
  }
  for (const { path, error } of failed) {
    koosync.log.warn({ path, err: error }, 'not brought back');
    cli.out.note(`${printable(path)}: ${koosync.sentence(error)}`);
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
  if ((options.all === true) === written.length > 0) throw new CliError('errorWhichDeletion');
  if (options.all === true) return all.filter(inAll);
  for (const id of written)
    if (!all.some((one) => String(one.id) === id))
      throw new CliError('errorNoSuchDeletion', { id: printable(id) });
  return all.filter(({ id }) => written.includes(String(id)));
};
