/** `koosync policy [--json]`: what the organisation fixed on this computer, and where. What is wrong with it is said anyway. */
import type { Command } from 'commander';
import { viewOf, withoutSecrets } from '../../policy/policy-view.ts';
import type { Cli } from '../context.ts';
import { printable } from '../format.ts';
import { table } from '../table.ts';

export const policyCommand = (program: Command, cli: Cli): void => {
  program
    .command('policy')
    .description(cli.say('help.policy.about'))
    .option('--json', cli.say('help.option.json'))
    .action(async (options: { readonly json?: boolean }) => {
      const { policy } = await cli.koosync();
      const judged = policy.judged();
      const { path, fixed, faults } = viewOf(judged, cli.sentence);
      const values: Readonly<Record<string, unknown>> = withoutSecrets(judged.values);
      if (options.json === true) {
        cli.out.json({ path, values, faults });
        return;
      }
      if (path === undefined) cli.out.note(cli.say('policy.none'));
      else cli.out.line(cli.say('policy.where', { path: printable(path) }));
      if (fixed.length === 0) return;
      const columns = [{ title: cli.say('column.setting') }, { title: cli.say('column.value') }];
      cli.out.line(
        table(
          columns,
          fixed.map((key) => [key, printable(textOf(values[key]))]),
        ),
      );
    });
};

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));
