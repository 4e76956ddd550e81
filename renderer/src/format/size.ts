/** Sizes as file managers show them: three digits at most, in steps of 1024. */

import { oncePerTag } from './once-per-tag.ts';

const whole = oncePerTag((tag) => new Intl.NumberFormat(tag));
const numbers = ([0, 1, 2] as const).map((maximumFractionDigits) =>
  oncePerTag((tag) => new Intl.NumberFormat(tag, { maximumFractionDigits })),
);

const steadyNumbers = ([0, 1, 2] as const).map((digits) =>
  oncePerTag(
    (tag) => new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  ),
);

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `steady`: as many digits for each, so that sizes below each other can be compared. */
export function formatSize(bytes: number, tag: string, steady = false): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // 999.5 would be shown as 1000, so it is already the next unit's
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  const number = ((steady ? steadyNumbers : numbers)[digits] ?? whole)(tag).format(value);
  return `${number}\u00a0${units[unit] ?? ''}`;
}

export const formatCount = (count: number, tag: string): string => whole(tag).format(count);
