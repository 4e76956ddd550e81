/**
 * A text as the bytes of a file, in the encodings that are read here: UTF-8, UTF-16 and GB18030. Node writes the first
 * two; for the third what it reads is turned round.
 */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const;
export type Encoding = (typeof encodings)[number];

export const isEncoding = (name: string): name is Encoding => (encodings as readonly string[]).includes(name);

const marks: Readonly<Partial<Record<Encoding, readonly number[]>>> = {
  'utf-8': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
  gb18030: [0x84, 0x31, 0x95, 0x33],
};

/** Do these bytes begin with the mark of the encoding? */
export function beginsWithMark(bytes: Uint8Array, encoding: Encoding): boolean {
  const mark = marks[encoding];
  return mark !== undefined && mark.every((byte, i) => bytes[i] === byte);
}

/** Undefined where the encoding has no bytes for some of it. `withMark`: the file began with the mark of its encoding. */
export function encodeText(text: string, encoding: Encoding, withMark: boolean): Uint8Array | undefined {
  const unmarked = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (/\p{Cs}/u.test(unmarked)) return undefined;
  const bytes = encoding === 'gb18030' ? gb18030(unmarked) : unicode(unmarked, encoding);
  if (bytes === undefined) return undefined;
  return withMark ? Buffer.concat([Uint8Array.from(marks[encoding] ?? []), bytes]) : bytes;
}

function unicode(text: string, encoding: Exclude<Encoding, 'gb18030'>): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

function gb18030(text: string): Uint8Array | undefined {
  const table = tableOf();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code >= 0x10000) bytes.push(...fourBytes(code - 0x10000 + 189_000));
    else {
      const found = table.get(code);
      if (found === undefined) return undefined;
      bytes.push(...found);
    }
  }
  return Uint8Array.from(bytes);
}

/** The four bytes with that number, in the order in which they count. */
const fourBytes = (n: number): number[] => [
  0x81 + Math.floor(n / 12_600),
  0x30 + (Math.floor(n / 1_260) % 10),
  0x81 + (Math.floor(n / 10) % 126),
  0x30 + (n % 10),
];

let known: ReadonlyMap<number, readonly number[]> | undefined;

/** What stands for each character of the first plane: two bytes where it has them, else four. */
function tableOf(): ReadonlyMap<number, readonly number[]> {
  if (known) return known;
  const table = new Map<number, readonly number[]>();
  const decoder = new TextDecoder('gb18030');
  const learn = (bytes: readonly number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes));
    const code = text.charCodeAt(0);
    if (text.length === 1 && code !== 0xfffd && !table.has(code)) table.set(code, bytes);
  };
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1) if (second !== 0x7f) learn([first, second]);
  for (let n = 0; n < 39_420; n += 1) learn(fourBytes(n));
  known = table;
  return table;
}
