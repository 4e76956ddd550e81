/** What a run is told: by the command line (scripts/torture.ts) or by the test. */
export type Options = {
  readonly kills: number;
  /** the kills must be done in so many; the coming to rest has a limit of its own */
  readonly minutes: number;
  readonly seed: number;
  /** smaller files and shorter lives, for the run inside `npm test` */
  readonly short: boolean;
};

export const usage = `npm run torture -- [--kills N] [--minutes M] [--seed S]

  --kills    how often the client is killed (default 200)
  --minutes  the kills must be done in so many minutes (default: 8 s for each kill)
  --seed     chance begins here (default: a new one, which is printed)`;

/** Undefined when the words make no sense. */
export function optionsOf(words: readonly string[]): Options | undefined {
  const given = new Map<string, number>();
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i]?.match(/^--(kills|minutes|seed)$/)?.[1];
    const value = Number(words[i + 1]);
    if (name === undefined || words[i + 1] === undefined || !Number.isFinite(value) || value < 0)
      return undefined;
    given.set(name, value);
  }
  const kills = Math.floor(given.get('kills') ?? 200);
  const seed = Math.floor(given.get('seed') ?? Math.random() * 0xffff_ffff);
  return { kills, minutes: given.get('minutes') ?? Math.max(2, (kills * 8) / 60), seed, short: false };
}
