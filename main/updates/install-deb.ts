/**
 * Installs a Debian package that was fetched. electron-updater puts a line of shell together for this, which a quote in
 * the path breaks, and asks for the password a second time when the first question was closed. Here apt-get gets the path
 * as one word; it refuses an older version, and takes no other package away.
 */
import { runProgram } from '../lib/programs.ts';
import { UpdateFailure } from './failure.ts';
import { verifySha512 } from './verified-copy.ts';

export type Ran = { readonly status: number | null; readonly output: string };
export type Run = (command: string, words: readonly string[]) => Promise<Ran>;

const words = [
  'install',
  '--yes',
  '--no-remove',
  // what the user changed in /etc stays
  '--option',
  'Dpkg::Options::=--force-confold',
];

/** pkexec: the question was closed, or the password was not good */
const declined = [126, 127];

/**
 * `file` is an absolute path that ends in `.deb`. Throws UpdateFailure: 'corrupt', 'declined', 'not-installed'; else what
 * node:fs throws.
 */
export async function installDeb(
  { file, sha512 }: { readonly file: string; readonly sha512: string },
  { run, isRoot }: { readonly run: Run; readonly isRoot: boolean },
): Promise<void> {
  await verifySha512(file, sha512);
  const aptGet = ['apt-get', ...words, file] as const;
  const { status, output } = isRoot ? await run('apt-get', aptGet.slice(1)) : await run('pkexec', aptGet);
  if (status === 0) return;
  if (!isRoot && status !== null && declined.includes(status))
    throw new UpdateFailure('declined', `pkexec ended with ${String(status)}: ${output}`);
  throw new UpdateFailure('not-installed', `apt-get ended with ${String(status)}: ${output}`);
}

const outputKept = 4_000;

/** Its end, and the end of what it said. `status` null: it could not be started, or a signal ended it. */
export const runInstaller: Run = async (command, args) => {
  const env = { LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const { status, output } = await runProgram(command, args, { env });
  return { status, output: output.slice(-outputKept) };
};
