/**
 * How large an answer to a JSON call may be, before it is taken apart: one that is larger ends the call. To take apart 60 MB
 * of numbers would take gigabytes of memory, and with them the process.
 */

export type AnswerLimits = {
  readonly bytes: number;
  /** of values, as far as they can be counted without taking the answer apart */
  readonly values: number;
};

const mebibyte = 1024 * 1024;
const ordinary: AnswerLimits = { bytes: mebibyte, values: 20_000 };
/** 200 entries with some 50 fields each; a name may be made of commas alone. */
const page: AnswerLimits = { bytes: 8 * mebibyte, values: 100_000 };
const larger: Readonly<Record<string, AnswerLimits>> = {
  listFolder: page,
  listRevision: page,
  listChange: page,
  // 10,000 parts, each with a signed link
  partLinks: { bytes: 32 * mebibyte, values: 200_000 },
};

/** `call`: its name, as in errors and log. */
export const limitsOf = (call: string): AnswerLimits =>
  Object.hasOwn(larger, call) ? (larger[call] ?? ordinary) : ordinary;

const [comma, bracket, brace] = [...',[{'].map((mark) => mark.charCodeAt(0));

/** Has the JSON text more values than that? Marks within strings count, too. */
export function hasMoreValuesThan(text: string, limit: number): boolean {
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = text.charCodeAt(at);
    if ((mark === comma || mark === bracket || mark === brace) && ++values > limit) return true;
  }
  return false;
}
