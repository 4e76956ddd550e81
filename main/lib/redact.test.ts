import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName, redactText, redactValue } from './redact.ts';

/** what tokens, ids and signatures are made of */
const secret = fc.stringMatching(/^[A-Za-z0-9_-]{12,40}$/);
const prose = fc.stringMatching(/^[a-z ]{0,20}$/);

/** the ways in which a secret stands in texts that we meet */
const settings: ((secret: string) => string)[] = [
  (s) => `Authorization: Bearer ${s}`,
  (s) => `authorization: AT ${s}\r\nHost: a`,
  (s) => `{"Authorization":"Bearer ${s}","x":1}`,
  (s) => `{"headers":{"authorization": "${s}"}}`,
  (s) => `Bearer+${s}`,
  (s) => `got Bearer ${s}, expected another`,
  (s) => `AT ${s}`,
  (s) => `HMAC-SHA256 AppId=app,SignedHeaders=x-date;x-user-id,Signature=${s}`,
  (s) => `https://obs.example/a?partNumber=1&X-Amz-Signature=${s}&X-Amz-Credential=${s}%2F2024#x`,
  (s) => `PUT /a?X-Amz-Iteration-Hash-Ctx=${s} failed`,
  (s) => `{"accessToken":"${s}","refreshToken":"${s}"}`,
  (s) => `KOOSYNC_TOKEN=${s} koosync sync`,
  (s) => `KOOSYNC_APP_SECRET="${s}"`,
  (s) => `{ appSecret: '${s}' }`,
  (s) => `password=${s}&account=a`,
  (s) => `x-session-id: ${s}`,
  (s) => `https://user:${s}@host/path`,
  (s) => `Cookie: Authorization=${s}; a=b`,
  (s) => `"proofCode": "${s}"`,
];

describe('redaction', () => {
  it('takes a secret out of every setting we know', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...settings), prose, prose, (s, setting, before, after) => {
        // a secret that happens to be a word of the setting itself proves nothing
        fc.pre(!setting('').toLowerCase().includes(s.toLowerCase()));
        expect(redactText(`${before} ${setting(s)} ${after}`)).not.toContain(s);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a known secret out wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (s, before, after) => {
        fc.pre(!'[redacted]'.includes(s));
        // what is left may only hold it where the mark itself completes it
        const clean = redactText(`${before}|${s}|${after}`, [s]);
        fc.pre(!`${before}|`.includes(s) && !`|${after}`.includes(s));
        expect(clean.split('[redacted]').join('\0')).not.toContain(s);
      }),
    );
  });

  it('takes secrets out of objects, errors and their causes, however deep', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...settings), (s, setting) => {
        fc.pre(!setting('').toLowerCase().includes(s.toLowerCase()));
        fc.pre(
          !['access', 'signature', 'headers', 'redacted'].some((word) => s.toLowerCase().includes(word)),
        );
        const value = {
          authorization: s,
          'X-Amz-Signature': s,
          list: [{ token: s, text: setting(s) }],
          map: new Map([['sessionId', s]]),
          err: new Error(setting(s), { cause: new Error(setting(s)) }),
          url: new URL(`https://u:${s}@h/?X-Amz-Signature=${s}`),
        };
        expect(JSON.stringify(redactValue(value))).not.toContain(s);
      }),
    );
  });

  it('never throws, and always gives something that JSON can hold', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }),
        (value) => {
          expect(() => JSON.stringify(redactValue(value))).not.toThrow();
        },
      ),
    );
    const ring: Record<string, unknown> = {};
    ring['ring'] = ring;
    expect(redactValue(ring)).toEqual({ ring: '[again]' });
    const trap = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(redactValue({ trap })).toEqual({ trap: '[unreadable]' });
    expect(redactValue(new Uint8Array(3))).toBe('[3 bytes]');
  });

  it('leaves ordinary text alone', () => {
    for (const text of [
      'createFile: HTTP 400, code 13000405: duplicate file name',
      'the token was refreshed',
      'AT the end of the day',
      '/home/ann/Secrets and passwords/notes.txt',
      'part 3 of 7, 5242880 bytes, 12:30:05',
      'Basic information and Basic settings of pair 3',
      'https://cn.myhuaweicloud-koodrive.com:443/koodrive/ose/v1/files?x=ann@example.com',
      'C:\\Users\\ann\\node_modules\\@scope\\x.js: gone',
      'file:///home/ann/mail@work/notes.txt',
      'mailto:ann@example.com, git@example.com:koosync.git',
      'sha256 9f4c56c2d6d502822369ec00d28f32388e55070fae7c49b5ec3de270dec2c23a is the one',
      'authors: Ann; tokens: 3 left of the quota',
      'KOOSYNC_SOME_LONG_NAME_OF_A_SETTING_2= is empty',
    ])
      expect(redactText(text)).toBe(text);
  });

  it('is quick on long text', () => {
    // the processor's time, not the world's: others may be at work here, too
    const before = process.cpuUsage();
    redactText(`${'x'.repeat(200_000)} authorization `.repeat(3));
    redactText('"'.repeat(100_000));
    redactText('https://'.repeat(20_000));
    for (const piece of [
      'a:',
      'eyJ-',
      'eyJabcdefgh.',
      'http://a:b',
      'Basic ',
      'token',
      'aB3+',
      'x-amz-',
      '\\"',
    ])
      redactText(piece.repeat(100_000 / piece.length));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(4_000);
  });

  it('knows the names of secrets', () => {
    for (const name of [
      'Authorization',
      'access_token',
      'X-Session-Id',
      'appSecret',
      'x-amz-signature',
      'KOOSYNC_TOKEN',
      'apiKey',
      'X-Obs-Signature',
      'proxyPassword',
      'id_token',
    ])
      expect(isSecretName(name)).toBe(true);
    for (const name of ['name', 'path', 'tokens', 'traceId', 'sha256'])
      expect(isSecretName(name)).toBe(false);
  });
});
