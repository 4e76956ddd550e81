/**
 * Where words go: results to stdout, everything said on the way to stderr. With --json stdout holds JSON and nothing
 * else. A reader that went away (`koosync versions f | head -1`) is no error.
 */
import type { Writable } from 'node:stream';

export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export type Output = {
  /** one line (or several) of a result */
  line(text: string): void;
  /** Results are seen by somebody: nothing that steers a terminal may be in them. */
  readonly isTerminal: boolean;
  /** a result that is no text, alone on stdout and as it is */
  bytes(chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** the result as JSON, alone on stdout */
  json(value: unknown): void;
  /** something said on the way, or an error */
  note(text: string): void;
  /** the line that is written over again and again, on a terminal only; '' takes it away */
  progress(text: string): void;
  /** Resolves when everything said has left this process, or the reader has. */
  flush(): Promise<void>;
};

export const createOutput = (stdout: Terminal, stderr: Terminal): Output => {
  let lost = false;
  let shown = '';
  // without a listener, EPIPE would end the process with a stack trace
  stdout.on('error', () => {
    lost = true;
  });
  stderr.on('error', () => undefined);

  const progress = (text: string) => {
    if (stderr.isTTY !== true || text === shown) return;
    shown = text;
    // some terminals say 0 columns: they do not know
    stderr.write(`\r\u001B[K${cut(text, (stderr.columns || 80) - 1)}`);
  };
  const write = (stream: Terminal, text: string) => {
    progress('');
    if (stream === stdout && lost) return;
    stream.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  return {
    line: (text) => {
      write(stdout, text);
    },
    isTerminal: stdout.isTTY === true,
    bytes: async (chunks) => {
      progress('');
      for await (const chunk of chunks) {
        if (lost) return;
        // no faster than the reader takes it
        if (!stdout.write(chunk)) await drained(stdout);
      }
    },
    json: (value) => {
      write(stdout, JSON.stringify(value, undefined, 2));
    },
    note: (text) => {
      write(stderr, text);
    },
    progress,
    flush: async () => {
      progress('');
      await Promise.all([stdout, stderr].map(drained));
    },
  };
};

/** An empty write is called back when all that was written before it is gone, or cannot go. */
const drained = (stream: Terminal): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) return resolve();
    stream.write('', () => {
      resolve();
    });
  });

/** No more than `width` columns, counting a wide character (Chinese) as two, so that the line never wraps. */
export const cut = (text: string, width: number): string => {
  let used = 0;
  let kept = '';
  for (const char of text) {
    used += widthOf(char);
    if (used > width) return kept;
    kept += char;
  }
  return kept;
};

/** Columns of a text on a terminal. East Asian wide and fullwidth forms take two (Unicode TR 11). */
export const columnsOf = (text: string): number => [...text].reduce((sum, char) => sum + widthOf(char), 0);

const widthOf = (char: string): number =>
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u.test(char)
    ? 2
    : 1;
