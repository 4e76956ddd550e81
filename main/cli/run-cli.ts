/** One run of the command line, from arguments to exit code. Everything outside comes in as an argument. */
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommanderError } from 'commander';
import type { Environment } from '../account/environment.ts';
import { openKooSync, type KooSync } from '../compose.ts';
import { createWords, languageOf } from '../lib/i18n.ts';
import type { Translate } from '../../shared/strings/index.ts';
import { stateFolderPath } from '../storage/state-folder.ts';
import { faultError } from '../policy/policy-view.ts';
import { openSettings } from '../settings/settings.ts';
import type { Cli } from './context.ts';
import { exitCodes, stoppedCode } from './exit-code.ts';
import { explain } from './explain.ts';
import { printable } from './format.ts';
import { createOutput, type Output } from './output.ts';
import { createProgram } from './program.ts';
import { desktopProxy } from './system-proxy.ts';
import type { Terminal } from './terminal.ts';

export type World = {
  /** the words after `koosync` */
  readonly args: readonly string[];
  readonly env: Environment;
  /** undefined: it was deleted */
  readonly cwd: string | undefined;
  readonly version: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly signal: AbortSignal;
  /** the signal of the system that aborted it */
  readonly stoppedBy: () => NodeJS.Signals | undefined;
};

/** With what `koosync run` gives the engine to stop, within the 5 s of the contract. State on disk needs no goodbye. */
const closeWithinMs = 1_000;

/** Resolves with the exit code, everything said and closed. Never throws. */
export const runCli = async (world: World): Promise<number> => {
  const home = () => stateFolderPath(world.env, world.cwd);
  let words = createWords(languageOf(preferredLanguage(home), world.env));
  const say = sayPrintable((key, ...values) => words.translate(key, ...values));
  const out = createOutput(world.stdout, world.stderr, { env: world.env, platform: process.platform });
  const stopped = () => stoppedCode(world.stoppedBy());
  const systemProxy = desktopProxy({
    platform: process.platform,
    tell: (what) => {
      out.note(words.translate(what));
    },
  });
  let opened: Promise<KooSync> | undefined;
  let exitCode: number = exitCodes.done;
  const cli: Cli = {
    env: world.env,
    get home() {
      return home();
    },
    cwd: world.cwd,
    stdin: world.stdin,
    stderr: world.stderr,
    out,
    say,
    sentence: (error) => words.sentence(error),
    signal: world.signal,
    koosync: () =>
      (opened ??= openKooSync({ home: home(), env: world.env, systemProxy }).then((koosync) => {
        koosync.onLogTrouble(out.note);
        koosync.onNotice((error) => out.note(koosync.sentence(error)));
        // the organisation may have set another language
        words = createWords(languageOf(koosync.settings.latest().language, world.env));
        const faults = koosync.policy.judged().faults.map(faultError);
        for (const told of [koosync.mended, koosync.takeNotesSetAside(), ...faults])
          if (told) out.note(koosync.sentence(told));
        return koosync;
      })),
    exitWith: (code) => {
      exitCode = code;
    },
    stoppedCode: stopped,
  };
  const program = createProgram(cli, world.version);
  const first = world.args[0];
  const known = program.commands.some(
    (command) => command.name() === first || command.aliases().includes(first ?? ''),
  );
  try {
    await program.parseAsync([...world.args], { from: 'user' });
  } catch (thrown) {
    const command = known && isMistakeIn(thrown) ? `koosync ${String(first)}` : 'koosync';
    const { error } = explain(thrown, { words, command, logFile: undefined });
    if (error !== undefined) await logged(opened, error);
    // the log is named if it took the error
    const explained = explain(thrown, { words, command, logFile: await logOf(opened) });
    if (explained.line !== undefined) out.note(`koosync: ${explained.line}`);
    exitCode = explained.error?.code === 'CANCELLED' ? stopped() : explained.exitCode;
  }
  await Promise.race([
    opened?.then((koosync) => koosync.close()).catch(() => undefined),
    sleep(closeWithinMs, undefined, { ref: false }),
  ]);
  await out.flush();
  const isLost = await toldOfLoss(out, words.translate);
  return isLost && exitCode === exitCodes.done ? exitCodes.unexpected : exitCode;
};

/** Names come from other people's disks, and are in what is said. */
const sayPrintable =
  (translate: Translate): Translate =>
  (key, ...values) =>
    translate(key, ...allPrintable(values));

const allPrintable = <T extends readonly unknown[]>(values: T): T =>
  values.map((blanks) =>
    Object.fromEntries(
      Object.entries(blanks as Readonly<Record<string, unknown>>).map(([name, value]) => [
        name,
        typeof value === 'string' ? printable(value) : value,
      ]),
    ),
  ) as unknown as T;

/** Was a result lost on its way out? Said, since the script that wanted it goes on with nothing. */
const toldOfLoss = async (out: Output, say: Translate): Promise<boolean> => {
  const system = out.lostBecause();
  if (system === undefined) return false;
  const isFull = system === 'ENOSPC' || system === 'EDQUOT';
  out.note(`koosync: ${isFull ? say('cliError.outputFull') : say('cliError.outputFailed', { system })}`);
  await out.flush();
  return true;
};

/** Is it a command's own usage that tells more? A command that there is not has none. */
const isMistakeIn = (thrown: unknown): boolean =>
  thrown instanceof CommanderError && thrown.code !== 'commander.unknownCommand';

/** The log that can be written; undefined: there is none, or nothing was opened that would write it. */
const logOf = async (opened: Promise<KooSync> | undefined): Promise<string | undefined> => {
  const log = (await opened?.catch(() => undefined))?.log;
  return log?.isKept() === true ? log.file : undefined;
};

/** The full detail goes to the log; where that could not be opened, the sentence has said why. */
const logged = async (opened: Promise<KooSync> | undefined, error: unknown): Promise<void> => {
  const koosync = await opened?.catch(() => undefined);
  koosync?.log.error({ err: error }, 'command failed');
};

/** Settings that cannot be read are said by the command that needs them, in the language of the system. */
const preferredLanguage = (home: () => string): 'system' | 'en' | 'zh' => {
  try {
    return openSettings(home()).get().language;
  } catch {
    return 'system';
  }
};
