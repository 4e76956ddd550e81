/**
 * Permissions mean nothing to root, so what tests them starts its process without root's right to pass them over. It
 * stays root otherwise: a clone in root's own home is still readable.
 */
export const unprivileged = (command: string, args: readonly string[]): [string, string[]] => {
  if (process.getuid?.() !== 0) return [command, [...args]];
  if (process.platform !== 'linux')
    throw new Error('Run the tests as an ordinary user: root may read and write anything here.');
  return ['setpriv', ['--bounding-set=-dac_override,-dac_read_search', command, ...args]];
};
