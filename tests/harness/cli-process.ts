/** One run of the built command line as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unprivileged } from '../../main/lib/test-unprivileged.ts';
import { builtCli, startsFaster } from './built-cli.ts';

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
};

export type CliProcess = {
  readonly child: ChildProcess;
  /** what it has said so far */
  err(): string;
  /** Resolves when stderr holds `text`; throws when it ends before it said so. */
  says(text: string): Promise<void>;
  /** So much time goes by for it at once: what it waits for falls due. For one that was started with `movableClock`. */
  passTime(ms: number): void;
  readonly ended: Promise<Ended>;
};

export type CliStart = {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** default: the built one of this checkout */
  readonly cli?: string;
  readonly cwd?: string;
  /** what it reads from stdin */
  readonly input?: string;
  /** it may pass over no permissions, not even as root */
  readonly unprivileged?: boolean;
  readonly movableClock?: boolean;
};

const clock = pathToFileURL(join(import.meta.dirname, 'movable-clock-preload.mjs')).href;

export function startCli(start: CliStart): CliProcess {
  const options = start.movableClock ? ['--import', clock] : [];
  const command = [process.execPath, [...options, start.cli ?? builtCli, ...start.args]] as const;
  const [program, words] = start.unprivileged ? unprivileged(...command) : command;
  const child = spawn(program, words, {
    cwd: start.cwd,
    // compiled code is kept for the built one alone: a copy would leave its own behind
    env: { ...(start.cli === undefined ? startsFaster : {}), ...start.env },
    stdio: ['pipe', 'pipe', 'pipe', ...(start.movableClock ? (['ipc'] as const) : [])],
  });
  // nobody shall go on working on a folder that was removed with the test that it belonged to
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let out = '';
  let err = '';
  let ends: Ended | undefined;
  const listeners = new Set<() => void>();
  const heard = () => {
    for (const listener of listeners) listener();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    heard();
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(start.input ?? '');
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      process.off('exit', killWithUs);
      ends = { code, signal, out, err };
      heard();
      resolve(ends);
    });
  });
  return {
    child,
    ended,
    err: () => err,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const said = err.includes(text);
          if (!said && !ends) return;
          listeners.delete(look);
          if (said) resolve();
          else
            reject(
              new Error(
                `expected "${text}" on stderr, got (exit ${String(ends?.code ?? ends?.signal)}): ${err}`,
              ),
            );
        };
        listeners.add(look);
        look();
      }),
    passTime: (ms) => {
      if (child.connected) child.send({ passed: ms });
    },
  };
}
