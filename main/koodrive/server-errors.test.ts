import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes, isErrorCode } from '../../shared/error-codes.ts';
import { networkError } from './network-errors.ts';
import { ProxyFailure } from './proxy-line.ts';
import { codeOfRefusal, codeOfStatus, refusal, retryAfter } from './server-errors.ts';

const code = (serverCode: string | undefined, status = 400, named = false) =>
  codeOfRefusal({ status, serverCode, named });

describe('refusals', () => {
  it('are sorted by what to do', () => {
    expect(code('13000311')).toBe('QUOTA_FULL');
    expect(code('13000401')).toBe('UPLOAD_TASK_GONE');
    expect(code('13000402')).toBe('CHECK_FAILED');
    expect(code('13000405')).toBe('NAME_TAKEN');
    expect(code('13000102')).toBe('REQUEST_REFUSED');
    expect(code('13000102', 400, true)).toBe('NAME_REFUSED');
    expect(code('13000201', 200)).toBe('SERVER_BUSY');
    expect(code('APIGW.0308', 429)).toBe('THROTTLED');
    expect(code('APIGW.0307', 403)).toBe('SIGN_IN_NEEDED');
    expect(code('13000101', 401)).toBe('SIGN_IN_NEEDED');
    expect(code(undefined, 403)).toBe('NOT_PERMITTED');
    expect(code(undefined, 404)).toBe('NOT_FOUND');
    expect(code(undefined, 503)).toBe('SERVER_BUSY');
    expect(code('toString', 400)).toBe('REFUSED');
  });

  it('by a status alone: each has its code, and none is our mistake', () => {
    for (let status = 300; status < 1000; status++)
      expect(errorCodes[codeOfStatus(status)].response, String(status)).not.toBe('bug');
    const own = [402, 405, 407, 409, 413, 415, 423, 426, 451, 507] as const;
    expect(new Set(own.map(codeOfStatus)).size).toBe(own.length);
    const error = refusal('call', { status: 422, serverCode: undefined, message: 'x', named: false }, {}, []);
    expect(error).toMatchObject({ code: 'REFUSED', detail: { values: { status: 422 } } });
  });

  it('never crash on an unknown code', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 100, max: 999 }),
        fc.boolean(),
        (serverCode, status, named) => {
          expect(isErrorCode(code(serverCode, status, named))).toBe(true);
        },
      ),
    );
  });

  it('keep the secret of the call out of the message', () => {
    const error = refusal(
      'createFile',
      {
        status: 400,
        serverCode: '13000101',
        message: 'bad header Bearer 6ebbsecret1 in\nrequest',
        named: false,
      },
      { traceId: 't' },
      ['6ebbsecret1'],
    );
    expect(error.message).not.toContain('6ebbsecret1');
    expect(error.detail).toEqual({ traceId: 't', status: 400, serverCode: '13000101' });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-02-12T08:00:00Z');
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Thu, 12 Feb 2026 08:01:00 GMT', 60_000],
    ['Thu, 12 Feb 2026 07:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', undefined],
    ['-3', undefined],
    [undefined, undefined],
  ])('%s', (header, ms) => {
    expect(retryAfter(header, now)).toBe(ms);
  });
});

describe('a proxy that refuses to connect', () => {
  it.each([
    [407, 'PROXY_SIGN_IN'],
    [403, 'PROXY_REFUSED'],
    [302, 'PROXY_REFUSED'],
    [408, 'PROXY_NO_WAY'],
    [502, 'PROXY_NO_WAY'],
    [429, 'PROXY_NO_WAY'],
  ])('with %i', (status, ours) => {
    const thrown = new ProxyFailure('answered', 'proxy.test:3128', { status });
    const { code, detail } = networkError(thrown, undefined);
    expect({ code, detail }).toEqual({
      code: ours,
      detail: { values: { proxy: 'proxy.test:3128', status } },
    });
  });
});

describe('network errors', () => {
  const failed = (code: string) => networkError(Object.assign(new Error('x'), { code }), undefined).code;
  it.each([
    ['ENOTFOUND', 'OFFLINE'],
    ['EAI_AGAIN', 'OFFLINE'],
    ['ECONNREFUSED', 'OFFLINE'],
    ['ECONNRESET', 'OFFLINE'],
    ['UND_ERR_SOCKET', 'OFFLINE'],
    ['UND_ERR_INFO', 'OFFLINE'],
    ['UND_ERR_CONNECT_TIMEOUT', 'TIMED_OUT'],
    ['UND_ERR_HEADERS_TIMEOUT', 'TIMED_OUT'],
    ['UND_ERR_BODY_TIMEOUT', 'TIMED_OUT'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TLS_FAILED'],
    ['CERT_HAS_EXPIRED', 'TLS_FAILED'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS_FAILED'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TLS_FAILED'],
    ['HPE_INVALID_CONSTANT', 'BAD_ANSWER'],
    ['EWHATEVER', 'UNEXPECTED'],
  ])('%s is %s', (system, ours) => {
    expect(failed(system)).toBe(ours);
  });

  it('looks into causes and sub-errors, and knows an abort of ours', () => {
    const inner = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    expect(networkError(new Error('y', { cause: new AggregateError([inner]) }), undefined).code).toBe(
      'OFFLINE',
    );
    const controller = new AbortController();
    controller.abort();
    expect(networkError(inner, controller.signal).code).toBe('CANCELLED');
  });
});
