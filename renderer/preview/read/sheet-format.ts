/** Numbers of a spreadsheet as people see them there, as far as dates, times and percentages go. Pure. */

/** What a number stands for. */
export type NumberStyle = 'number' | 'date' | 'time' | 'date-time' | 'percent';

/** Formats that a file does not spell out. */
const builtIn: Readonly<Record<number, NumberStyle>> = {
  9: 'percent',
  10: 'percent',
  14: 'date',
  15: 'date',
  16: 'date',
  17: 'date',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'date-time',
  45: 'time',
  46: 'time',
  47: 'time',
};

export function numberStyle(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) {
    // 27-36 and 50-58 are dates of East Asian systems
    if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'date';
    return builtIn[id] ?? 'number';
  }
  const bare = code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*./giu, '').toLowerCase();
  if (bare.includes('%')) return 'percent';
  const day = /[yd]/u.test(bare);
  const clock = /[hs]/u.test(bare);
  if (day && clock) return 'date-time';
  if (day || /^m{3,}/u.test(bare)) return 'date';
  return clock ? 'time' : 'number';
}

const dayMs = 86_400_000;

/** Days since the last day of 1899, or of 1904's system; Excel takes 1900 for a leap year. */
export function formatNumber(value: number, style: NumberStyle, since1904: boolean): string {
  if (!Number.isFinite(value)) return String(value);
  if (style === 'number') return plain(value);
  if (style === 'percent') return `${plain(value * 100)}%`;
  if (value < 0 || value > 2_958_466) return plain(value);
  const days = since1904 ? value + 1462 : value < 60 ? value + 1 : value;
  const date = new Date(Date.UTC(1899, 11, 30) + Math.round(days * dayMs));
  const [day = '', clock = ''] = date.toISOString().split('T');
  const time = clock.slice(0, clock.startsWith('00:00:00') || !clock.slice(6, 8).startsWith('00') ? 8 : 5);
  if (style === 'date') return day;
  return style === 'time' ? time : `${day} ${time}`;
}

/** Fifteen digits are what spreadsheets keep; 0.1 + 0.2 is 0.3 there. */
const plain = (value: number): string => String(Number(value.toPrecision(15)));
