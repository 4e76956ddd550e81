import { logOver, type Log, type LogLevel } from './logger.ts';

export type LogLine = { readonly level: LogLevel; readonly message: string | undefined } & Record<
  string,
  unknown
>;

/** A log that stays in memory, redacted like the real one. */
export function memoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  return {
    ...logOver({
      takes: () => true,
      write: (level, fields, message) => void lines.push({ ...fields, level, message }),
    }),
    lines,
  };
}
