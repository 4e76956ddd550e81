/**
 * Takes secrets out of anything that may reach a log, an error or a user: tokens, app secrets, signatures,
 * Authorization lines, passwords of proxies, the signed query of pre-signed links. It knows secrets by their own shape (a
 * JSON web token, base64 with its `=`, `user:password@host`), and by the shape of what stands before them: any name that
 * ends like a secret's. A caller that holds the secret itself passes it in `known` as well, and then it goes wherever it stands.
 * Invariant 6 of the architecture rests on this file. It never throws and never returns more than it was given.
 * Attacked by: redact.test.ts, tests/fuzz/redaction.test.ts, tests/fuzz/answers.test.ts, tests/security/told-secrets.test.ts.
 */
const GONE = '[redacted]';

/** How a name of a secret ends, in words of which `-` and `_` may stand between; what stands before says only whose. */
const endings = [
  ['access', 'key', 'id'],
  ['access', 'key'],
  ['api', 'key'],
  ['private', 'key'],
  ['secret', 'key'],
  ['app', 'key'],
  ['session', 'id'],
  ['proof', 'code'],
  ['pass', 'phrase'],
  ['pass', 'word'],
  ['credentials?'],
  ['passwd'],
  ['pwd'],
  ['secret'],
  ['signature'],
  ['token'],
];
const named = endings.map((words) => words.join('[-_]?')).join('|');
const secretName = new RegExp(
  `(?:${named}|authorization|cookie)$|^(?:proxy[-_]?)?(?:auth|pass)$|^X-(?:Amz|Obs|Goog)-`,
  'i',
);

/** Is this the name of a field that holds a secret? */
export const isSecretName = (name: string): boolean => secretName.test(name.slice(-200));

// Every repetition is bounded or ends at a letter that cannot be part of it: hostile text must not make this slow.
// Between name and value: `=`, `: `, `":"`, `' => '` (inspect), and all of them in JSON within JSON, where quotes are `\"`.
const between = String.raw`\\{0,8}["']?\s{0,8}(?:=>|[:=]|%3D)\s{0,8}`;
/** a quoted value, to its end: quotes of JSON within JSON, of JSON, of code */
const quoted = String.raw`\\{1,8}["'][^"'\\\r\n]*|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?`;
/** `://`, also as JSON and as a query have it */
const afterScheme = String.raw`:\\{0,8}\/\\{0,8}\/|%3A%2F%2F`;

type Rule = readonly [RegExp, string | ((found: string, before: string, word: string) => string)];
const rules: readonly Rule[] = [
  // a header line, to its end: `Authorization: Bearer abc`, also inside JSON text, where the value ends at its quote
  [new RegExp(`(authorization${between})(${quoted}|(?:[^\\r\\n"'\\\\]|\\\\(?!["']))+)`, 'gi'), `$1${GONE}`],
  [new RegExp(`(cookie${between})(${quoted}|(?:[^\\r\\n"'\\\\]|\\\\(?!["']))+)`, 'gi'), `$1${GONE}`],
  // the app signature, wherever it was cut out of its header
  [/\bHMAC-SHA256\s{1,8}AppId=[^\r\n"']*/gi, `HMAC-SHA256 ${GONE}`],
  // token schemes (open point 10: a space or a plus after the word)
  [/\b((?:Bearer|Negotiate|NTLM)(?:\s{1,8}|\+|%20|%2B))[^\s"'<>,;&]+/gi, `$1${GONE}`],
  [/\b(AT(?: |\+|%20|%2B))[A-Za-z0-9._~+/=-]{8,}/g, `$1${GONE}`],
  // `Basic YW5uOnB3`: a word after it that may be base64 of a name and a password
  [
    /\b(Basic(?:\s{1,8}|\+|%20|%2B))([A-Za-z0-9+/_-]{4,}(?:=|%3D){0,2})/gi,
    (found, before, word) => (isUserAndPassword(word) ? `${before}${GONE}` : found),
  ],
  // pre-signed links: the values of their query, also when the link is itself part of one (`%3FX-Amz-...`)
  [
    new RegExp(`(X-(?:Amz|Obs|Goog)-[A-Za-z0-9-]{1,60}${between})(${quoted}|[^&\\s"'<>]*)`, 'gi'),
    `$1${GONE}`,
  ],
  // user:password@ in an address, with a password that nobody encoded: what seems to be a port is none
  [
    new RegExp(
      `(\\b[a-z][a-z0-9+.-]{0,20}(?:${afterScheme}))[^\\s/?#@"':]{1,200}:(?!\\d{1,5}(?:[/?#\\s"']|$))[^\\s"]{1,1000}@`,
      'gi',
    ),
    `$1${GONE}@`,
  ],
  // what else stands before an @ in an address, up to the last one that can end it
  [
    new RegExp(`(\\b[a-z][a-z0-9+.-]{0,20}(?:${afterScheme}))[^\\s/?#"'&]{1,1000}(@|%40)`, 'gi'),
    `$1${GONE}$2`,
  ],
  // and without a scheme: `ann:pw@proxy:3128`
  [/(?<![\w.+%~-])(?!mailto:)[\w.+%~-]{1,100}:[^\s/\\@"'<>]{1,200}@(?=[\w[])/gi, `${GONE}@`],
  // words of curl and of Chromium: `--proxy-user ann:pw`
  [/(--?proxy-(?:user|auth|pass(?:word)?)(?:=|\s{1,8}))\S+/gi, `$1${GONE}`],
  // name=value, name: value, "name":"value"
  [
    new RegExp(
      `((?:${named}|\\b(?:proxy[-_]?)?(?:auth|pass))${between})(${quoted}|(?:[^\\s&,;"'}\\]\\\\]|\\\\(?!["']))+)`,
      'gi',
    ),
    `$1${GONE}`,
  ],
  // a JSON web token
  [/(?<![A-Za-z0-9_.-])eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}/g, GONE],
  // base64 with its end, of 16 bytes and more: what signatures and keys look like that are not hex
  [
    /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{22,}(?:={1,2}|(?:%3D){1,2})(?![A-Za-z0-9+/_=-])/gi,
    (found) => (/[a-z]/.test(found) && /[A-Z]/.test(found) && /\d/.test(found) ? GONE : found),
  ],
];

/** `Basic information` is none; a colon within says so, and so does what no word looks like. */
function isUserAndPassword(word: string): boolean {
  const base64 = word.replace(/(?:=|%3D)+$/i, '');
  if (base64.length !== word.length) return true;
  const looksLikeBase64 = /\d|[+/_]/.test(base64) && /[A-Za-z]/.test(base64);
  return looksLikeBase64 || Buffer.from(base64.slice(0, 400), 'base64').includes(':');
}

/** `text` without secrets. `known` are secret values themselves; those shorter than 6 characters are left alone. */
export function redactText(text: string, known: Iterable<string | undefined> = []): string {
  let clean = text;
  for (const secret of known)
    if (secret !== undefined && secret.length >= 6) {
      clean = clean.replaceAll(secret, GONE);
      const encoded = encodeURIComponent(secret);
      if (encoded !== secret) clean = clean.replaceAll(encoded, GONE);
    }
  for (const [pattern, replacement] of rules)
    clean =
      typeof replacement === 'string'
        ? clean.replace(pattern, replacement)
        : clean.replace(pattern, replacement);
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
