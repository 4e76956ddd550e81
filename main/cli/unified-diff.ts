/** What changed, as `diff -u` writes it: three lines around each change. Pure. */
import type { Differing, Hunk, Range } from '../../shared/text-diff/compare-texts.ts';
import { visibleLines } from '../../shared/visible-text.ts';

const context = 3;

export function unifiedDiff({ before, after, hunks }: Differing): string[] {
  const line = (mark: string, text: string | undefined) => `${mark}${visibleLines(text ?? '')}`;
  return groupsOf(hunks).flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) return [];
    const lead = Math.min(context, first.before.from, first.after.from);
    const trail = Math.min(context, before.length - last.before.to);
    const old = { from: first.before.from - lead, to: last.before.to + trail };
    const fresh = { from: first.after.from - lead, to: last.after.to + trail };
    const rows = [`@@ -${placeOf(old)} +${placeOf(fresh)} @@`];
    let at = old.from;
    for (const hunk of group) {
      for (; at < hunk.before.from; at += 1) rows.push(line(' ', before[at]?.text));
      for (; at < hunk.before.to; at += 1) rows.push(line('-', before[at]?.text));
      for (let i = hunk.after.from; i < hunk.after.to; i += 1) rows.push(line('+', after[i]?.text));
    }
    for (; at < old.to; at += 1) rows.push(line(' ', before[at]?.text));
    return rows;
  });
}

/** Changes whose surroundings meet stand together. */
function groupsOf(hunks: readonly Hunk[]): Hunk[][] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && hunk.before.from - last.before.to <= 2 * context) group.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

/** The first line and how many; of none the line before them. */
const placeOf = ({ from, to }: Range): string => `${to > from ? from + 1 : from},${to - from}`;
