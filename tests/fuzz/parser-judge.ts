/**
 * What a parser may do with an input: end with a value or with an error of ours, within 100 ms of the processor for each
 * 100 KB, in bounded memory. Time is the processor's, and the median of repeats, so that a busy machine fails nothing.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isOurs, type Parser } from './parsers.ts';

const msPer100Kb = 100;
const kb100 = 100_000;
const repeats = 5;
const mebibyte = 1024 * 1024;

type Run = { readonly thrown: unknown; readonly ms: number; readonly bytes: number };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What was made of the input is held until it is counted. */
const held: { value?: unknown } = {};

const run = ({ parse }: Parser, input: string): Run => {
  const heap = process.memoryUsage().heapUsed;
  const before = process.cpuUsage();
  let thrown: unknown;
  try {
    held.value = parse(input);
  } catch (error) {
    thrown = error ?? 'nothing';
  }
  const { user, system } = process.cpuUsage(before);
  const bytes = process.memoryUsage().heapUsed - heap;
  delete held.value;
  return { thrown, ms: (user + system) / 1000, bytes };
};

/** With nothing left of what was before it: only for what seems wrong, since it takes its time. */
const runAlone = (parser: Parser, input: string): Run => {
  collect();
  return run(parser, input);
};

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** A sentence for what is wrong; undefined where all is well. */
export const judge = (parser: Parser, input: string): string | undefined => {
  const size = Buffer.byteLength(input);
  const mostMs = msPer100Kb * Math.max(1, size / kb100);
  const mostBytes = 64 * mebibyte + 256 * size;
  // what was let go of would be taken back while the parser runs, and hide what it takes
  if (process.memoryUsage().heapUsed > 128 * mebibyte) collect();
  const first = run(parser, input);
  if (first.thrown !== undefined && !isOurs(first.thrown))
    return `throws what is not ours: ${String(first.thrown)}`;
  if (first.ms <= mostMs && first.bytes <= mostBytes) return undefined;
  const all = Array.from({ length: repeats }, () => runAlone(parser, input));
  // memory first: to take much of it is slow, too, on a busy machine
  const bytes = median(all.map((one) => one.bytes));
  if (bytes > mostBytes) return `takes ${(bytes / mebibyte).toFixed(0)} MiB for ${String(size)} bytes`;
  const ms = median(all.map((one) => one.ms));
  if (ms > mostMs) return `takes ${ms.toFixed(0)} ms for ${String(size)} bytes`;
  return undefined;
};
