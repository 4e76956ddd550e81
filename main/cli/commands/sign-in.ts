/**
 * `koosync sign-in [--server ADDRESS] [--user-id ID] [--app [--app-id ID]]`. What is not given is asked for. The
 * secret is never an argument, since every process of the machine can read those: it comes from a prompt that does
 * not show it, or as the first line of standard input.
 */
import type { Command } from 'commander';
import type { SignInForm } from '../../../shared/account.ts';
import { CliError } from '../cli-error.ts';
import type { Cli } from '../context.ts';
import { ask, askHidden, readLine } from '../prompt.ts';

type Options = {
  readonly server?: string;
  readonly userId?: string;
  readonly app?: boolean;
  readonly appId?: string;
};

export const signInCommand = (program: Command, cli: Cli): void => {
  program
    .command('sign-in')
    .description(cli.say('help.signIn.about'))
    .option('--server <ADDRESS>', cli.say('help.signIn.server'))
    .option('--user-id <ID>', cli.say('help.signIn.userId'))
    .option('--app', cli.say('help.signIn.app'))
    .option('--app-id <ID>', cli.say('help.signIn.appId'))
    .action(async (options: Options) => {
      const { account, policy } = await cli.koosync();
      account.refuseIfByEnvironment();
      const known = account.get();
      // nobody is asked for what is fixed; another one that is given is refused
      const fixed = options.server ?? policy.values().server;
      const server = await given(cli, '--server', 'ask.server', fixed, known.server);
      const userId = await given(cli, '--user-id', 'ask.userId', options.userId, known.userId);
      const view = await account.signIn(await form(cli, options, server, userId), cli.signal);
      cli.out.line(cli.say('cli.signedIn', { server: view.server, userId: view.userId, vault: view.vault }));
    });
};

const form = async (cli: Cli, options: Options, server: string, userId: string): Promise<SignInForm> => {
  if (options.app !== true && options.appId === undefined)
    return { kind: 'token', server, userId, token: await secret(cli, 'ask.token') };
  const appId = await given(cli, '--app-id', 'ask.appId', options.appId, '');
  return { kind: 'app', server, userId, appId, appSecret: await secret(cli, 'ask.appSecret') };
};

/** The option, else what is typed, where just Enter takes `proposal`. Without a terminal the option must be there. */
const given = async (
  cli: Cli,
  option: string,
  question: 'ask.server' | 'ask.userId' | 'ask.appId',
  value: string | undefined,
  proposal: string,
): Promise<string> => {
  if (value !== undefined && value.trim() !== '') return value;
  if (cli.stdin.isTTY !== true) throw new CliError('cliError.optionNeeded', { option });
  const asked = cli.say(question);
  const prompt =
    proposal === ''
      ? cli.say('ask.prompt', { question: asked })
      : cli.say('ask.promptWithProposal', { question: asked, proposal });
  const answer = (await ask(cli.stdin, cli.stderr, `${prompt} `, cli.signal, cli.out.rewrites)).trim();
  if (answer !== '') return answer;
  if (proposal === '') throw new CliError('cliError.nothingTyped', { option });
  return proposal;
};

const secret = async (cli: Cli, question: 'ask.token' | 'ask.appSecret'): Promise<string> => {
  const answer =
    cli.stdin.isTTY === true
      ? await askHidden(
          cli.stdin,
          cli.stderr,
          `${cli.say('ask.prompt', { question: cli.say(question) })} `,
          cli.signal,
        )
      : await readLine(cli.stdin, cli.signal);
  if (answer.trim() === '') throw new CliError('cliError.noSecret');
  return answer.trim();
};
