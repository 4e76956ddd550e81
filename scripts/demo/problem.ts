/** Why the demo ends before its end: something failed, in one sentence for a person; or the person wants it to stop. */
export class DemoProblem extends Error {}

export class Stopped extends Error {}
