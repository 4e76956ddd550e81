/** Settings for scenarios that are not about times: short enough that nobody waits, in a file or for an engine in process. */
export const quick = {
  /** the least that settings.json may say */
  settleMs: 20,
  missingGraceMs: 40,
} as const;
