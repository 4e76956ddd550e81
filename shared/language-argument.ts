/**
 * How the main process tells the preload the system's language: a sandboxed page cannot ask, so it travels as an extra
 * argument of the page's process. Both ends of that small agreement live here.
 */
const prefix = '--koosync-language=';

/** For webPreferences.additionalArguments. */
export const languageArgument = (tag: string): string => `${prefix}${tag}`;

/** The language tag among a page process's arguments; English where there is none. */
export function languageFrom(argv: readonly string[]): string {
  const found = argv.find((argument) => argument.startsWith(prefix));
  return found === undefined || found.length === prefix.length ? 'en' : found.slice(prefix.length);
}
