/** Numbers and times as a terminal shows them. */
import { withOffset } from '../../shared/local-time.ts';
import { visibleText } from '../../shared/visible-text.ts';

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes in the unit that keeps at most three digits before the point; 1 KB = 1,024 bytes, as KooDrive counts. */
export const formatSize = (bytes: number): string => {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ''}`;
};

/**
 * Epoch ms as local time, `2026-03-01 14:05:09`: means the same in every language, and when it is typed. Where the clocks
 * showed it twice, `2026-10-25 02:45:00 +02:00`.
 */
export const formatTime = (ms: number): string => {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const local = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return withOffset(local, ms);
};

/** One word of a line that is copied into a shell, in double quotes: nothing in a name is expanded there, or run. */
export const shellWord = (text: string, platform: NodeJS.Platform): string =>
  platform === 'win32' ? `"${printable(text)}"` : `"${printable(text).replaceAll(/[\\"$`]/gu, '\\$&')}"`;

/** Names come from other people's disks: none may steer the terminal, or look like another. */
export const printable = visibleText;
