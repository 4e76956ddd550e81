/** A file of a pair, as the server knows it. */
import type { Pair } from './pair.ts';
import type { RelativePath } from './relative-path.ts';

export type LocatedFile = {
  readonly pair: Pair;
  readonly relativePath: RelativePath;
  /** undefined until the file was uploaded once */
  readonly fileId: string | undefined;
  /** SHA-256 (hex) and size of the content that was uploaded last */
  readonly sha256: string | undefined;
  readonly size: number | undefined;
  /** permission bits that it had when it was looked at last; undefined: not known */
  readonly mode?: number | undefined;
  /** false: it may have been written since that content was read, without a new stamp (engine/plan/write-back.ts) */
  readonly isProven: boolean;
};
