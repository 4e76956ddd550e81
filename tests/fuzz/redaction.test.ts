/** A secret planted anywhere in what is logged, in any of the ways in which ours can stand there, never comes out. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { KooError } from '../../main/model/errors.ts';
import { openLog } from '../../main/lib/logger.ts';
import { memoryLog } from '../../main/lib/test-log.ts';
import { redactText, redactValue } from '../../main/lib/redact.ts';
import { runs } from './settings.ts';

const stateFolder = mkdtempSync(join(tmpdir(), 'koosync-redaction-'));
const file = openLog({ stateFolder, maxBytes: 64 * 1024 * 1024 });
afterAll(() => {
  file.close();
  rmSync(stateFolder, { recursive: true, force: true });
});

/** what tokens, ids and signatures are made of; no word of a setting */
const secret = fc.stringMatching(/^[A-Za-z0-9_-]{12,60}$/).map((text) => `zq${text}zq`);

const names = [
  'Authorization',
  'proxy-authorization',
  'accessToken',
  'access_token',
  'refreshToken',
  'x-session-id',
  'sessionId',
  'appSecret',
  'app_secret',
  'password',
  'proofCode',
  'captchaToken',
  'KOOSYNC_TOKEN',
  'KOOSYNC_APP_SECRET',
  'token',
  'secret',
  'apiKey',
  'x-api-key',
  'X-Obs-Signature',
  'AccessKeyId',
  'proxy_password',
  'X-Subject-Token',
];
const text = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom('=', ': ', '":"', `': '`, '="', ' = ', '\\":\\"', '\\\\":\\\\"'),
    )
    .map(
      ([name, between]) =>
        (s: string) =>
          `${name}${between}${s}`,
    ),
  fc.constantFrom<(s: string) => string>(
    (s) => `Bearer ${s}`,
    (s) => `Bearer+${s}`,
    (s) => `AT ${s}`,
    (s) => `HMAC-SHA256 AppId=a,SignedHeaders=x-date,Signature=${s}`,
    (s) => `https://o.example/x?partNumber=1&X-Amz-Signature=${s}`,
    (s) => `https%3A%2F%2Fo.example%2Fx%3FX-Amz-Security-Token%3D${s}`,
    (s) => `https://ann:${s}@proxy.example:3128`,
    (s) => `ann:${s}@proxy.example:3128`,
    (s) => `http://ann:p@${s}/x@proxy.example`,
    (s) => `via=http%3A%2F%2Fann%3A${s}%40proxy.example`,
    (s) => `--proxy-user ann:${s}`,
    (s) => `Basic ${s}1`,
    (s) => `https://o.example/x?AccessKeyId=a&Signature=${s}`,
    (s) => `eyJhbGciOiJIUzI1NiJ9.${s}.${s}`,
    (s) => `Set-Cookie: session=${s}; Path=/`,
    (s) => JSON.stringify({ a: [{ refreshToken: s }] }),
    (s) => JSON.stringify(JSON.stringify({ headers: { Authorization: `Bearer ${s}` } })),
    (s) => JSON.stringify(JSON.stringify(JSON.stringify({ password: s }))),
    (s) => inspect({ headers: { authorization: `Bearer ${s}` }, body: { password: s } }),
    (s) => inspect(new URL(`https://o.example/x?X-Amz-Signature=${s}`)),
  ),
);

/** Ways in which a value holds the secret. */
const holders: readonly ((s: string, text: string) => unknown)[] = [
  (_s, text) => text,
  (_s, text) => new Error(text),
  (_s, text) => new Error('outer', { cause: new Error(text) }),
  (_s, text) => new KooError('OFFLINE', text, { cause: { text }, detail: { path: text } }),
  (_s, text) => new AggregateError([new Error(text)], text),
  (_s, text) => Object.assign(new Error('x'), { stack: text, options: { headers: text } }),
  (s) => new URL(`https://ann:${s}@o.example/x?X-Amz-Credential=${s}`),
  (s) => new Map([['Authorization', s]]),
  (s) => new Set([`Bearer ${s}`]),
  (s) => ({ 'X-Amz-Signature': s, app_secret: [s, { s }] }),
  // headers as undici and node:http hand them on
  (s) => ['host', 'o.example', 'Authorization', s, 'x-session-id', s],
  (s) => [
    ['host', 'o.example'],
    ['cookie', s],
  ],
  (s) => Buffer.from(s),
  (s) => new TextEncoder().encode(s),
  (s) => ({ toJSON: () => s, token: s }),
  (_s, text) => ({ [text]: 1 }),
];

it('in texts', () => {
  fc.assert(
    fc.property(
      secret,
      text,
      fc.string({ maxLength: 20 }),
      fc.string({ maxLength: 20 }),
      (s, put, before, after) => {
        expect(redactText(`${before}\n${put(s)}\n${after}`)).not.toContain(s);
      },
    ),
    runs(0.04, 'texts'),
  );
});

it('in values, however they are built, in memory and on disk', () => {
  fc.assert(
    fc.property(
      secret,
      text,
      fc.constantFrom(...holders),
      fc.anything({ maxDepth: 3, withBigInt: true, withDate: true, withMap: true, withSet: true }),
      fc.array(fc.constantFrom('list', 'field', 'map', 'cause'), { maxLength: 5 }),
      (s, put, hold, noise, wraps) => {
        let value = hold(s, put(s));
        for (const wrap of wraps)
          value =
            wrap === 'list'
              ? [noise, value]
              : wrap === 'map'
                ? new Map<unknown, unknown>([
                    ['noise', noise],
                    ['value', value],
                  ])
                : wrap === 'cause'
                  ? new Error('outer', { cause: value })
                  : { noise, value };
        const log = memoryLog();
        log.warn({ value, noise }, put(s));
        expect(inspect(log.lines, { depth: 20, maxStringLength: null, maxArrayLength: null })).not.toContain(
          s,
        );
        expect(JSON.stringify(redactValue(value))?.includes(s) ?? false).toBe(false);
        file.error({ value }, put(s));
        file.flush();
        const text = readFileSync(file.file, 'utf8');
        expect(text.slice(-20_000)).not.toContain(s);
        for (const line of text.trim().split('\n').slice(-1))
          expect(() => JSON.parse(line) as unknown).not.toThrow();
      },
    ),
    runs(0.05, 'values'),
  );
});
