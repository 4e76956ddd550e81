/**
 * What `reg export` writes, as plain values. The format is old and closed ("Windows Registry Editor Version 5.00", UTF-16),
 * says every character and every end of a line of REG_MULTI_SZ, and does not depend on the code page of a console.
 */
import type { ZodType } from 'zod';
import { isPolicyKey, policySchema } from './schema.ts';

/** Values right in the key itself, by name; undefined where the text is no export. */
export function valuesOfExport(text: string): Record<string, unknown> | undefined {
  const lines = text
    .replace(/^\uFEFF/u, '')
    // a long value goes on behind a backslash
    .replace(/\\\r?\n\s*/gu, '')
    .split(/\r?\n/u);
  if (!/^Windows Registry Editor Version 5/u.test(lines[0] ?? '')) return undefined;
  const values: Record<string, unknown> = {};
  let keys = 0;
  for (const line of lines) {
    // what stands in keys below is none of a policy
    if (line.startsWith('[')) keys += 1;
    if (keys !== 1) continue;
    const [, name, data] = /^"((?:[^"\\]|\\.)*)"=(.*)$/u.exec(line) ?? [];
    if (name === undefined || data === undefined) continue;
    values[unescaped(name)] = asTheSchemaHasIt(unescaped(name), dataOf(data));
  }
  return values;
}

const unescaped = (text: string): string => text.replace(/\\(.)/gu, '$1');

function dataOf(data: string): unknown {
  const [, text] = /^"((?:[^"\\]|\\.)*)"$/u.exec(data) ?? [];
  if (text !== undefined) return unescaped(text);
  const [, number] = /^dword:([0-9a-f]{8})$/iu.exec(data) ?? [];
  if (number !== undefined) return Number.parseInt(number, 16);
  const [, type, bytes] = /^hex\(([0-9a-f]+)\):([0-9a-f,]*)$/iu.exec(data) ?? [];
  if (type === undefined || bytes === undefined) return undefined;
  const text16 = Buffer.from(bytes.replaceAll(',', ''), 'hex').toString('utf16le');
  // REG_MULTI_SZ: each text ends with a zero, and one more ends the list
  if (type === '7') return text16.split('\0').filter((one) => one !== '');
  return type === '2' ? text16.replace(/\0$/u, '') : undefined;
}

const takes = (key: string, value: unknown): boolean =>
  isPolicyKey(key) && (policySchema.shape[key] as ZodType).safeParse(value).success;

/** The registry has no yes and no, and no fractions: 1 and 0 of a DWORD, and a number written as text, stand for them. */
function asTheSchemaHasIt(key: string, value: unknown): unknown {
  if (takes(key, value)) return value;
  if ((value === 0 || value === 1) && takes(key, value === 1)) return value === 1;
  if (typeof value === 'string' && value.trim() !== '' && takes(key, Number(value))) return Number(value);
  return value;
}
