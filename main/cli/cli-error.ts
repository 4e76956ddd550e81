/** A mistake that only the command line knows: it ends the command with that sentence. */
import type { StringKey, Translate, ValuesArgument } from '../../shared/strings/index.ts';

export type CliErrorKey = Extract<StringKey, `cliError.${string}`>;

export class CliError<K extends CliErrorKey = CliErrorKey> extends Error {
  override readonly name = 'CliError';
  readonly key: K;
  readonly #values: ValuesArgument<K>;

  constructor(key: K, ...values: ValuesArgument<K>) {
    super(key);
    this.key = key;
    this.#values = values;
  }

  sentence(translate: Translate): string {
    return translate(this.key, ...this.#values);
  }
}
