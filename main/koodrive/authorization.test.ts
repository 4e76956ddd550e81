import { describe, expect, it } from 'vitest';
import { proofOrigin, signatureHeader, tokenHeader } from './authorization.ts';
import { encodePath, encodeQuery } from './encoding.ts';

describe('the token header (open point 10)', () => {
  it.each([
    ['6ebb', 'Bearer 6ebb'],
    ['Bearer 6ebb', 'Bearer 6ebb'],
    ['Bearer+013b', 'Bearer+013b'],
    ['AT 3b91', 'AT 3b91'],
    ['ATLAS', 'Bearer ATLAS'],
  ])('%s goes out as %s', (token, header) => {
    expect(tokenHeader(token)).toBe(header);
  });

  it('is what a proof starts from; in app mode that is the user id', () => {
    expect(proofOrigin({ kind: 'token', userId: 'u', token: 't' })).toBe('Bearer t');
    expect(proofOrigin({ kind: 'app', userId: 'u', appId: 'a', appSecret: 's' })).toBe('u');
  });
});

describe('the app signature (section 3)', () => {
  it('gives the worked value', () => {
    expect(
      signatureHeader('app', 'secret', {
        method: 'post',
        path: ['koodrive', 'ose', 'v1', 'revision', 'getRevision'],
        query: {},
        headers: { 'X-User-Id': '1505084218764547200', 'X-Date': '20240909T033325Z' },
        body: '{}',
      }),
    ).toBe(
      'HMAC-SHA256 AppId=app,SignedHeaders=x-date;x-user-id,Signature=fd806e74f01168e631bd9a508a61d6b430e816252e0a2374db107f1840867f35',
    );
  });

  it('encodes paths and queries by RFC 3986, names in code order, empty values kept', () => {
    expect(encodePath(['a b', "it's(1)!*", 'ü~-._'])).toBe('/a%20b/it%27s%281%29%21%2A/%C3%BC~-._');
    expect(encodeQuery({ b: '1+1', B: '', a: '/' })).toBe('B=&a=%2F&b=1%2B1');
  });
});
