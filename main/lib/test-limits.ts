/** A process that the system allows little: what a full or a busy computer says can then be had on any. */

/** `size`: no file may grow beyond so many blocks of 512 bytes. `files`: so many may be open at once. */
export const limited = (
  limit: { readonly size: number } | { readonly files: number },
  command: string,
  args: readonly string[],
): [string, string[]] => {
  const set = 'size' in limit ? `ulimit -f ${limit.size}` : `ulimit -n ${limit.files}`;
  return ['sh', ['-c', `${set} && exec "$0" "$@"`, command, ...args]];
};
