/** Ids in the shapes seen: 19-digit numbers as text for assets and versions, `F...` for files. */

/** Makes ids that only rise, also across a restart (`last` is the greatest one handed out before). */
export const idMaker = (clock: () => number, last = 0n): { number: () => string; file: () => string } => {
  let latest = last;
  const next = (): bigint => {
    // Leading digit 1 keeps 19 digits whatever clock a test uses; 18 bits below leave 262,144 ids per ms.
    const fromClock = 1_000_000_000_000_000_000n + (BigInt(Math.max(0, Math.floor(clock()))) << 18n);
    latest = fromClock > latest ? fromClock : latest + 1n;
    return latest;
  };
  return {
    number: () => next().toString(),
    file: () => `F${next().toString(36).toUpperCase().padStart(14, '0')}`,
  };
};
