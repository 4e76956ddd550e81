/** Figures as documents say them. */
import { isReached, type MeasuredRow, type Result } from './measurements.ts';

/** Three digits that count below a thousand, all of them above, with commas: 0.0312, 12.5, 1,010. */
export function numberWords(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(Math.abs(value) >= 100 ? 3 : 2)));
}

/** Of one kind of figure: how it is told in a table. */
export type Unit = {
  readonly suffix: string;
  /** multiplies what was measured */
  readonly scale?: number;
};

export const units = {
  share: { suffix: '' },
  ms: { suffix: ' ms' },
  /** measured in ms */
  s: { suffix: ' s', scale: 1 / 1000 },
  cpuS: { suffix: ' s of CPU' },
  MiB: { suffix: ' MiB' },
  percent: { suffix: ' %' },
  count: { suffix: '' },
} as const satisfies Readonly<Record<string, Unit>>;

/** A bar as it was set, which is not rounded. */
export const barWords = (bar: number, { suffix, scale = 1 }: Unit): string =>
  `${Number((bar * scale).toPrecision(6)).toLocaleString('en-US')}${suffix}`;

export const valueWords = (value: number, { suffix, scale = 1 }: Unit): string =>
  `${numberWords(value * scale)}${suffix}`;

/** Which of its bars a figure reaches. */
export function verdictOf({ value, bar, ...result }: Result): 'aim' | 'must' | 'missed' | '' {
  if (bar === undefined) return '';
  if (!isReached({ ...result, value, bar })) return 'missed';
  return isReached({ ...result, value, bar: { ...bar, must: bar.aim } }) ? 'aim' : 'must';
}

/** `27 November 2026, Intel …, 2 cores, 24 GiB, Linux …, Node …, commit …, load 0.3 before`. */
export function machineWords({ machine, quick }: MeasuredRow): string {
  const date = new Date(`${machine.date}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const small = quick ? ', **small sizes, for trying: not comparable**' : '';
  return (
    `${date}, ${machine.processor}, ${String(machine.memoryGiB)} GiB, ${machine.system}, Node ${machine.node.slice(1)}, ` +
    `commit ${machine.commit}, load ${machine.loadBefore} before${small}`
  );
}
