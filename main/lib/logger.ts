/**
 * The log: JSON lines in `logs/koosync.log` of the state folder, every line through the redaction of redact.ts.
 * No pino transports: they are worker threads with files of their own, which neither a bundle nor Electron carries.
 */
import path from 'node:path';
import pino from 'pino';
import { openDestination, type LogDestination } from './log-destination.ts';
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
export type LogFile = Log &
  Pick<LogDestination, 'isKept' | 'onTrouble'> & {
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

type Sink = {
  /** redaction costs: a line that goes nowhere is not made */
  takes(level: LogLevel): boolean;
  write(level: LogLevel, fields: object, message: string | undefined): void;
};

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
 * The log in `<stateFolder>/logs/koosync.log` (folder made with mode 0700, file 0600). Never throws: where there can be no
 * log, `onTrouble` tells. Not pino's own destination: on a full disk its flush tries again and again, and never returns.
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
  const file = path.join(options.stateFolder, 'logs', 'koosync.log');
  const destination = openDestination(file, options.maxBytes ?? MAX_LOG_BYTES, options.kept ?? KEPT_LOGS);
  const logger = pino(
    {
      level: options.level ?? 'info',
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      // redaction has made a plain object of it; pino's own serializer would fold its causes away
      serializers: { err: (err: unknown) => err },
    },
    { write: destination.write },
  );
  return {
    ...logOver({
      takes: (level) => logger.isLevelEnabled(level),
      write: (level, fields, message) => logger[level](fields, message),
    }),
    file,
    isKept: destination.isKept,
    onTrouble: destination.onTrouble,
    flush: destination.flush,
    close() {
      destination.flush();
      destination.end();
    },
  };
}
