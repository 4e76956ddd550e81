// Errors as node:sqlite throws them, made of libsql's.

/** SQLite's own words for its primary result codes (sqlite3_errstr), the ones a client meets. */
const words: Record<number, string> = {
  1: 'SQL logic error',
  5: 'database is locked',
  6: 'database table is locked',
  7: 'out of memory',
  8: 'attempt to write a readonly database',
  9: 'interrupted',
  10: 'disk I/O error',
  11: 'database disk image is malformed',
  13: 'database or disk is full',
  14: 'unable to open database file',
  17: 'database schema has changed',
  18: 'string or blob too big',
  19: 'constraint failed',
  20: 'datatype mismatch',
  21: 'bad parameter or other API misuse',
  25: 'column index out of range',
  26: 'file is not a database',
};

export const sqliteError = (errcode: number, message?: string, cause?: unknown): Error => {
  const errstr = words[errcode & 0xff] ?? 'unknown error';
  return Object.assign(new Error(message ?? errstr, { cause }), {
    code: 'ERR_SQLITE_ERROR',
    errcode,
    errstr,
  });
};

export const stateError = (message: string): Error =>
  Object.assign(new Error(message), { code: 'ERR_INVALID_STATE' });

export const typeError = (message: string): Error =>
  Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });

export const rangeError = (message: string): Error =>
  Object.assign(new RangeError(message), { code: 'ERR_OUT_OF_RANGE' });

/** Does the work; what libsql throws leaves as node:sqlite's error. */
export const translated = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const rawCode: unknown = Reflect.get(error, 'rawCode');
    if (typeof rawCode === 'number') throw sqliteError(rawCode, error.message, error);
    // Opening fails without a code, but with SQLite's at the end of the words.
    const opening = /Unable to open connection.*: (\d+)/.exec(error.message)?.[1];
    if (opening !== undefined) throw sqliteError(Number(opening), undefined, error);
    throw error;
  }
};
