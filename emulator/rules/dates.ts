/** The time formats of the API. All values inside are epoch milliseconds. */
import { badParameter } from './failure.ts';

/** `20251103T070140Z` of X-Date and X-Amz-Date to epoch ms; undefined when the text is not such a date. */
export const parseCompactDate = (text: string): number | undefined => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
};

/** Epoch ms to `20251103T070140Z`, cut (not rounded) to the second. */
export const formatCompactDate = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}Z$/, 'Z');

/** The three printed forms of createdTime and epoch milliseconds (open point 14); refuses others with 13000102. */
export const parseCreatedTime = (text: string): number => {
  if (/^\d{10,15}$/.test(text)) return Number(text);
  const spaced = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(text);
  const form = spaced ? `${spaced[1]}T${spaced[2]}Z` : text;
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(form) ? Date.parse(form) : Number.NaN;
  if (Number.isNaN(at)) throw badParameter(`createdTime ${text}`);
  return at;
};

/** Epoch ms to the UTC text of createdTime and editedTime in answers. */
export const formatTime = (at: number): string => new Date(at).toISOString();
