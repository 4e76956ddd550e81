/** `koosync status [--json]`: per pair folder, remote, files, pending, problems[{path, code, reason}], what is skipped. */
import type { Command } from 'commander';
import { standingOf, type Standing } from '../../../shared/standing.ts';
import { policyKeyWords, type StringKey } from '../../../shared/strings/index.ts';
import { viewOf } from '../../policy/policy-view.ts';
import type { Cli } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { printable } from '../format.ts';
import { problemLinesOf, skippedLinesOf } from '../problems.ts';

/** What is said above the folders; the rest stands with each of them. */
const standsInTheWay = {
  paused: 'headline.paused',
  offline: 'headline.offline',
  'sign-in': 'headline.sign-in',
  // the command line has its engine in its own process
  restarting: undefined,
  idle: undefined,
  syncing: undefined,
  problem: undefined,
  empty: undefined,
  // stands with each folder
  'some-paused': undefined,
} as const satisfies Record<Standing['kind'], StringKey | undefined>;

export const statusCommand = (program: Command, cli: Cli): void => {
  program
    .command('status')
    .description(cli.say('help.status.about'))
    .option('--json', cli.say('help.option.json'))
    .action(async (options: { readonly json?: boolean }) => {
      const { engine, mended, policy } = await cli.koosync();
      // a script wants them all
      const { pairs, state } = await engine.status(Number.POSITIVE_INFINITY);
      // there were some, and nobody knows which: that has been said
      if (pairs.length === 0 && mended) cli.exitWith(exitCodes.unexpected);
      if (options.json === true) {
        cli.out.json(pairs);
        return;
      }
      if (pairs.length === 0 && !mended) cli.out.note(cli.say('cli.noPairs'));
      const said = standsInTheWay[standingOf({ state, pairs }).kind];
      if (said !== undefined) cli.out.note(cli.say(said));
      const { fixed } = viewOf(policy.judged(), cli.sentence);
      if (fixed.length > 0)
        cli.out.note(
          cli.say('policy.lead', { names: fixed.map((key) => cli.say(policyKeyWords[key])).join(', ') }),
        );
      for (const pair of pairs) {
        cli.out.line(cli.say('cli.pair', { folder: printable(pair.folder), remote: printable(pair.remote) }));
        const counts = cli.say(pair.scanned ? 'cli.counts' : 'cli.countsNotScanned', {
          files: cli.say('cli.files', { count: pair.files }),
          pending: cli.say('cli.pending', { count: pair.pending }),
          problems: cli.say('cli.problems', { count: pair.problemCount }),
        });
        const paused = pair.paused ? [cli.say('cli.pairPaused')] : [];
        for (const line of [
          ...paused,
          counts,
          ...problemLinesOf(pair, cli.say),
          ...skippedLinesOf(pair, cli.say),
        ])
          cli.out.line(`  ${line}`);
      }
    });
};
