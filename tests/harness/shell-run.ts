/** A line of shell as a process of its own, with stdin from nowhere. */
import { spawn } from 'node:child_process';
import { unprivileged } from '../../main/lib/test-unprivileged.ts';

export type ShellRun = {
  readonly line: string;
  readonly cwd: string;
  /** all that it has */
  readonly env: Readonly<Record<string, string>>;
  /** it may pass over no permissions, not even as root */
  readonly unprivileged?: boolean | undefined;
};

export type ShellEnded = { readonly code: number | null; readonly out: string; readonly err: string };

export async function runShell(run: ShellRun): Promise<ShellEnded> {
  const command = ['sh', ['-c', run.line]] as const;
  const [program, words] = run.unprivileged ? unprivileged(...command) : command;
  const child = spawn(program, words, { cwd: run.cwd, env: run.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}
