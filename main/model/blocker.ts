/** What stands in the way now, of everything or of one pair, and since when (epoch ms). */
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { KooError } from './errors.ts';

export type Blocker = {
  /** undefined: it concerns everything */
  readonly pairId?: number | undefined;
  /** blockers of several pairs that have one cause have it in common */
  readonly cause?: string | undefined;
  readonly code: ErrorCode;
  readonly values: Readonly<Record<string, string | number>>;
  readonly since: number;
};

export const blockerOf = (error: KooError, since: number, pairId?: number): Blocker => ({
  ...(pairId === undefined ? {} : { pairId }),
  code: error.code,
  values: error.detail.values ?? {},
  since,
});
