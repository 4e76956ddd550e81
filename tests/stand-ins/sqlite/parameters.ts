// Parameters of an SQL text, numbered as SQLite numbers them, and values put in that order. libsql ends the whole
// process on some values (true, a typed array), so nothing reaches it that was not looked at here.
import { sqliteError, stateError, typeError } from './errors.ts';

export type Bound = string | number | bigint | null | Buffer;

/** By place (1 is the first): the name with its prefix, or undefined for a plain `?`. */
export const parametersOf = (sql: string): readonly (string | undefined)[] => {
  const found: (string | undefined)[] = [];
  const tokens =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_][\w$]*|\?(\d*)|([:@$][A-Za-z_]\w*)|;/g;
  for (const [token, place, name] of sql.matchAll(tokens)) {
    // Only the first statement of a text is prepared.
    if (token === ';') break;
    if (name !== undefined) {
      if (!found.includes(name)) found.push(name);
    } else if (place === '') {
      found.push(undefined);
    } else if (place !== undefined) {
      while (found.length < Number(place)) found.push(undefined);
    }
  }
  return found;
};

const toBound = (value: unknown, place: number): Bound => {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'bigint') {
    if (BigInt.asIntN(64, value) === value) return value;
    throw Object.assign(new TypeError(`BigInt value is too large to bind.`), {
      code: 'ERR_INVALID_ARG_VALUE',
    });
  }
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  }
  throw typeError(`Provided value cannot be bound to SQLite parameter ${String(place)}.`);
};

const isNames = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

export const bind = (
  parameters: readonly (string | undefined)[],
  args: readonly unknown[],
  allow: { bareNames: boolean; unknownNames: boolean },
): Bound[] => {
  const values: Bound[] = parameters.map(() => null);
  const [first, ...rest] = args;
  if (isNames(first)) {
    for (const [name, value] of Object.entries(first)) {
      const place = parameters.findIndex(
        (parameter) => parameter === name || (allow.bareNames && parameter?.slice(1) === name),
      );
      if (place >= 0) values[place] = toBound(value, place + 1);
      else if (!allow.unknownNames) throw stateError(`Unknown named parameter '${name}'`);
    }
  }
  let place = 0;
  for (const value of isNames(first) ? rest : args) {
    while (place < parameters.length && parameters[place] !== undefined) place += 1;
    if (place >= parameters.length) throw sqliteError(25);
    values[place] = toBound(value, place + 1);
    place += 1;
  }
  return values;
};
