/** Inputs for a parser: texts as they ought to be, cut, doubled, and mixed with what breaks parsers; up to 100 KB. */
import fc from 'fast-check';

const mostBytes = 100_000;

const nasty = fc.oneof(
  fc.constantFrom(
    ...[
      '[',
      ']',
      '{',
      '}',
      '"',
      '\\',
      ',',
      ':',
      '{"a":',
      '[[',
      '"__proto__":{',
      '"constructor":',
      'null',
      'true',
    ],
    ...['-', '1e999', '-0', '9'.repeat(30), '0.1e-400', 'NaN', '\\u0000', '\\ud800', '\\"'],
    ...['\0', '\n', '\r\n', '\t', ' ', '\u00a0', '\u2028', '\ufeff', '\ufffd', '\ud800', '\udc00', '\u202e'],
    ...[
      'e\u0301',
      '\u{1f469}\u200d\u{1f469}',
      '\u0130',
      '\u00df',
      '%',
      '%00',
      '%2e%2e',
      '%ff',
      '&',
      '#',
      '?',
    ],
    ...['*', '**', '**/', '*/', '!', '[a-', '[!', '[]]', '{a,b}', '\\*', '../', '/', '//', '~$', '.', '...'],
    ...['@', 'a:b@', '://', 'http://', 'token=', 'Bearer ', 'eyJ', '=', '==', "'", '\\\\'],
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit = fc.record({
  kind: fc.constantFrom('insert', 'cut', 'double', 'replace'),
  at: place,
  length: fc.nat({ max: 30 }),
  text: nasty,
  times: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, fc.nat({ max: 40 }), fc.nat({ max: mostBytes })),
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

const edited = (text: string, { kind, at, length, text: put, times }: Edit): string => {
  const from = Math.floor(at * text.length);
  const piece = text.slice(from, from + length);
  const many = (what: string) =>
    what.repeat(Math.min(times, Math.floor(mostBytes / Math.max(1, what.length))));
  const middle = { insert: many(put) + piece, cut: '', double: piece + many(piece), replace: many(put) }[
    kind
  ];
  return (text.slice(0, from) + middle + text.slice(from + length)).slice(0, mostBytes);
};

export const inputsFrom = (samples: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(fc.constantFrom(...samples), fc.array(edit, { maxLength: 6 }))
        .map(([sample, edits]) => edits.reduce(edited, sample)),
    },
    { weight: 1, arbitrary: fc.array(nasty, { maxLength: 40 }).map((pieces) => pieces.join('')) },
  );
