/**
 * `koosync check-ignore PATH... [--json]`: is it ignored, by which rule, and where does that stand? As with git, the
 * exit code is 0 when any of the paths is ignored and 1 when none is. The paths need not exist; a slash at the end
 * says that a folder is meant.
 */
import type { Command } from 'commander';
import type { StringKey } from '../../../shared/strings/index.ts';
import type { Engine, IgnoreCheck } from '../../engine/api.ts';
import { absolutePath } from '../../lib/working-folder.ts';
import type { Cli } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { printable } from '../format.ts';
import { isSame, locatePath } from '../paths.ts';

type Checked = IgnoreCheck & { readonly path: string };

/** The contract with scripts, as git has it: nothing is ignored. */
const noneIgnored = exitCodes.unexpected;

export const checkIgnoreCommand = (program: Command, cli: Cli): void => {
  program
    .command('check-ignore')
    .description(cli.say('help.checkIgnore.about'))
    .argument('<PATH...>')
    .option('--json', cli.say('help.option.json'))
    .action(async (written: string[], options: { readonly json?: boolean }) => {
      const { engine } = await cli.koosync();
      const checked: Checked[] = [];
      for (const path of written) checked.push(await check(engine, cli.cwd, path));
      if (options.json === true) cli.out.json(checked.map(asJson));
      else for (const one of checked) cli.out.line(printable(sentenceOf(cli, one)));
      if (!checked.some(({ ignored }) => ignored)) cli.exitWith(noneIgnored);
    });
};

/** Throws NOT_IN_A_PAIR. */
const check = async (
  engine: Pick<Engine, 'checkIgnore' | 'locate' | 'pairs'>,
  cwd: string | undefined,
  written: string,
): Promise<Checked> => {
  const root = absolutePath(cwd, written);
  // a pair's own folder is in none, and so cannot be located
  const isPair = (await engine.pairs()).some(({ folder }) => isSame(folder, root));
  const path = isPair ? root : (await locatePath(engine, cwd, written)).path;
  return { path, ...(await engine.checkIgnore(path, /[/\\]$/.test(written))) };
};

const asJson = ({ path, ignored, source, sign, ruleFile }: Checked) => {
  switch (source?.from) {
    case undefined:
      return { path, ignored };
    case 'own-state':
      return { path, ignored, from: source.from };
    case 'default':
      return {
        path,
        ignored,
        from: source.from,
        rule: source.pattern,
        madeBy: source.madeBy,
        alsoUsedBy: source.alsoUsedBy,
        sign: sign?.kind,
      };
    case 'policy':
      return { path, ignored, from: source.from, rule: source.pattern };
    case 'file':
      return { path, ignored, from: source.from, rule: source.pattern, file: ruleFile, line: source.line };
  }
};

/** What leaves a name out beside the name itself. */
const signWords = {
  beside: 'ignoreSign.beside',
  inside: 'ignoreSign.inside',
  fresh: 'ignoreSign.fresh',
  empty: 'ignoreSign.empty',
} as const satisfies Record<NonNullable<IgnoreCheck['sign']>['kind'], StringKey>;

const sentenceOf = ({ say }: Cli, { path, ignored, source, sign, ruleFile }: Checked): string => {
  switch (source?.from) {
    case undefined:
      return say('cli.notIgnored', { path });
    case 'own-state':
      return say('cli.ignoredOwnState', { path });
    case 'default': {
      const rule = { path, file: ruleFile, pattern: source.pattern, madeBy: source.madeBy };
      if (!sign) return say('cli.ignoredByDefault', rule);
      const words = say(signWords[sign.kind], { names: sign.names.join(', ') });
      return say(ignored ? 'cli.ignoredBySign' : 'cli.notIgnoredWithoutSign', { ...rule, sign: words });
    }
    case 'policy':
      return say(ignored ? 'cli.ignoredByPolicy' : 'cli.notIgnoredByPolicy', {
        path,
        pattern: source.pattern,
      });
    case 'file':
      return say(ignored ? 'cli.ignoredByFile' : 'cli.notIgnoredByFile', {
        path,
        file: ruleFile,
        pattern: source.pattern,
        line: source.line,
      });
  }
};
