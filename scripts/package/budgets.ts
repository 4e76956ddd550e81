/** How large a package may be. Pure. */

const MB = 1_000_000;

/** Bytes at most; of the packed folder as `installed`. What is made with --fast is not held to them. */
const budgets: Readonly<Record<string, number>> = {
  installed: 420 * MB,
  'app.asar': 20 * MB,
  deb: 130 * MB,
  rpm: 130 * MB,
  AppImage: 165 * MB,
  'tar.gz': 165 * MB,
  zip: 165 * MB,
  nsis: 130 * MB,
  dmg: 260 * MB,
};

/** A sentence where it is too large. */
export const budgetProblems = (what: string, bytes: number): string[] => {
  const most = budgets[what];
  if (most === undefined) return [`There is no budget for ${what} in scripts/package/budgets.ts.`];
  const shown = (size: number) => `${(size / MB).toFixed(1)} MB`;
  return bytes > most ? [`${what} has ${shown(bytes)}, more than its budget of ${shown(most)}.`] : [];
};
