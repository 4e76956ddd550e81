/** The lines of a `.koosyncignore`, read as git reads those of a `.gitignore`. */
import { bytesOf, folded, matcherOf } from './wildcards.ts';

/** A path as rules are asked about it: in bytes, and with its capitals folded. */
export type AskedPath = {
  readonly isFolder: boolean;
  readonly path: string;
  readonly name: string;
  readonly foldedPath: string;
  readonly foldedName: string;
};

export type IgnoreLine = {
  /** it begins with `!` */
  readonly takesBack: boolean;
  fits(asked: AskedPath): boolean;
};

export function askedPath(path: string, isFolder: boolean): AskedPath {
  const bytes = bytesOf(path);
  const name = bytes.slice(bytes.lastIndexOf('/') + 1);
  return { isFolder, path: bytes, name, foldedPath: folded(bytes), foldedName: folded(name) };
}

/** The text of a file as lines: without its byte order mark, and each without its end. */
export const linesOf = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split('\n')
    // git takes one carriage return for a part of the line's end, and a NUL for the line's end
    .map((line) => line.replace(/\r$/, '').replace(/\0.*$/s, ''));

/** Without the spaces at the end of the line, of which a backslash keeps one. */
const withoutSpaces = (line: string): string => /^(?:[^\\ ]|\\[^]?| +(?! |$))*/.exec(line)?.[0] ?? '';

/** The pattern of a line without `!` and the spaces at its end; undefined of a line that says nothing. */
export function patternOf(
  line: string,
): { readonly takesBack: boolean; readonly pattern: string } | undefined {
  if (line.startsWith('#')) return undefined;
  const written = withoutSpaces(line);
  const takesBack = written.startsWith('!');
  const pattern = takesBack ? written.slice(1) : written;
  return pattern === '' ? undefined : { takesBack, pattern };
}

/** undefined of a line that says nothing: an empty one, a comment. */
export function readIgnoreLine(line: string, foldsCase: boolean): IgnoreLine | undefined {
  const read = patternOf(line);
  if (!read) return undefined;
  const bytes = bytesOf(read.pattern);
  const foldersOnly = bytes.endsWith('/');
  const body = foldersOnly ? bytes.slice(0, -1) : bytes;
  const isPath = body.includes('/');
  const matches = matcherOf(isPath ? body.replace(/^\//, '') : body, isPath ? 'path' : 'name', foldsCase);
  return {
    takesBack: read.takesBack,
    fits(asked) {
      if (foldersOnly && !asked.isFolder) return false;
      if (isPath) return matches(foldsCase ? asked.foldedPath : asked.path);
      return matches(foldsCase ? asked.foldedName : asked.name);
    },
  };
}
