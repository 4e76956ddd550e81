/** Why a run of the app ends early: something failed, in one sentence for people; or the user wants it to stop. */
export class RunProblem extends Error {}

export class Stopped extends Error {}
