/** Asks until there is an answer; after `limit` milliseconds fails with what was waited for and the last obstacle. */
export const eventually = async <T>(
  what: string,
  limit: number,
  ask: () => Promise<T | undefined>,
): Promise<T> => {
  const until = Date.now() + limit;
  let obstacle: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      obstacle = error;
    }
    if (Date.now() > until) {
      throw new Error(`Waited ${String(limit / 1000)} s in vain for ${what}.`, { cause: obstacle });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
