/** Programs that are run to their end: the built command line, the build itself. */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from '../setup/project-node.mjs';
import { RunProblem } from './problem.ts';

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

export const runProgram = (
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string; signal?: AbortSignal },
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const { env = process.env, input, signal } = options;
    const child = spawn(command, args, { cwd: repo, env, stdio: ['pipe', 'pipe', 'pipe'] });
    const stop = (): void => {
      child.kill();
    };
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    // It may end before it read its input; its exit code tells what matters.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.on('error', (error) => {
      reject(new RunProblem(`${path.basename(command)} could not be started: ${error.message}`));
    });
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else resolve({ code: code ?? -1, stdout, stderr });
    });
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });

export const builtCli = path.join(repo, 'out', 'cli', 'koosync.js');

export type Koosync = {
  run(args: readonly string[], input?: string): Promise<Ran>;
  /** what it printed, or a problem that says what it said */
  must(args: readonly string[], input?: string): Promise<string>;
};

/** The built `koosync`, a process for each call, as users run it; what it says is kept in `log`. */
export const createKoosync = (
  env: NodeJS.ProcessEnv,
  log: string,
  signal?: AbortSignal,
  cli = builtCli,
): Koosync => {
  const run: Koosync['run'] = async (args, input) => {
    const ran = await runProgram(process.execPath, [cli, ...args], {
      env,
      ...(input === undefined ? {} : { input }),
      ...(signal === undefined ? {} : { signal }),
    });
    appendFileSync(log, `$ koosync ${args.join(' ')}\n${ran.stdout}${ran.stderr}exit code ${ran.code}\n\n`);
    return ran;
  };
  return {
    run,
    must: async (args, input) => {
      const ran = await run(args, input);
      if (ran.code !== 0) {
        const said = ran.stderr.trim().split('\n').at(-1) ?? '';
        throw new RunProblem(`"koosync ${args[0]}" ended with exit code ${ran.code}: ${said}`);
      }
      return ran.stdout;
    },
  };
};
