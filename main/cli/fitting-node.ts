/**
 * Which Nodes run the product: those that `engines` in package.json names, which are those that all of its packages take.
 * Pure; for the launcher, so nothing here may need a new Node.
 */

/** `cliError.nodeTooOld` says the same. */
export const nodeFits = (version: string): boolean => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  return major === 24 ? minor >= 15 : major >= 26;
};
