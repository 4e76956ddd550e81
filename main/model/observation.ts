/** What was found at a path when it was last looked at, and since when it has been so (epoch ms). */
export type Observation = { readonly fingerprint: string; readonly at: number };

/** Stands in `Seen` for a path at which nothing was found. */
export const absent = 'absent';
