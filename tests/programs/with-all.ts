import { it } from 'vitest';
import { isThere, type Need } from './programs.ts';

/** Fails where a program is missing, unless that is allowed: then it counts as skipped, and is listed at the end. */
export const withAll =
  (needs: readonly Need[]) =>
  (name: string, test: () => Promise<void>): void => {
    it.skipIf(process.env['KOOSYNC_ALLOW_MISSING'] === '1' && !needs.every(isThere))(name, test);
  };
