/** What the shell's `times` says of a program that it ran. */

/** Seconds of CPU, user and system, of the shell's children: the second line of `times`. Throws where there is none. */
export function cpuOfTimes(text: string): number {
  const line = text.trim().split('\n').at(-1) ?? '';
  const found = [...line.matchAll(/(\d+)m(\d+(?:\.\d+)?)s/gu)];
  if (found.length !== 2) throw new Error(`"times" said: ${text}`);
  return found.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
