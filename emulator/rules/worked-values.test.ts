import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { workedFile } from '../test-kit.ts';
import { proofOf, proofRange } from './proof-code.ts';
import { RunningSha256 } from './sha256-state.ts';
import { parseAppAuthorization, signatureOf } from './signature.ts';

describe('section 3: signature', () => {
  const request = {
    method: 'POST',
    path: '/koodrive/ose/v1/revision/getRevision',
    query: '',
    headers: { 'x-date': '20240909T033325Z', 'x-user-id': '1505084218764547200' },
    body: Buffer.from('{}'),
  };
  it('gives the worked value, whatever the order of SignedHeaders', () => {
    const worked = 'fd806e74f01168e631bd9a508a61d6b430e816252e0a2374db107f1840867f35';
    expect(signatureOf(request, ['x-date', 'x-user-id'], 'secret')).toBe(worked);
    expect(signatureOf(request, ['x-user-id', 'x-date'], 'secret')).toBe(worked);
  });
  it('covers query, path, body and headers', () => {
    const plain = signatureOf(request, ['x-date', 'x-user-id'], 'secret');
    const others = [
      { ...request, query: 'a=1' },
      { ...request, path: '/koodrive/ose/v1/revision/other' },
      { ...request, body: Buffer.from('{ }') },
      { ...request, headers: { ...request.headers, 'x-date': '20240909T033326Z' } },
    ];
    for (const other of others) expect(signatureOf(other, ['x-date', 'x-user-id'], 'secret')).not.toBe(plain);
  });
  it('sorts the query and keeps empty values', () => {
    const signed = (query: string): string => signatureOf({ ...request, query }, ['x-date'], 's');
    expect(signed('b=2&a')).toBe(signed('a=&b=2'));
    expect(signed('a=%7E')).toBe(signed('a=~'));
  });
  it('reads the line as printed and no other', () => {
    const signature = 'a'.repeat(64);
    expect(
      parseAppAuthorization(`HMAC-SHA256 AppId=x,SignedHeaders=x-date;x-user-id,Signature=${signature}`),
    ).toEqual({ appId: 'x', signedHeaders: ['x-date', 'x-user-id'], signature });
    expect(
      parseAppAuthorization(`HMAC-SHA256 AppId=x, SignedHeaders=x-date, Signature=${signature}`),
    ).toBeUndefined();
  });
});

describe('section 14: proofCode', () => {
  const file = workedFile();
  it.each([
    ['1505084218764547200', 695, 703, '1d63ec37ab277f1fa0d9bca70b5ef3b19d107ed6379965bed3e05f4194bd46c5'],
    ['user-1', 167, 175, '55b1643ee367d1d8f5eb5e8cc6dbd05322cd5a2dda785e0f5fd904fde5af3c2e'],
    ['user-67', 995, 1000, '1bcffd1d4cca5774e685f42c8b735ba2bcd7edf77ceb24286d2412d1f37ea892'],
  ])('for %s', (origin, start, end, proof) => {
    expect(proofRange(origin, 1000)).toEqual({ start, end });
    expect(proofOf(file.subarray(start, end))).toBe(proof);
  });
});

describe('section 14: hashCtx', () => {
  it('gives the worked state after 640 bytes, however they come', () => {
    const worked = [
      999743280, 18708302, 874727079, 4183472870, 1048376109, 3846203013, 3207808269, 2995956894,
    ];
    const file = workedFile();
    for (const step of [1, 63, 64, 100, 640]) {
      const running = new RunningSha256();
      for (let at = 0; at < 640; at += step) running.update(file.subarray(at, Math.min(at + step, 640)));
      expect(running.words()).toEqual(worked);
    }
  });
  it('has no state off a 64-byte border, and carries on from one', () => {
    const file = workedFile();
    const running = new RunningSha256();
    running.update(file.subarray(0, 100));
    expect(running.words()).toBeUndefined();
    const first = new RunningSha256();
    first.update(file.subarray(0, 320));
    const second = new RunningSha256(first.words());
    second.update(file.subarray(320, 640));
    const whole = new RunningSha256();
    whole.update(file.subarray(0, 640));
    expect(second.words()).toEqual(whole.words());
  });
  it('agrees with node:crypto once padded by hand', () => {
    const bytes = Buffer.alloc(64 * 5, 7);
    const padded = Buffer.alloc(64 * 6);
    bytes.copy(padded);
    padded[bytes.length] = 0x80;
    padded.writeUInt32BE(bytes.length * 8, padded.length - 4);
    const running = new RunningSha256();
    running.update(padded);
    const hex = (running.words() ?? []).map((word) => word.toString(16).padStart(8, '0')).join('');
    expect(hex).toBe(hash('sha256', bytes, 'hex'));
  });
});
