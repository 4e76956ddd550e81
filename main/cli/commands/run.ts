/** `koosync run`: the engine until a signal; `koosync run --once`: one pass, with exit code 3 when something is left. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { EngineStatus, PairStatus } from '../../../shared/views.ts';
import type { KooSync } from '../../compose.ts';
import { KooError, toKooError } from '../../model/errors.ts';
import { faultError } from '../../policy/policy-view.ts';
import type { Cli } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { problemLines, unsyncedLines } from '../problems.ts';
import { progressText } from '../progress.ts';

/** The contract is 5 s for the whole process; what the engine did not end by then stays pending. */
const stopWithinMs = 3_500;

export const runCommand = (program: Command, cli: Cli): void => {
  program
    .command('run')
    .description(cli.say('help.run.about'))
    .option('--once', cli.say('help.run.once'))
    .action(async (options: { readonly once?: boolean }) => {
      const koosync = await cli.koosync();
      // said before anything is scanned; later losses of the sign-in are notices of the engine
      await koosync.account.current();
      if ((await koosync.engine.pairs()).length === 0) {
        // there were some, and nobody knows which: that has been said
        if (koosync.mended) return cli.exitWith(exitCodes.unexpected);
        cli.out.note(cli.say('cli.noPairs'));
        if (options.once === true) return;
      }
      const off = showProgress(koosync.engine, cli);
      try {
        await (options.once === true ? once(koosync, cli) : untilStopped(koosync, cli));
      } finally {
        off();
      }
    });
};

/** The line that tells how far it is, until the returned function takes it away. */
const showProgress = (engine: KooSync['engine'], cli: Cli): (() => void) => {
  let ended = false;
  const show = async () => {
    const status = await engine.status();
    if (!ended) cli.out.progress(progressText(status, cli.say));
  };
  const off = engine.on('status', () => {
    // a status that cannot be read is told by the engine itself, as a notice or at the end of the pass
    show().catch(() => undefined);
  });
  return () => {
    ended = true;
    off();
    cli.out.progress('');
  };
};

const once = async (koosync: KooSync, cli: Cli): Promise<void> => {
  const { engine } = koosync;
  let stood: KooError | undefined;
  let status: EngineStatus;
  let unsynced: readonly string[] = [];
  try {
    const pass = await engine.syncOnce(cli.signal);
    ({ unsynced } = pass);
    status = pass;
  } catch (thrown) {
    const error = toKooError(thrown);
    // what stands in the way of everything for now is one more reason for what is not there; the rest is an error
    if (error.response !== 'retry' && error.code !== 'PORTAL') throw error;
    stood = error;
    status = await engine.status(Number.POSITIVE_INFINITY);
  }
  if (stood === undefined && status.state.kind === 'sign-in')
    throw new KooError('SIGN_IN_NEEDED', 'the sign-in was lost during the pass', { detail: { status: 401 } });
  if (stood === undefined && cli.signal.aborted) stood = new KooError('CANCELLED', 'stopped by a signal');
  const lines = problemLines(status, cli.say);
  const pending = sum(status, (pair) => pair.pending);
  if (stood === undefined && lines.length === 0 && pending === 0) {
    const files = cli.say('cli.files', { count: sum(status, (pair) => pair.files) });
    const folders = cli.say('cli.folders', { count: status.pairs.length });
    cli.out.line(cli.say('cli.allSynced', { files, folders }));
    return;
  }
  for (const line of [...lines, ...unsyncedLines(unsynced, cli.say)]) cli.out.note(line);
  const reason = stood && koosync.sentence(stood);
  if (reason !== undefined && !lines.some((line) => line.endsWith(reason))) cli.out.note(reason);
  cli.out.note(
    cli.say('cli.notAllSynced', {
      problems: cli.say('cli.problems', { count: lines.length }),
      pending: cli.say('cli.pending', { count: pending }),
    }),
  );
  cli.exitWith(cli.signal.aborted ? cli.stoppedCode() : exitCodes.notSynced);
};

const untilStopped = async (koosync: KooSync, cli: Cli): Promise<void> => {
  const { engine, log } = koosync;
  let broken: KooError | undefined;
  const giveUp = new AbortController();
  const off = engine.on('notice', (error) => {
    if (error.code === 'STATE_BROKEN') {
      // nothing can be remembered any more: going on would only look like work
      broken ??= error;
      giveUp.abort();
    } else cli.out.note(koosync.sentence(error));
  });
  const offPolicy = koosync.policy.onChange(({ faults }) => {
    for (const fault of faults) cli.out.note(koosync.sentence(faultError(fault)));
  });
  try {
    await engine.start();
    cli.out.note(cli.say('cli.watching', { count: (await engine.pairs()).length }));
    await aborted(AbortSignal.any([cli.signal, giveUp.signal]));
    if (broken) throw broken;
    cli.out.note(cli.say('cli.stopping'));
    const stopped = await Promise.race([
      engine.stop().then(() => true),
      sleep(stopWithinMs, false, { ref: false }),
    ]);
    if (!stopped) log.warn({ stopWithinMs }, 'the engine did not stop in time; what it did stays pending');
    cli.out.note(cli.say('cli.stopped'));
  } catch (thrown) {
    await engine.stop().catch((failed: unknown) => {
      log.error({ err: toKooError(failed) }, 'stop after a failed start');
    });
    throw thrown;
  } finally {
    off();
    offPolicy();
  }
};

const sum = (status: EngineStatus, of: (pair: PairStatus) => number): number =>
  status.pairs.reduce((total, pair) => total + of(pair), 0);

/** Resolves at the signal; the timer keeps the process alive, whatever the engine does. */
const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const alive = setInterval(() => undefined, 60_000);
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(alive);
        resolve();
      },
      { once: true },
    );
  });
