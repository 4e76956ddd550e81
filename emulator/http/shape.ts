/** Gives an answer the odd forms of control/switches.ts; untouched while the plain variant is on. */
import type { Variant } from '../control/switches.ts';

const numeric = new Set([
  'size',
  'capacity',
  'spaceUsed',
  'total',
  'revisionVersion',
  'fileType',
  'batchCode',
]);

/** A copy of `answer` in the forms that `variant` asks for. `revisions`: the answer of listRevision. */
export const shape = (answer: object, variant: Variant, revisions: boolean): object => {
  const cursor = revisions
    ? { from: 'nextPageCursor', to: 'nextCursor' }
    : { from: 'nextCursor', to: 'nextPageCursor' };
  const walk = (value: unknown, top: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, false));
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) {
      let name = key;
      let next: unknown = walk(inner, false);
      if (top && key === 'code' && variant.codeAsText) next = String(inner);
      if (top && (key === 'code' || key === 'msg') && variant.noCode) continue;
      if (top && key === cursor.from && variant.swapCursorNames) name = cursor.to;
      if (top && key === 'files' && variant.fileList) name = 'fileList';
      if (numeric.has(key) && variant.numbersAsText && typeof inner === 'number') next = String(inner);
      if (key === 'sha256' && variant.upperCaseHashes && typeof inner === 'string')
        next = inner.toUpperCase();
      copy[name] = next;
    }
    return copy;
  };
  return walk(answer, true) as object;
};

/** Does any form that `shape` makes stand out? */
export const isShaped = (variant: Variant): boolean =>
  variant.codeAsText ||
  variant.noCode ||
  variant.swapCursorNames ||
  variant.fileList ||
  variant.numbersAsText ||
  variant.upperCaseHashes;
