/**
 * `koosync compare [FOLDER] [--json]`: compares what was synced with what KooDrive holds, all of it and now. Exit code 3 when
 * something of it is not there.
 */
import type { Command } from 'commander';
import type { StringKey } from '../../../shared/strings/index.ts';
import { isLost, type RemoteDifference } from '../../model/remote-difference.ts';
import type { Cli } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { printable } from '../format.ts';
import { findFolder } from '../paths.ts';

type Found = RemoteDifference & { readonly pairFolder: string };

export const compareCommand = (program: Command, cli: Cli): void => {
  program
    .command('compare')
    .description(cli.say('help.compare.about'))
    .argument('[FOLDER]')
    .option('--json', cli.say('help.option.json'))
    .action(async (written: string | undefined, options: { readonly json?: boolean }) => {
      const { engine } = await cli.koosync();
      const tops =
        written === undefined
          ? (await engine.pairs()).map((pair) => ({ pair, folder: '' }))
          : [await findFolder(engine, cli.cwd, written)];
      const found: Found[] = [];
      for (const { pair, folder } of tops)
        for (const one of await engine.compare(pair.id, folder, cli.signal))
          found.push({ ...one, pairFolder: pair.folder });
      if (options.json === true)
        cli.out.json(found.map(({ path, kind, pairFolder }) => ({ folder: pairFolder, path, kind })));
      else if (tops.length === 0) cli.out.note(cli.say('cli.noPairs'));
      else if (found.length === 0) cli.out.line(cli.say('cli.noDifferences'));
      else for (const one of found) cli.out.line(lineOf(one, cli));
      if (found.some(isLost)) cli.exitWith(exitCodes.notSynced);
    });
};

const sentences = {
  'in-bin': 'cli.differs.in-bin',
  gone: 'cli.differs.gone',
  renamed: 'cli.differs.renamed',
  newer: 'cli.differs.newer',
} as const satisfies Record<RemoteDifference['kind'], StringKey>;

const lineOf = ({ path, kind, detail, pairFolder }: Found, { say }: Pick<Cli, 'say'>): string => {
  const at = printable(`${pairFolder}/${path}`);
  // the name is the same where it lies in another folder
  if (kind === 'renamed')
    return detail === undefined
      ? say('cli.differs.moved', { path: at })
      : say(sentences[kind], { path: at, name: printable(detail) });
  return say(sentences[kind], { path: at });
};
