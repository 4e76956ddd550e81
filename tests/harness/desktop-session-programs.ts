/**
 * Programs of a desktop session: started for it, ended with it. Each is ended by its own process id and dies with the
 * test process even when that one is killed (Linux: the parent-death signal), so no run leaves a screen behind.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export type Program = {
  readonly pid: number;
  /** the first line it writes to its third output (file descriptor 3), where programs tell their address */
  readonly address: Promise<string>;
  readonly said: () => string;
  stop(): Promise<void>;
};

const firstLine = async (
  stream: Readable,
  child: ChildProcess,
  name: string,
  said: () => string,
): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')).trim());
    });
    child.once('error', (error) => {
      reject(new Error(`${name} could not be started (${error.message}); "npm run setup" installs it.`));
    });
    child.once('exit', (code) => {
      reject(new Error(`${name} ended at once with code ${String(code)}: ${said().trim()}`));
    });
  });

export const startProgram = (
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input?: string,
): Program => {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', name, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  let output = '';
  const said = (): string => output;
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  // It may end before it read its input; its exit code tells what matters.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const address = firstLine(child.stdio[3] as Readable, child, name, said);
  address.catch(() => undefined);

  const killNow = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killNow);
  return {
    pid: child.pid ?? -1,
    address,
    said,
    stop: async () => {
      process.off('exit', killNow);
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(killNow, 2_000);
      await ended;
      clearTimeout(timer);
    },
  };
};
