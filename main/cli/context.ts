/** What every command is given: the outside world, words, and KooSync itself, opened when the first command needs it. */
import type { Readable, Writable } from 'node:stream';
import type { Translate } from '../../shared/strings/index.ts';
import type { Environment } from '../account/environment.ts';
import type { KooSync } from '../compose.ts';
import type { KooError } from '../model/errors.ts';
import type { Output } from './output.ts';

export type Cli = {
  readonly env: Environment;
  /** The state folder, absolute; it need not exist. To read it throws BAD_USAGE where nobody knows where it is. */
  readonly home: string;
  /** relative paths on the command line are against this; undefined: it was deleted */
  readonly cwd: string | undefined;
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(on: boolean): unknown };
  /** where questions are asked */
  readonly stderr: Writable;
  readonly out: Output;
  readonly say: Translate;
  /** what a user reads for an error */
  sentence(error: KooError): string;
  /** aborts on SIGINT and SIGTERM */
  readonly signal: AbortSignal;
  /** The same for the whole command; closed by run-cli.ts. Throws what openKooSync throws. */
  koosync(): Promise<KooSync>;
  /** What the process ends with, when the command does not throw. */
  exitWith(code: number): void;
  /** What it ends with when a signal stopped it. */
  stoppedCode(): number;
};
