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
    .description(cli.say('signInAbout'))
    .option('--server <ADDRESS>', cli.say('signInServer'))
    .option('--user-id <ID>', cli.say('signInUserId'))
    .option('--app', cli.say('signInApp'))
    .option('--app-id <ID>', cli.say('signInAppId'))
    .action(async (options: Options) => {
      const { account } = await cli.koosync();
      account.refuseIfByEnvironment();
      const known = account.get();
      const server = await given(cli, '--server', 'askServer', options.server, known.server);
      const userId = await given(cli, '--user-id', 'askUserId', options.userId, known.userId);
      const view = await account.signIn(await form(cli, options, server, userId), cli.signal);
      cli.out.line(cli.say('signedIn', { server: view.server, userId: view.userId, vault: view.vault }));
    });
};

const form = async (cli: Cli, options: Options, server: string, userId: string): Promise<SignInForm> => {
  if (options.app !== true && options.appId === undefined)
    return { kind: 'token', server, userId, token: await secret(cli, 'askToken') };
  const appId = await given(cli, '--app-id', 'askAppId', options.appId, '');
  return { kind: 'app', server, userId, appId, appSecret: await secret(cli, 'askAppSecret') };
};

/** The option, else what is typed, where just Enter takes `proposal`. Without a terminal the option must be there. */
const given = async (
  cli: Cli,
  option: string,
  question: 'askServer' | 'askUserId' | 'askAppId',
  value: string | undefined,
  proposal: string,
): Promise<string> => {
  if (value !== undefined && value.trim() !== '') return value;
  if (cli.stdin.isTTY !== true) throw new CliError('errorNeedsOption', { option });
  const hint = proposal === '' ? '' : ` [${proposal}]`;
  const answer = (await ask(cli.stdin, cli.stderr, `${cli.say(question)}${hint}: `, cli.signal)).trim();
  if (answer !== '') return answer;
  if (proposal === '') throw new CliError('errorNeedsOption', { option });
  return proposal;
};

const secret = async (cli: Cli, question: 'askToken' | 'askAppSecret'): Promise<string> => {
  const answer =
    cli.stdin.isTTY === true
      ? await askHidden(cli.stdin, cli.stderr, `${cli.say(question)}: `, cli.signal)
      : await readLine(cli.stdin, cli.signal);
  if (answer.trim() === '') throw new CliError('errorNoSecret');
  return answer.trim();
};
