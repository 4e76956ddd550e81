/**
 * Does a text fit a pattern with `*`, `?`, `[...]` and `**`, as git reads them? Both are bytes, each written as one
 * character (bytesOf), for git's `?` is one byte. No pattern takes longer than the length of the text, squared.
 */

const slash = 0x2f;

/** Whatever is no slash; whatever there is; any number of folders, each with its slash. */
type Gap = 'star' | 'all' | 'folders';
/** A byte, a table of the bytes that fit, or a gap. */
type Token = number | Uint8Array | Gap;

/** `path`: slashes part segments, and `**` is more than `*`. `name`: the text is one segment. */
export type PatternOf = 'path' | 'name';

/** The UTF-8 bytes of a text, one character for each. */
export const bytesOf = (text: string): string =>
  // ASCII is its own bytes
  /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');

/** Capitals of ASCII as small letters: git knows no others. */
export const folded = (bytes: string): string => bytes.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const code = (bytes: string, at: number): number => bytes.charCodeAt(at);

/** With `foldsCase` the text that is asked about is folded. */
export function matcherOf(pattern: string, of: PatternOf, foldsCase: boolean): (text: string) => boolean {
  const tokens = tokensOf(pattern, of, foldsCase);
  if (!tokens) return () => false;
  const first = tokens[0];
  const last = tokens.at(-1);
  // most texts do not fit, and most of those are told by one byte
  return (text) =>
    (typeof first !== 'number' || first === code(text, 0)) &&
    (typeof last !== 'number' || last === code(text, text.length - 1)) &&
    fits(tokens, text);
}

/** undefined: nothing can fit, as with a `[` that is not closed. */
function tokensOf(pattern: string, of: PatternOf, foldsCase: boolean): Token[] | undefined {
  const tokens: Token[] = [];
  const plainUntil = pattern.search(/[*?[\\]/);
  for (let at = 0; at < pattern.length; at++) {
    const one = pattern[at] ?? '';
    if (one === '\\') {
      if (++at === pattern.length) return undefined;
      // git does not fold a letter behind a backslash
      tokens.push(code(pattern, at));
    } else if (one === '?') tokens.push(allBut());
    else if (one === '*') {
      let end = at;
      while (pattern[end] === '*') end++;
      // git takes what follows plain text for a beginning of its own
      const begins = at === 0 || pattern[at - 1] === '/' || at === plainUntil;
      const isWide =
        of === 'path' && end - at > 1 && begins && /^(?:$|\\?\/)/.test(pattern.slice(end, end + 2));
      if (isWide && pattern[end] === '/') end++;
      tokens.push(!isWide ? 'star' : pattern[end - 1] === '/' ? 'folders' : 'all');
      at = end - 1;
    } else if (one === '[') {
      const read = readClass(pattern, at + 1, foldsCase);
      if (!read) return undefined;
      tokens.push(read.table);
      at = read.end;
    } else tokens.push(code(foldsCase ? folded(one) : one, 0));
  }
  return tokens;
}

/**
 * A gap is made as short as it may be, and longer only when what follows does not fit. The last star gives first; it
 * holds no slash, so then it is the last wide gap's turn. No gap before that one could help: a wide one takes over
 * whatever they would leave.
 */
function fits(tokens: readonly Token[], text: string): boolean {
  let at = 0;
  let i = 0;
  let star = -1;
  let starEnd = 0;
  let wide = -1;
  let wideEnd = 0;
  for (;;) {
    const token = tokens[i];
    if (token === undefined) {
      if (at === text.length) return true;
    } else if (token === 'star') {
      star = i++;
      starEnd = at;
      continue;
    } else if (typeof token === 'string') {
      star = -1;
      wide = i++;
      wideEnd = at;
      continue;
    } else if (at < text.length && accepts(token, code(text, at))) {
      at++;
      i++;
      continue;
    }
    if (star >= 0 && starEnd < text.length && code(text, starEnd) !== slash) {
      at = ++starEnd;
      i = star + 1;
      continue;
    }
    if (wide < 0) return false;
    wideEnd = tokens[wide] === 'folders' ? text.indexOf('/', wideEnd) + 1 : wideEnd + 1;
    if (wideEnd === 0 || wideEnd > text.length) return false;
    star = -1;
    at = wideEnd;
    i = wide + 1;
  }
}

const accepts = (token: number | Uint8Array, byte: number): boolean =>
  typeof token === 'number' ? token === byte : token[byte] === 1;

/** All bytes but the slash, which no `?` and no class fits. */
function allBut(without?: Uint8Array): Uint8Array {
  const table = new Uint8Array(256).fill(1);
  without?.forEach((is, byte) => {
    if (is === 1) table[byte] = 0;
  });
  table[slash] = 0;
  return table;
}

/** The bytes that a `[:name:]` stands for. */
const named: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  // eslint-disable-next-line no-control-regex -- it is their class
  cntrl: /[\0-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** A class, from behind its `[`; `end` is its `]`. undefined: it has none, or names what there is not. */
function readClass(
  pattern: string,
  from: number,
  foldsCase: boolean,
): { readonly table: Uint8Array; readonly end: number } | undefined {
  const isNegated = /^[!^]/.test(pattern.slice(from, from + 1));
  const table = new Uint8Array(256);
  const add = (low: number, high: number) => {
    for (let byte = low; byte <= high; byte++) {
      table[byte] = 1;
      // what is asked about is in small letters; git folds ranges, and no single letters
      if (foldsCase && low !== high && byte >= 0x41 && byte <= 0x5a) table[byte + 0x20] = 1;
    }
  };
  let at = isNegated ? from + 1 : from;
  /** where a range may begin */
  let low: number | undefined;
  // a `]` that comes first is one of the bytes
  do {
    if (at >= pattern.length) return undefined;
    const name = /^\[:([^\]]*):\]/.exec(pattern.slice(at))?.[1];
    if (name !== undefined) {
      const bytes = named[name];
      if (!bytes) return undefined;
      for (let byte = 0; byte < 256; byte++) if (bytes.test(String.fromCharCode(byte))) table[byte] = 1;
      if (foldsCase && name === 'upper') add(0x61, 0x7a);
      at += name.length + 4;
      low = undefined;
      continue;
    }
    const isRange = pattern[at] === '-' && low !== undefined && /^[^\]]/s.test(pattern.slice(at + 1));
    if (isRange) at++;
    if (pattern[at] === '\\') at++;
    if (at >= pattern.length) return undefined;
    const byte = code(pattern, at++);
    add(isRange && low !== undefined ? low : byte, byte);
    low = isRange ? undefined : byte;
  } while (pattern[at] !== ']');
  if (isNegated) return { table: allBut(table), end: at };
  table[slash] = 0;
  return { table, end: at };
}
