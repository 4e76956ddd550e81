/** What a row of the bench is asked and what it gives. */

export type Bar = {
  readonly must: number;
  readonly aim: number;
  /** which side of a bar is good */
  readonly better: 'more' | 'less';
};

export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** undefined: it is told, and held to nothing */
  readonly bar?: Bar;
};

export type Sizes = {
  /** new files of 4 KB */
  readonly small: number;
  /** bytes of the one large file */
  readonly large: number;
  readonly saves: number;
  /** files in the folder that is renamed, and in the one that is deleted */
  readonly folder: number;
  /** files in all, of which `folder` twice over are renamed */
  readonly tree: number;
  /** folders that move into a new one, 50 files in each */
  readonly moved: number;
  /** files in one flat folder, each number measured for itself */
  readonly siblings: readonly number[];
  readonly edits: number;
  /** of the one file whose history is looked at */
  readonly versions: number;
  /** files that are made at full speed, and how often */
  readonly burst: number;
  readonly bursts: number;
};

export type Row = {
  /** what it measures, in a line */
  readonly about: string;
  /** measured once, however many rounds are asked for: it takes minutes, or repeats itself */
  readonly once?: boolean;
  /** `nodeArgs`: for the pass that a profile is wanted of */
  measure(sizes: Sizes, nodeArgs: readonly string[]): Promise<Figure[]>;
};

export const more = (must: number, aim: number): Bar => ({ must, aim, better: 'more' });
export const less = (must: number, aim: number): Bar => ({ must, aim, better: 'less' });

/** The middle one, or the one below it. */
export const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/** The smallest value that at least this share of all does not exceed. */
export const percentileOf = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length, Math.ceil(values.length * share)) - 1] ?? 0;
