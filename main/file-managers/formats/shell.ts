/** Words for a POSIX shell. Whatever a name holds, it arrives as one word. */

/** In single quotes nothing has a meaning but the quote itself. */
export const shellWord = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Starts the program at `$0` with `verb` and the names, and does nothing where it is not there: an entry that an
 * uninstalled KooSync left behind must not complain. It holds neither % nor \, which mean something to file managers.
 */
export const startScript = (verb: string): string => `test -x "$0" && exec "$0" ${verb} "$@"`;
