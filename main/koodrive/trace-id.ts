/** X-Traceid: exactly 58 characters of [A-Za-z0-9_] (API section 1, open point 13). Ours begin with `koosync_`. */
import { randomBytes } from 'node:crypto';

export const newTraceId = (): string => `koosync_${randomBytes(25).toString('hex')}`;
