/** Asking at a terminal, and reading one line where there is none. A secret is neither shown nor kept in a history. */
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { KooError } from '../model/errors.ts';

/** The longest line that is taken, in characters: a token is far below it, a file sent by mistake far above. */
const longestLine = 16_384;

/** What is typed, without the line's end; `edits`: the line may be edited in place as it is typed. Throws CANCELLED. */
export const ask = async (
  input: Readable,
  output: Writable,
  question: string,
  signal: AbortSignal,
  edits = true,
): Promise<string> => {
  // by itself it is where there is a terminal at all
  const asking = createInterface({ input, output, historySize: 0, ...(edits ? {} : { terminal: false }) });
  try {
    return await asking.question(question, { signal });
  } catch (cause) {
    throw new KooError('CANCELLED', 'the question was not answered', { cause });
  } finally {
    asking.close();
  }
};

/**
 * The same without showing anything. In raw mode the terminal sends Ctrl-C and Ctrl-D as characters: both throw
 * CANCELLED; backspace takes the last character away.
 */
export const askHidden = (
  input: Readable & { setRawMode?(on: boolean): unknown },
  output: Writable,
  question: string,
  signal: AbortSignal,
): Promise<string> =>
  new Promise((resolve, reject) => {
    let typed = '';
    const end = (done: () => void) => {
      input.off('data', hear);
      signal.removeEventListener('abort', cancel);
      input.setRawMode?.(false);
      input.pause();
      output.write('\n');
      done();
    };
    const cancel = () => {
      end(() => {
        reject(new KooError('CANCELLED', 'the question was not answered'));
      });
    };
    const hear = (chunk: Buffer | string) => {
      for (const char of chunk.toString()) {
        if (char === '\r' || char === '\n') {
          end(() => {
            resolve(typed);
          });
          return;
        }
        if (char === '\u0003' || char === '\u0004') {
          cancel();
          return;
        }
        if (char === '\u007F' || char === '\b') typed = [...typed].slice(0, -1).join('');
        else if (char >= ' ' && typed.length < longestLine) typed += char;
      }
    };
    // before the question, so that nothing that is typed at once is shown
    input.setRawMode?.(true);
    output.write(question);
    input.on('data', hear);
    input.resume();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
  });

/** The first line of a pipe or file, '' when there is none or it cannot be read. Throws CANCELLED. */
export const readLine = async (input: Readable, signal: AbortSignal): Promise<string> => {
  const stop = () => input.destroy();
  signal.addEventListener('abort', stop, { once: true });
  let text = '';
  try {
    for await (const chunk of input) {
      text += String(chunk);
      if (/[\r\n]/.test(text) || text.length > longestLine) break;
    }
  } catch (cause) {
    if (signal.aborted) throw new KooError('CANCELLED', 'standard input ended early', { cause });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return text.slice(0, longestLine).split(/[\r\n]/, 1)[0] ?? '';
};
