/** What a measurement is asked and what it gives. */

export type Figure = { readonly what: string; readonly value: number; readonly unit: string };
export type Sizes = {
  readonly first: number;
  readonly many: number;
  readonly largeMB: number;
  readonly saves: number;
  readonly renamed: number;
  /** files in one flat folder, each number measured for itself */
  readonly siblings: readonly number[];
  readonly edits: number;
  /** of the one file whose history is looked at */
  readonly versions: number;
};
export type Measurement = (sizes: Sizes, nodeArgs: readonly string[]) => Promise<Figure[]>;
