/**
 * Where words go: results to stdout, everything said on the way to stderr. With --json stdout holds JSON and nothing
 * else. A reader that went away (`koosync versions f | head -1`) is no error; a result that could not be written is.
 */
import { visibleLines, visibleText } from '../../shared/visible-text.ts';
import type { Environment } from '../account/environment.ts';
import { fsCodeOf } from '../lib/fs-errors.ts';
import { canRewrite, widthOf, type Terminal } from './terminal.ts';

export type Output = {
  /** one line (or several) of a result */
  line(text: string): void;
  /** Results are seen by somebody: nothing that steers a terminal may be in them. */
  readonly isTerminal: boolean;
  /** stderr is a terminal on which a line can be written over */
  readonly rewrites: boolean;
  /** columns of a line of stdout and of stderr; undefined where nobody says */
  readonly widths: { readonly out: number | undefined; readonly err: number | undefined };
  /** a result that is no text, alone on stdout and as it is */
  bytes(chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** the result as JSON, alone on stdout */
  json(value: unknown): void;
  /** something said on the way, or an error */
  note(text: string): void;
  /** the line that is written over again and again, on a terminal that can do that; '' takes it away */
  progress(text: string): void;
  /** Resolves when everything said has left this process, or the reader has. */
  flush(): Promise<void>;
  /** The system's code (`ENOSPC`) when a result could not be written, though there is a reader. Final after `flush`. */
  lostBecause(): string | undefined;
};

export type OutputSurroundings = {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
};

export const createOutput = (
  stdout: Terminal,
  stderr: Terminal,
  { env, platform }: OutputSurroundings,
): Output => {
  let lost: unknown;
  let hasResult = false;
  let shown = '';
  const widths = { out: widthOf(stdout, env), err: widthOf(stderr, env) };
  const rewrites = canRewrite(stderr, env, platform);
  // without a listener, EPIPE would end the process with a stack trace
  stdout.on('error', (error) => {
    lost ??= error;
  });
  stderr.on('error', () => undefined);

  const progress = (text: string) => {
    if (!rewrites || text === shown) return;
    shown = text;
    stderr.write(`\r\u001B[K${cut(visibleText(text), (widths.err ?? 80) - 1)}`);
  };
  const write = (stream: Terminal, text: string) => {
    progress('');
    if (stream === stdout && lost !== undefined) return;
    hasResult ||= stream === stdout;
    stream.write(`${visibleLines(text.replace(/\n$/u, ''))}\n`);
  };
  return {
    line: (text) => {
      write(stdout, text);
    },
    isTerminal: stdout.isTTY === true,
    rewrites,
    widths,
    bytes: async (chunks) => {
      progress('');
      for await (const chunk of chunks) {
        if (lost !== undefined) return;
        hasResult = true;
        // no faster than the reader takes it
        if (!stdout.write(chunk)) await drained(stdout);
      }
    },
    json: (value) => {
      write(stdout, escaped(JSON.stringify(value, undefined, 2)));
    },
    note: (text) => {
      write(stderr, text);
    },
    progress,
    flush: async () => {
      progress('');
      // a full disk refuses even no bytes, which is no loss where there was no result
      await Promise.all((hasResult ? [stdout, stderr] : [stderr]).map(drained));
    },
    lostBecause: () => (lost === undefined || fsCodeOf(lost) === 'EPIPE' ? undefined : fsCodeOf(lost)),
  };
};

/** JSON writes these as they are. Some terminals take them for the beginning of a command, or show text in another order. */
const escaped = (json: string): string =>
  json.replaceAll(
    /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

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
    used += columnsOfChar(char);
    if (used > width) return kept;
    kept += char;
  }
  return kept;
};

/** Columns of a text on a terminal. East Asian wide and fullwidth forms take two (Unicode TR 11). */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + columnsOfChar(char), 0);

const columnsOfChar = (char: string): number =>
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u.test(char)
    ? 2
    : 1;
