/** What is typed behind a command of the repository. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

/**
 * What was typed, read as node:util reads it. Where it cannot be read, one sentence says why and which options there are, and
 * the process ends with 2, as the command line does.
 */
export function readOptions<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw thrown;
    console.error(message.split('. ')[0]);
    const options = Object.entries(config.options ?? {});
    const words = options.map(([name, { type }]) => (type === 'string' ? `--${name} VALUE` : `--${name}`));
    console.error(words.length > 0 ? `There are ${words.join(', ')}.` : 'There are no options.');
    process.exit(2);
  }
}
