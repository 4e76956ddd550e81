/**
 * Takes secrets out of anything that may reach a log, an error or a user: tokens, app secrets, signatures,
 * Authorization lines, the signed query of pre-signed links. It knows secrets by the shape of what stands before
 * them; a caller that holds the secret itself passes it in `known` as well, and then it goes wherever it stands.
 * Invariant 6 of the architecture rests on this file. It never throws and never returns more than it was given.
 * Attacked by: redact.test.ts, tests/fuzz/redaction.test.ts, tests/fuzz/answers.test.ts.
 */
const GONE = '[redacted]';

/** Field names whose value is a secret whatever it looks like; compared without case, `-` and `_`. */
const secretNames = new Set([
  'authorization',
  'proxyauthorization',
  'token',
  'accesstoken',
  'refreshtoken',
  'captchatoken',
  'sessionid',
  'xsessionid',
  'appsecret',
  'secret',
  'clientsecret',
  'password',
  'signature',
  'proofcode',
  'cookie',
  'setcookie',
]);

const plain = (name: string): string => name.toLowerCase().replace(/[-_]/g, '');

/** Is this the name of a field that holds a secret? */
export const isSecretName = (name: string): boolean =>
  secretNames.has(plain(name)) || /^x-amz-/i.test(name) || /^koosync_(token|app_secret)$/i.test(name);

// Every repetition is bounded or ends at a letter that cannot be part of it: hostile text must not make this slow.
// Between name and value: `=`, `: `, `":"`, `' => '` (inspect), and all of them in JSON within JSON, where quotes are `\"`.
const between = String.raw`\\{0,8}["']?\s{0,8}(?:=>|[:=]|%3D)\s{0,8}`;
/** a quoted value, to its end: quotes of JSON within JSON, of JSON, of code */
const quoted = String.raw`\\{1,8}["'][^"'\\\r\n]*|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?`;
const named = [
  'access_?token',
  'refresh_?token',
  'captcha_?token',
  'koosync_token',
  'koosync_app_secret',
  'app_?secret',
  'client_?secret',
  'x-session-id',
  'session_?id',
  'password',
  'proof_?code',
  'secret',
  'token',
].join('|');
const patterns: readonly (readonly [RegExp, string])[] = [
  // a header line, to its end: `Authorization: Bearer abc`, also inside JSON text, where the value ends at its quote
  [
    new RegExp(`(\\b(?:proxy-)?authorization${between})(${quoted}|(?:[^\\r\\n"'\\\\]|\\\\(?!["']))+)`, 'gi'),
    `$1${GONE}`,
  ],
  [
    new RegExp(`(\\b(?:set-)?cookie${between})(${quoted}|(?:[^\\r\\n"'\\\\]|\\\\(?!["']))+)`, 'gi'),
    `$1${GONE}`,
  ],
  // the app signature, wherever it was cut out of its header
  [/\bHMAC-SHA256\s{1,8}AppId=[^\r\n"']*/gi, `HMAC-SHA256 ${GONE}`],
  [/\b(Signature=)[0-9a-f]+/gi, `$1${GONE}`],
  // token schemes (open point 10: a space or a plus after the word)
  [/\b(Bearer(?:\s{1,8}|\+|%20|%2B))[^\s"'<>,;&]+/gi, `$1${GONE}`],
  [/\b(AT(?: |\+|%20|%2B))[A-Za-z0-9._~+/=-]{8,}/g, `$1${GONE}`],
  // pre-signed links: the values of their query, also when the link is itself part of one (`%3FX-Amz-...`)
  [new RegExp(`(X-Amz-[A-Za-z0-9-]{1,60}${between})(${quoted}|[^&\\s"'<>]*)`, 'gi'), `$1${GONE}`],
  // user:password@ in an address
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"']{1,1000}@/gi, `$1${GONE}@`],
  // name=value, name: value, "name":"value"
  [
    new RegExp(`(\\b(?:${named})${between})(${quoted}|(?:[^\\s&,;"'}\\]\\\\]|\\\\(?!["']))+)`, 'gi'),
    `$1${GONE}`,
  ],
];

/** `text` without secrets. `known` are secret values themselves; those shorter than 6 characters are left alone. */
export function redactText(text: string, known: Iterable<string | undefined> = []): string {
  let clean = text;
  for (const secret of known)
    if (secret !== undefined && secret.length >= 6) {
      clean = clean.replaceAll(secret, GONE);
      const encoded = encodeURIComponent(secret);
      if (encoded !== secret) clean = clean.replaceAll(encoded, GONE);
    }
  for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
  return clean;
}

const DEPTH = 8;

/**
 * A copy of any value for the log, without secrets: fields with a secret name are blanked, every text goes through
 * redactText, errors become plain objects (with cause), bytes become their length, rings and great depth are cut.
 */
export function redactValue(value: unknown, known: Iterable<string | undefined> = []): unknown {
  const secrets = [...known];
  const seen = new Set<object>();
  const walk = (item: unknown, depth: number): unknown => {
    if (typeof item === 'string') return redactText(item, secrets);
    if (typeof item === 'bigint') return item.toString();
    if (typeof item === 'function' || typeof item === 'symbol') return undefined;
    if (typeof item !== 'object' || item === null) return item;
    if (item instanceof Date) return Number.isNaN(item.getTime()) ? 'no date' : item.toISOString();
    if (item instanceof URL) return redactText(item.href, secrets);
    if (ArrayBuffer.isView(item)) return `[${String(item.byteLength)} bytes]`;
    if (seen.has(item)) return '[again]';
    if (depth >= DEPTH) return '[deeper]';
    seen.add(item);
    try {
      // names and values in turn, as raw headers come
      if (Array.isArray(item))
        return item.map((each: unknown, i) => {
          const before: unknown = item[i - 1];
          return typeof each === 'string' && typeof before === 'string' && isSecretName(before)
            ? GONE
            : walk(each, depth + 1);
        });
      if (item instanceof Map || item instanceof Set)
        return walk(item instanceof Map ? Object.fromEntries(item) : [...item], depth + 1);
      const fields: [string, unknown][] = Object.entries(item);
      if (item instanceof Error) {
        fields.unshift(['name', item.name], ['message', item.message], ['stack', item.stack]);
        if (item.cause !== undefined) fields.push(['cause', item.cause]);
      }
      const copy: Record<string, unknown> = {};
      for (const [name, field] of fields)
        copy[redactText(name, secrets)] =
          isSecretName(name) && field !== undefined && field !== null ? GONE : walk(field, depth + 1);
      return copy;
    } catch {
      // a getter that throws must not take the log line with it
      return '[unreadable]';
    } finally {
      seen.delete(item);
    }
  };
  return walk(value, 0);
}
