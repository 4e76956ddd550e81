/** A mistake that only the command line knows: it ends the command with that sentence and exit code 2 (or as said). */
import type { CliKey } from './words.ts';

export class CliError extends Error {
  override readonly name = 'CliError';
  readonly key: CliKey;
  readonly values: Readonly<Record<string, string | number>>;
  readonly exitCode: number;

  constructor(key: CliKey, values: Readonly<Record<string, string | number>> = {}, exitCode = 2) {
    super(key);
    this.key = key;
    this.values = values;
    this.exitCode = exitCode;
  }
}
