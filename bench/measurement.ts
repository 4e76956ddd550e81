/** What a row of the bench is asked and what it gives. */

export type Bar = {
  readonly must: number;
  readonly aim: number;
  /** which side of a bar is good */
  readonly better: 'more' | 'less';
};

export type Figure = {
  /** names it within its row for documents and plots; stays when the words change */
  readonly key: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** undefined: it is told, and held to nothing */
  readonly bar?: Bar;
};

export type Sizes = {
  /** new files of 4 KB */
  readonly small: number;
  /** the same for each delay of a server that is far away */
  readonly far: number;
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
  /** edits over which the heap is looked at */
  readonly slope: number;
  /** ms that a row waits where it looks at rest */
  readonly restMs: number;
  /**
   * ms until what was read soon after it was written has been read once more (docs/decisions/stamps-are-not-proof.md); less in
   * a trial, whose figures may have that reading in them
   */
  readonly provenMs: number;
  /** of the one file whose history is looked at */
  readonly versions: number;
  /** starts of the app */
  readonly starts: number;
  /** files in the tree of `million`, and in the one a tenth as large that it is compared with */
  readonly million: number;
  /** files in each tree of `curve` */
  readonly curve: readonly number[];
  /** what peers send: files of 4 KB, and bytes of one file */
  readonly peerFiles: number;
  readonly peerLarge: number;
  /** files that are made at full speed, and how often */
  readonly burst: number;
  readonly bursts: number;
};

export type Row = {
  /** what it measures, in a line */
  readonly about: string;
  /** measured once, however many rounds are asked for: it takes minutes, or repeats itself */
  readonly once?: boolean;
  /** takes very long: measured when it is named, or with `--all` */
  readonly named?: boolean;
  /** `nodeArgs`: for the pass that a profile is wanted of */
  measure(sizes: Sizes, nodeArgs: readonly string[]): Promise<Figure[]>;
  /** All rounds in one world, where it takes minutes to make one; the figures of each. */
  measureRounds?(sizes: Sizes, nodeArgs: readonly string[], rounds: number): Promise<Figure[][]>;
};

export const more = (must: number, aim: number): Bar => ({ must, aim, better: 'more' });
export const less = (must: number, aim: number): Bar => ({ must, aim, better: 'less' });

/** The middle one, or the one below it. */
export const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/** The smallest value that at least this share of all does not exceed. */
export const percentileOf = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length, Math.ceil(values.length * share)) - 1] ?? 0;

/** The least-squares slope of y over x; 0 where all x are alike. */
export function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (of: (point: { readonly x: number; readonly y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / Math.max(1, points.length);
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}
