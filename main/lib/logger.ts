/**
 * The log: JSON lines in `logs/koosync.log` of the state folder, every line through the redaction of redact.ts.
 * No pino transports: they are worker threads with files of their own, which neither a bundle nor Electron carries.
 */
import fs from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { redactText, redactValue } from './redact.ts';

type Write = (fields: object, message?: string) => void;

/** What every room takes to speak into the log. */
export type Log = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
};
export type LogLevel = keyof Log;
export type LogFile = Log & {
  readonly file: string;
  /** Everything said so far is on disk; for the end of the process. Never throws. */
  flush(): void;
  close(): void;
};

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** What KOOSYNC_LOG asks for: from which level on lines are written. Undefined where it asks for nothing that exists. */
export const logLevelFrom = (env: Readonly<Record<string, string | undefined>>): LogLevel | undefined =>
  levels.find((level) => level === env['KOOSYNC_LOG']?.trim().toLowerCase());

const MAX_LOG_BYTES = 5 * 1024 * 1024;
const KEPT_LOGS = 5;

/** Moves koosync.log to koosync.1.log, .1 to .2 and so on when it is over its size; the oldest goes. */
function rotate(file: string, maxBytes: number, kept: number): void {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < maxBytes) return;
  const old = (n: number) => file.replace(/\.log$/, `.${String(n)}.log`);
  fs.rmSync(old(kept - 1), { force: true });
  for (let n = kept - 2; n >= 1; n--) if (fs.existsSync(old(n))) fs.renameSync(old(n), old(n + 1));
  fs.renameSync(file, old(1));
}

type Sink = {
  /** redaction costs: a line that goes nowhere is not made */
  takes(level: LogLevel): boolean;
  write(level: LogLevel, fields: object, message: string | undefined): void;
};

/**
 * A line is with the system when `write` returns. Not pino's own destination: on a full disk its flush tries again and
 * again, and never returns. A line that cannot be written is lost, the work goes on.
 */
function openDestination(file: string): { write(line: string): void; flush(): void; end(): void } {
  const to = fs.openSync(file, 'a', 0o600);
  let open = true;
  const attempt = (work: () => void) => {
    try {
      if (open) work();
    } catch {
      // no room, or the disk is gone: nobody could be told but by the log
    }
  };
  return {
    write: (line) => {
      attempt(() => fs.writeSync(to, line));
    },
    flush: () => {
      attempt(() => {
        fs.fsyncSync(to);
      });
    },
    end: () => {
      attempt(() => {
        fs.closeSync(to);
      });
      open = false;
    },
  };
}

const words =
  (sink: Sink, level: LogLevel): Write =>
  (fields, message) => {
    if (!sink.takes(level)) return;
    sink.write(
      level,
      // an error passed alone goes under `err`, as pino has it
      redactValue(fields instanceof Error ? { err: fields } : fields) as object,
      message === undefined ? undefined : redactText(message),
    );
  };

export const logOver = (sink: Sink): Log => ({
  debug: words(sink, 'debug'),
  info: words(sink, 'info'),
  warn: words(sink, 'warn'),
  error: words(sink, 'error'),
});

/**
 * Opens `<stateFolder>/logs/koosync.log` (folder made with mode 0700, file 0600). Throws what the file system throws.
 * `kept` files of at most about `maxBytes` stay, the present one included: a client runs for months, so the file is
 * put aside while it runs, too.
 */
export function openLog(options: {
  readonly stateFolder: string;
  /** default: info */
  readonly level?: LogLevel | undefined;
  readonly maxBytes?: number;
  readonly kept?: number;
}): LogFile {
  const folder = path.join(options.stateFolder, 'logs');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'koosync.log');
  const maxBytes = options.maxBytes ?? MAX_LOG_BYTES;
  const kept = options.kept ?? KEPT_LOGS;
  const open = () => {
    try {
      rotate(file, maxBytes, kept);
    } catch {
      // another process holds a file open (Windows): we go on in the long file and try again after as much once more
    }
    return openDestination(file);
  };
  let destination = open();
  let room = maxBytes - (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  /** The file may have been put aside by another process of ours: then a new one is there, and we go on in it. */
  const turn = () => {
    room = maxBytes;
    const before = destination;
    try {
      destination = open();
      before.end();
    } catch {
      // no room or no right to begin a new file: the old one is still open
    }
  };
  const logger = pino(
    {
      level: options.level ?? 'info',
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      // redaction has made a plain object of it; pino's own serializer would fold its causes away
      serializers: { err: (err: unknown) => err },
    },
    {
      write(line: string) {
        if (room <= 0) turn();
        room -= Buffer.byteLength(line);
        destination.write(line);
      },
    },
  );
  return {
    ...logOver({
      takes: (level) => logger.isLevelEnabled(level),
      write: (level, fields, message) => logger[level](fields, message),
    }),
    file,
    flush: () => {
      destination.flush();
    },
    close() {
      destination.flush();
      destination.end();
    },
  };
}
