/**
 * Texts of somebody else's, such as names of files, people and spaces, as they may be shown: what steers a terminal, breaks
 * a line or turns the order of letters around is written out (`\x1b`, `\u202e`), so that `gnp.exe` cannot look like
 * `exe.png`. Marks that order no letters (U+200E, U+200F, U+061C) stay: who writes Arabic or Hebrew needs them. Doing it
 * twice changes nothing.
 */

const written = (char: string): string => {
  const code = char.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
};

/** One line. */
export const visibleText = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, written);

/** Lines and tabs stay; of a line's end in the manner of Windows the half that is needed. */
export const visibleLines = (text: string): string =>
  text.replaceAll(/[^\P{Cc}\n\t]|[\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (char) =>
    char === '\r' ? '' : written(char),
  );
