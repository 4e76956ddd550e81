/**
 * `koosync check-ignore PATH... [--json]`: is it ignored, by which rule, and where does that stand? As with git, the
 * exit code is 0 when any of the paths is ignored and 1 when none is. The paths need not exist; a slash at the end
 * says that a folder is meant.
 */
import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Engine } from '../../engine/api.ts';
import { pathInside, realDisk } from '../../disk/disk.ts';
import { ignoreFileName, readIgnoreRules, type RuleSource } from '../../engine/watch/ignore-rules.ts';
import type { Cli } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { printable } from '../format.ts';
import { locatePath } from '../paths.ts';

/** `file` is the absolute path of the pair's rule file, there or not. */
type Checked = {
  readonly path: string;
  readonly ignored: boolean;
  readonly source: RuleSource | { readonly from: 'own-state' } | undefined;
  readonly file: string;
};

/** The contract with scripts, as git has it: nothing is ignored. */
const noneIgnored = exitCodes.unexpected;

export const checkIgnoreCommand = (program: Command, cli: Cli): void => {
  program
    .command('check-ignore')
    .description(cli.say('help.checkIgnore.about'))
    .argument('<PATH...>')
    .option('--json', cli.say('help.option.json'))
    .action(async (written: string[], options: { readonly json?: boolean }) => {
      const { engine, home } = await cli.koosync();
      const checked: Checked[] = [];
      for (const path of written) checked.push(await check(engine, home, cli.cwd, path));
      if (options.json === true) cli.out.json(checked.map(asJson));
      else for (const one of checked) cli.out.line(printable(sentenceOf(cli, one)));
      if (!checked.some(({ ignored }) => ignored)) cli.exitWith(noneIgnored);
    });
};

/** Throws NOT_IN_A_PAIR. */
const check = async (
  engine: Pick<Engine, 'locate' | 'pairs'>,
  home: string,
  cwd: string,
  written: string,
): Promise<Checked> => {
  // a pair's own folder is in none, and is never ignored
  const root = resolve(cwd, written);
  if ((await engine.pairs()).some(({ folder }) => folder === root))
    return { path: root, ignored: false, source: undefined, file: join(root, ignoreFileName) };
  const { path, located } = await locatePath(engine, cwd, written);
  const { pair, relativePath } = located;
  const file = join(pair.folder, ignoreFileName);
  const own = pathInside(pair.folder, home);
  if (own !== undefined && (relativePath === own || relativePath.startsWith(`${own}/`)))
    return { path, ignored: true, source: { from: 'own-state' }, file };
  const found = await lstat(path).catch(() => undefined);
  const isFolder = found?.isDirectory() ?? /[/\\]$/.test(written);
  const rules = await readIgnoreRules(realDisk, pair.folder);
  return { path, file, ...rules.explain(relativePath, isFolder) };
};

const asJson = ({ path, ignored, source, file }: Checked) => {
  switch (source?.from) {
    case undefined:
      return { path, ignored };
    case 'own-state':
      return { path, ignored, from: source.from };
    case 'default':
      return { path, ignored, from: source.from, rule: source.pattern, madeBy: source.madeBy };
    case 'file':
      return { path, ignored, from: source.from, rule: source.pattern, file, line: source.line };
  }
};

const sentenceOf = ({ say }: Cli, { path, ignored, source, file }: Checked): string => {
  switch (source?.from) {
    case undefined:
      return say('cli.notIgnored', { path });
    case 'own-state':
      return say('cli.ignoredOwnState', { path });
    case 'default':
      return say('cli.ignoredByDefault', { path, file, pattern: source.pattern, madeBy: source.madeBy });
    case 'file':
      return say(ignored ? 'cli.ignoredByFile' : 'cli.notIgnoredByFile', {
        path,
        file,
        pattern: source.pattern,
        line: source.line,
      });
  }
};
