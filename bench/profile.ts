/** Where the time of a V8 CPU profile went, by function (self time) and by file or package. */
type Profile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/**
 * Lines of a table: the `count` functions with the most self time, in all or in the last `lastS` seconds. Idle time
 * is left out of the whole.
 */
export function topOf(text: string, count: number, lastS = Infinity): string[] {
  const { nodes, samples, timeDeltas } = JSON.parse(text) as Profile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const self = new Map<string, number>();
  let whole = 0;
  let left = timeDeltas.reduce((sum, us) => sum + us, 0);
  for (const [i, id] of samples.entries()) {
    const frame = frames.get(id);
    const us = timeDeltas[i] ?? 0;
    left -= us;
    if (left > lastS * 1e6) continue;
    if (frame === undefined || frame.functionName === '(idle)') continue;
    whole += us;
    const place =
      frame.url === '' ? '' : ` ${frame.url.split('/').slice(-2).join('/')}:${String(frame.lineNumber + 1)}`;
    const name = `${frame.functionName === '' ? '(anonymous)' : frame.functionName}${place}`;
    self.set(name, (self.get(name) ?? 0) + us);
  }
  return [...self]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(
      ([name, us]) =>
        `${((us / whole) * 100).toFixed(1).padStart(5)} %  ${(us / 1_000).toFixed(0).padStart(7)} ms  ${name}`,
    );
}
