/** The small pieces that schemas.ts is made of: one reading per kind of field (open points 1, 9, 14, 15). */
import { z } from 'zod';
import { isSafeId, isUsableName } from './names.ts';
import { readTime } from './times.ts';

/** A field that may be missing, null or (where that means nothing) empty. */
export const maybe = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional()).optional();

const wholeNumber = z.number().refine(Number.isSafeInteger, 'no exact whole number');

/** Text or a number, as text. Ids of 64 bits reach us as text even when they were numbers (json.ts). */
export const textual = z.union([z.string(), wholeNumber.transform(String)]);

export const id = textual.refine(isSafeId, 'not an id we would put into an address');

/** Ours goes out as a header again. */
export const userId = id.refine((text) => /^[\x21-\x7e]+$/.test(text), 'not an id for a header');

export const fileName = z.string().refine(isUsableName, 'not the name of a file');

/** The name of what the server holds: undefined within, where no path here may have it. */
export const heldName = z.string().transform((name) => ({ usable: isUsableName(name) ? name : undefined }));

const numeric = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d{1,19}(\.\d{1,19})?$/)
    .transform(Number),
]);

/** A number, or one written as text. Of 64-bit values the last digits may be lost: for order and display alone. */
export const amount = numeric.refine(Number.isFinite, 'no number');

/** Bytes: whole, exact, not below 0. */
export const bytes = numeric.refine((n) => Number.isSafeInteger(n) && n >= 0, 'no number of bytes');

/** Epoch ms out of any documented form. */
export const time = z.unknown().transform((value, context) => {
  const ms = readTime(value);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: 'no time' });
  return z.NEVER;
});
/** The same where the time is only shown: nonsense is as good as none. */
export const looseTime = z.unknown().transform(readTime).optional();

export const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false']).transform((word) => word === 'true'),
  z.union([z.literal(0), z.literal(1)]).transform((bit) => bit === 1),
]);

/** SHA-256 in hex, any case; lower case comes out. */
export const sha256 = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/)
  .transform((hex) => hex.toLowerCase());
/** For answers where a digest is a bonus: folders and some lists carry none, or something else. */
export const looseSha256 = z
  .unknown()
  .transform((value) => sha256.safeParse(value).data)
  .optional();

/** The end of a listing is a missing, null or empty cursor (open point 9). */
export const cursor = maybe(textual);

/** Payload at the top or in `data` (section 1): `data`'s fields are laid under those at the top. */
export const flat = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => {
    if (typeof value !== 'object' || value === null || !('data' in value)) return value;
    const { data } = value;
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data, ...value } : value;
  }, schema);
