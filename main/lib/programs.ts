/**
 * The one place where other programs are started: from an absolute path, or by their name from where the system keeps its
 * programs; never from the working folder or beside a file of the user's. None of our secrets is in their environment.
 */
import { spawn } from 'node:child_process';
import { isAbsolute, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

const secretNames: ReadonlySet<string> = new Set(['KOOSYNC_TOKEN', 'KOOSYNC_APP_SECRET']);

/** Windows takes no notice of case in names. */
export const isSecretVariable = (name: string): boolean => secretNames.has(name.toUpperCase());

/** What a process may be started with: everybody of the user's may look at a process's environment. */
export const withoutSecrets = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || isSecretVariable(name) ? [] : [[name, value]],
    ),
  );

/**
 * Where a program of the system lies. A name alone is looked for on PATH by the system; on Windows it would be looked for in
 * the working folder first, so it is that of System32. Throws RangeError for a path that is not absolute.
 */
export const systemProgram = (
  program: string,
  platform: NodeJS.Platform = process.platform,
  env: Environment = process.env,
): string => {
  const isName = !/[\\/]/u.test(program);
  if (platform === 'win32') {
    if (isName) return win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', program);
    if (win32.isAbsolute(program)) return program;
  } else if (isName || isAbsolute(program)) return program;
  throw new RangeError(`a program is named by its whole path: ${program}`);
};

/** `status` null: it could not be started, was ended by a signal, went on for too long or said too much. */
export type Ran = {
  readonly status: number | null;
  readonly stdout: string;
  /** both streams, as they came */
  readonly output: string;
};

export type RunProgram = (program: string, args: readonly string[]) => Promise<Ran>;

/** characters */
const mostOutput = 4 << 20;

export type RunOptions = {
  /** it is ended after so long, ms; default: never */
  readonly timeoutMs?: number;
  /** on top of our own */
  readonly env?: Readonly<Record<string, string>>;
};

/** Runs a program to its end, without a terminal and without a console window. Never rejects. */
export const runProgram = (
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(systemProgram(program), args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      env: { ...withoutSecrets(process.env), ...options.env },
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: 'SIGKILL' }),
    });
    let stdout = '';
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        if (output.length + text.length > mostOutput) return child.kill('SIGKILL');
        output += text;
        if (stream === child.stdout) stdout += text;
        return undefined;
      });
    child.on('error', ({ message }) => {
      resolve({ status: null, stdout: '', output: message });
    });
    child.on('close', (status) => {
      resolve({ status, stdout, output });
    });
  });

/** Starts a program that lives on without us. Resolves when it runs; rejects with what the system says when it does not. */
export const startProgram = (program: string, args: readonly string[], env: Environment): Promise<void> =>
  startApart(program, args, withoutSecrets(env));

/** The same for the program that takes the place of this one: it is ours, and gets our secrets as we got them. */
export const startSuccessor = (program: string, args: readonly string[], env: Environment): Promise<void> =>
  startApart(program, args, { ...env });

const startApart = (
  program: string,
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(systemProgram(program), args, { detached: true, stdio: 'ignore', env });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
