/** Gives an answer the odd forms of switches/switches.ts; untouched while the plain variant is on. */
import type { Operation } from '../switches/operations.ts';
import type { Variant } from '../switches/switches.ts';

const numeric = new Set([
  'size',
  'capacity',
  'spaceUsed',
  'total',
  'revisionVersion',
  'fileType',
  'batchCode',
]);

/** A copy of `answer` in the forms that `variant` asks for. `operation` tells which lists the open points speak of. */
export const shape = (answer: object, variant: Variant, operation: Operation): object => {
  const listing = operation === 'listFolder' || operation === 'listTeamFolder';
  const names: Record<string, string> = {};
  if (variant.swapCursorNames && listing) names['nextCursor'] = 'nextPageCursor';
  if (variant.swapCursorNames && operation === 'listRevisions') names['nextPageCursor'] = 'nextCursor';
  if (variant.fileList && listing) names['files'] = 'fileList';
  const walk = (value: unknown, top: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, false));
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) {
      let next: unknown = walk(inner, false);
      if (top && key === 'code' && variant.codeAsText) next = String(inner);
      if (top && (key === 'code' || key === 'msg') && variant.noCode) continue;
      if (numeric.has(key) && variant.numbersAsText && typeof inner === 'number') next = String(inner);
      if (key === 'sha256' && variant.upperCaseHashes && typeof inner === 'string')
        next = inner.toUpperCase();
      copy[top ? (names[key] ?? key) : key] = next;
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
