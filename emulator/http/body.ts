/** Schemas of request fields. Numbers and numbers as text are one (open point 15); unknown fields are passed over. */
import { z } from 'zod';
import { badParameter } from '../rules/failure.ts';

export const text = z.union([z.string(), z.number().transform(String)]);
export const filled = text.refine((value) => value !== '', 'is empty');
export const whole = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
export const digest = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/)
  .transform((value) => value.toLowerCase());

/** containerId by either name (open point 11). */
export const container = { containerId: text.optional(), container: text.optional() };
export const containerOf = (body: {
  containerId?: string | undefined;
  container?: string | undefined;
}): string => {
  const found = body.containerId ?? body.container;
  if (found === undefined || found === '') throw badParameter('containerId missing');
  return found;
};

export const pageInfo = z
  .object({ pageSize: whole.optional(), pageCursor: text.optional() })
  .optional()
  .transform((page) => {
    const size = page?.pageSize ?? 100;
    if (size < 1 || size > 100) throw badParameter(`pageSize ${size}`);
    return { size, cursor: page?.pageCursor === '' ? undefined : page?.pageCursor };
  });

/** `value` read by `schema`, else 13000102 with the name of the field. */
export const read = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw badParameter(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
};

/** Takes out nulls at every level: the examples send null for absent fields. */
export const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return typeof value[0] === 'object' ? value.map(withoutNulls) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== null) copy[key] = typeof inner === 'object' ? withoutNulls(inner) : inner;
  }
  return copy;
};
