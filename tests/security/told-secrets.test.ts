/**
 * Secrets in every form in which a log line, an error or a crash report may come to hold them: each is looked for in what is
 * left of it. Names of fields are not enough, since who writes the text chooses them.
 */
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import type { redactText, redactValue } from '../../main/lib/redact.ts';
import { attacked } from './attacked.ts';

const redact = (await import(join(attacked, 'main/lib/redact.ts'))) as {
  redactText: typeof redactText;
  redactValue: typeof redactValue;
};

const password = 'Zq7hunter2zQ';
const base64 = 'q1/Zq7+8hUnTeR2zQwErTyUiOpAsDfGhJkLzXcVbNm0=';
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJaUTdIdW50ZXIyIn0.Zq7hunter2zQ_-abc`;
const userAndPassword = Buffer.from(`ann:${password}`).toString('base64');

it.each([
  ['a signature in base64', `https://obs.example/o?Expires=1&Signature=${base64}`, base64.slice(0, 20)],
  ['the same, as a query has it', `?Signature=${encodeURIComponent(base64)}&x=1`, 'hUnTeR2zQwErTyUi'],
  ['a signature without a name', `the storage wanted ${base64} and got another`, 'hUnTeR2zQwErTyUi'],
  ['X-Obs-Signature', `PUT /o?X-Obs-Credential=a&X-Obs-Signature=${password} failed`, password],
  ['an AccessKeyId', `?AccessKeyId=${password}&Expires=1`, password],
  ['apiKey', `{"apiKey":"${password}"}`, password],
  ['x-api-key', `x-api-key: ${password}`, password],
  ['a name that ends like a secret’s', `{ proxyPassword: '${password}', x: 1 }`, password],
  ['another', `X-Subject-Token: ${password}`, password],
  ['Basic', `got Basic ${userAndPassword}, wanted Bearer`, userAndPassword],
  ['Basic as a query has it', `auth was Basic%20${userAndPassword}`, userAndPassword],
  ['a JSON web token', `answered ${jwt} for it`, 'Zq7hunter2zQ'],
  ['a proxy', `connect to http://ann:${password}@proxy.example:3128 failed`, password],
  ['one with an @ in its password', `http://ann:p@${password}@proxy.example:3128`, password],
  ['one with a slash in its password', `http://ann:p/${password}@proxy.example:3128`, password],
  ['one with a # in its password', `HTTPS_PROXY=http://ann:p#${password}@proxy:3128`, password],
  ['one with a quote in its password', `http://ann:p'${password}@proxy.example:3128`, password],
  ['one without a scheme', `HTTPS_PROXY=ann:${password}@proxy.example:3128`, password],
  ['one as a proxy script has it', `PROXY ann:${password}@proxy.example:3128; DIRECT`, password],
  ['one in a query', `?via=http%3A%2F%2Fann%3A${password}%40proxy.example`, password],
  [
    'one in JSON that escapes slashes',
    String.raw`{"proxy":"http:\/\/ann:${password}@proxy.example"}`,
    password,
  ],
  ['one of another kind', `socks5h://ann:${password}@proxy.example:1080`, password],
  ['words of curl', `curl --proxy-user ann:${password} https://x`, password],
  ['an agent’s options', inspect({ proxy: { host: 'p', auth: `ann:${password}` } }), password],
])('%s', (_what, text, secret) => {
  expect(redact.redactText(text)).not.toContain(secret);
  expect(JSON.stringify(redact.redactValue({ text, cause: new Error(text) }))).not.toContain(secret);
});

it('values under names of secrets', () => {
  const value = {
    apiKey: password,
    'X-Obs-Signature': password,
    'X-Auth-Token': password,
    proxyPassword: password,
    proxy: { auth: password },
    rawHeaders: ['X-Api-Key', password],
  };
  expect(JSON.stringify(redact.redactValue(value))).not.toContain(password);
});
