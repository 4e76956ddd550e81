/** Why a content is described instead of shown. */
export const refusals = ['too-large', 'damaged', 'inflates', 'encrypted', 'pixels', 'format'] as const;
export type Refusal = (typeof refusals)[number];

/** Thrown by what reads a content. Everything else that is thrown there counts as damage. */
export class Refused extends Error {
  readonly why: Refusal;

  constructor(why: Refusal) {
    super(why);
    this.why = why;
  }
}
