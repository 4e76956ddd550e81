/** One run of the command line, from arguments to exit code. Everything outside comes in as an argument. */
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommanderError } from 'commander';
import type { Environment } from '../account/environment.ts';
import { openKooSync, type KooSync } from '../compose.ts';
import { createWords, languageOf } from '../lib/i18n.ts';
import { stateFolderPath } from '../storage/state-folder.ts';
import { openSettings } from '../settings/settings.ts';
import type { Cli } from './context.ts';
import { exitCodes } from './exit-code.ts';
import { explain } from './explain.ts';
import { createOutput, type Terminal } from './output.ts';
import { createProgram } from './program.ts';

export type World = {
  /** the words after `koosync` */
  readonly args: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  readonly version: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly signal: AbortSignal;
};

/** With what `koosync run` gives the engine to stop, within the 5 s of the contract. State on disk needs no goodbye. */
const closeWithinMs = 1_000;

/** Resolves with the exit code, everything said and closed. Never throws. */
export const runCli = async (world: World): Promise<number> => {
  const home = stateFolderPath(world.env, world.cwd);
  const words = createWords(languageOf(preferredLanguage(home), world.env));
  const say = words.translate;
  const out = createOutput(world.stdout, world.stderr);
  let opened: Promise<KooSync> | undefined;
  let exitCode: number = exitCodes.done;
  const cli: Cli = {
    env: world.env,
    home,
    cwd: world.cwd,
    stdin: world.stdin,
    stderr: world.stderr,
    out,
    say,
    signal: world.signal,
    koosync: () =>
      (opened ??= openKooSync({ home, env: world.env }).then((koosync) => {
        const broken = koosync.takeNotesSetAside();
        if (broken) out.note(koosync.sentence(broken));
        return koosync;
      })),
    exitWith: (code) => {
      exitCode = code;
    },
  };
  const program = createProgram(cli, world.version);
  const first = world.args[0];
  const known = program.commands.some(
    (command) => command.name() === first || command.aliases().includes(first ?? ''),
  );
  try {
    await program.parseAsync([...world.args], { from: 'user' });
  } catch (thrown) {
    const explained = explain(thrown, {
      words,
      command: known && thrown instanceof CommanderError ? `koosync ${String(first)}` : 'koosync',
      logFile: join(home, 'logs', 'koosync.log'),
    });
    if (explained.error !== undefined) await logged(opened, explained.error);
    if (explained.line !== undefined) out.note(`koosync: ${explained.line}`);
    exitCode = explained.exitCode;
  }
  await Promise.race([
    opened?.then((koosync) => koosync.close()).catch(() => undefined),
    sleep(closeWithinMs, undefined, { ref: false }),
  ]);
  await out.flush();
  return exitCode;
};

/** The full detail goes to the log; where that could not be opened, the sentence has said why. */
const logged = async (opened: Promise<KooSync> | undefined, error: unknown): Promise<void> => {
  const koosync = await opened?.catch(() => undefined);
  koosync?.log.error({ err: error }, 'command failed');
};

/** Settings that cannot be read are said by the command that needs them, in the language of the system. */
const preferredLanguage = (home: string): 'system' | 'en' | 'zh' => {
  try {
    return openSettings(home).get().language;
  } catch {
    return 'system';
  }
};
