/**
 * Values that a zod shape allows, for tests that walk a table of shapes. A shape in `known` gets the value that the
 * test has for it: it is found by identity, wherever it lies within another. A kind of shape that is missing here throws,
 * so that no row is tried with nothing.
 */
import * as fc from 'fast-check';
import * as z from 'zod';

export type Known = ReadonlyMap<z.ZodType, unknown>;

export function valuesOf(shape: z.core.$ZodType, known: Known = new Map()): fc.Arbitrary<unknown> {
  const within = (inner: z.core.$ZodType) => valuesOf(inner, known);
  if (known.has(shape as z.ZodType)) return fc.constant(known.get(shape as z.ZodType));
  if (shape instanceof z.ZodString)
    return fc.string({ minLength: shape.minLength ?? 0, maxLength: Math.min(shape.maxLength ?? 40, 40) });
  if (shape instanceof z.ZodNumber) return numbersOf(shape);
  if (shape instanceof z.ZodBoolean) return fc.boolean();
  if (shape instanceof z.ZodUndefined) return fc.constant(undefined);
  if (shape instanceof z.ZodLiteral) return fc.constantFrom(...shape.values);
  if (shape instanceof z.ZodEnum) return fc.constantFrom(...shape.options);
  if (shape instanceof z.ZodOptional) return fc.option(within(shape.unwrap()), { nil: undefined });
  if (shape instanceof z.ZodArray) return fc.array(within(shape.element), { maxLength: 5 });
  if (shape instanceof z.ZodTuple) return fc.tuple(...shape.def.items.map(within));
  if (shape instanceof z.ZodUnion) return fc.oneof(...shape.options.map(within));
  if (shape instanceof z.ZodObject)
    return fc.record(
      Object.fromEntries(
        Object.entries(shape.shape).map(([key, inner]) => [key, within(inner as z.core.$ZodType)]),
      ),
    );
  throw new Error(`tests/harness/values-of-shape.ts knows no values for the kind ${shape._zod.def.type}`);
}

function numbersOf(shape: z.ZodNumber): fc.Arbitrary<number> {
  const within = {
    min: Math.max(shape.minValue ?? -Infinity, Number.MIN_SAFE_INTEGER),
    max: Math.min(shape.maxValue ?? Infinity, Number.MAX_SAFE_INTEGER),
  };
  return shape.isInt ? fc.integer(within) : fc.double({ ...within, noNaN: true });
}
