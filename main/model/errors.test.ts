import { describe, expect, it } from 'vitest';
import { errorCodes, type ErrorCode } from '../../shared/error-codes.ts';
import { isRefusal, KooError } from './errors.ts';

describe('a refusal of the server', () => {
  it.each<ErrorCode>(['NAME_TAKEN', 'NOT_PERMITTED', 'NOT_FOUND', 'QUOTA_FULL'])('%s: is one', (code) => {
    expect(isRefusal(new KooError(code, ''))).toBe(true);
  });

  it.each<ErrorCode>(['PORTAL', 'PROXY_REFUSED', 'PROXY_SIGN_IN', 'TLS_FAILED', 'WRONG_SERVER', 'DISK_FULL'])(
    '%s: users must act, and nobody knows what the server did',
    (code) => {
      expect(errorCodes[code].response).toBe('user');
      expect(isRefusal(new KooError(code, ''))).toBe(false);
    },
  );

  it.each<ErrorCode>(['OFFLINE', 'THROTTLED', 'SIGN_IN_NEEDED', 'CANCELLED'])('%s: is none', (code) => {
    expect(isRefusal(new KooError(code, ''))).toBe(false);
  });

  it('is no other error', () => {
    expect(isRefusal(new Error('ENOENT'))).toBe(false);
  });
});
