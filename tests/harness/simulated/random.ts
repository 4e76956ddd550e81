/** Chance from a seed: the same seed gives the same numbers on every machine. */

export type Random = {
  /** [0, 1) */
  next(): number;
  /** a whole number in [from, to] */
  int(from: number, to: number): number;
  /** true once in 1/p times */
  chance(p: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** one of the keys, as often as its weight says */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
};

/** `stream` gives each user of one seed numbers of its own, so that one user more does not move the others. */
export function createRandom(seed: number, stream: string): Random {
  let state = mix(seed ^ hashText(stream)) | 0;
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const random: Random = {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (p) => next() < p,
    pick<T>(from: readonly T[]) {
      if (from.length === 0) throw new Error('nothing to pick from');
      return from[Math.floor(next() * from.length)] as T;
    },
    weighted(weights) {
      const entries = Object.entries(weights) as [keyof typeof weights & string, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) if ((left -= weight) < 0) return key;
      return random.pick(entries)[0];
    },
  };
  return random;
}

const mix = (n: number): number => {
  let h = Math.imul(n ^ (n >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
};

export function hashText(text: string, from = 0x811c9dc5): number {
  let hash = from;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
