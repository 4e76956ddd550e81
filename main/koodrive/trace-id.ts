/** X-Traceid: exactly 58 characters of [A-Za-z0-9_] (API section 1, open point 13). Ours begin with `koosync_`. */
import { randomUUID } from 'node:crypto';

/** Node draws random numbers for many of these at once. */
const hex = (): string => randomUUID().replaceAll('-', '');

export const newTraceId = (): string => `koosync_${`${hex()}${hex()}`.slice(0, 50)}`;
