/** What a stream of this process is connected to, as the environment and the system tell it. Pure. */
import type { Writable } from 'node:stream';
import type { Environment } from '../account/environment.ts';

export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Columns of its lines: COLUMNS, as with git, else its own; undefined where nobody says. Some terminals say 0: they do not know. */
export const widthOf = (
  stream: Pick<Terminal, 'isTTY' | 'columns'>,
  env: Environment,
): number | undefined => {
  const said = env['COLUMNS'] ?? '';
  if (/^[1-9]\d{0,4}$/u.test(said)) return Number(said);
  return (stream.isTTY === true && stream.columns) || undefined;
};

/** May a line be written over another one? Not where TERM names no terminal, or one that can nothing. */
export const canRewrite = (
  stream: Pick<Terminal, 'isTTY'>,
  env: Environment,
  platform: NodeJS.Platform,
): boolean =>
  // Windows has terminals, and no TERM
  stream.isTTY === true && (platform === 'win32' || !['', 'dumb'].includes(env['TERM'] ?? ''));
