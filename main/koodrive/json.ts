/**
 * JSON whose whole numbers above 2^53 stay exact: they come out as text. Ids of 64 bits are sometimes sent as numbers
 * (open point 15), and JSON.parse would change their last digits.
 */

// a string (skipped) or a number; the string's inner loop takes one path only, so long texts cost no stack
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Throws SyntaxError as JSON.parse does. */
export function parseJson(text: string): unknown {
  if (!/[:[,]\s*-?\d{16}/.test(text)) return JSON.parse(text) as unknown;
  const exact = text.replace(tokens, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
  return JSON.parse(exact) as unknown;
}
