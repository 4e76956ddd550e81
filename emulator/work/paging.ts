/** Cursors: opaque to clients, here the key of the last row shown. */
import { z } from 'zod';
import { badParameter } from '../rules/failure.ts';

const form = z.object({ key: z.union([z.string(), z.number()]), id: z.string(), shown: z.boolean() });

export type Cursor = z.infer<typeof form>;

const write = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** 13000102 for a text that is no cursor of ours. */
export const readCursor = (cursorText: string | undefined): Cursor | undefined => {
  if (cursorText === undefined) return undefined;
  try {
    return form.parse(JSON.parse(Buffer.from(cursorText, 'base64url').toString('utf8')));
  } catch {
    throw badParameter('cursor');
  }
};

/**
 * A page of at most `size` of `rows` (one more was asked for, to know whether there is an end) and the next cursor,
 * '' at the end. `rows` undefined: the empty page that a switch puts before a cursor's real one.
 */
export const cut = <Row>(
  rows: Row[] | undefined,
  size: number,
  cursor: Cursor | undefined,
  keyOf: (row: Row) => { key: string | number; id: string },
): { rows: Row[]; next: string } => {
  if (!rows) return { rows: [], next: cursor ? write({ ...cursor, shown: true }) : '' };
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  if (rows.length <= size || last === undefined) return { rows: shown, next: '' };
  return { rows: shown, next: write({ ...keyOf(last), shown: false }) };
};
