/** Finds words in what is drawn, whatever it is, and marks them without touching it (CSS custom highlights). */

/** More are counted and not marked. */
const most = 2_000;

/** What a search looks through: text in sight or out of it, never that of buttons and facts. */
function* textsIn(root: Element): Generator<Text> {
  for (const scroll of root.querySelectorAll('.scroll')) {
    const walker = document.createTreeWalker(scroll, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) if (walker.currentNode instanceof Text) yield walker.currentNode;
  }
}

/** Words may go over several elements: colours end within a line. A block ends the words. */
function blockOf(node: Text): Element | null {
  return (
    node.parentElement?.closest(
      'p, li, td, th, h1, h2, h3, h4, h5, h6, pre, .line, .diff-text, .textLayer',
    ) ?? null
  );
}

export function findRanges(root: Element, query: string): readonly Range[] {
  const wanted = query.toLocaleLowerCase();
  const ranges: Range[] = [];
  if (wanted === '') return ranges;
  let run: Text[] = [];
  let block: Element | null | undefined;
  const search = (): void => {
    if (run.length > 0 && ranges.length < most) ranges.push(...rangesIn(run, wanted));
    run = [];
  };
  for (const node of textsIn(root)) {
    const own = blockOf(node);
    if (own !== block || own === null) search();
    block = own;
    run.push(node);
  }
  search();
  return ranges.slice(0, most);
}

function rangesIn(run: readonly Text[], wanted: string): readonly Range[] {
  const text = run.map(({ data }) => data).join('');
  const lower = text.toLocaleLowerCase();
  // a few letters change their length with their case; then only what is written the same is found
  const where = lower.length === text.length ? lower : text;
  const ranges: Range[] = [];
  for (
    let at = where.indexOf(wanted);
    at >= 0 && ranges.length < most;
    at = where.indexOf(wanted, at + wanted.length)
  ) {
    const range = document.createRange();
    const [start, end] = [placeIn(run, at), placeIn(run, at + wanted.length)];
    range.setStart(...start);
    range.setEnd(...end);
    ranges.push(range);
  }
  return ranges;
}

function placeIn(run: readonly Text[], at: number): [Text, number] {
  let left = at;
  for (const node of run) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  const last = run.at(-1);
  if (last === undefined) throw new Error('no text to find in');
  return [last, last.length];
}

export function markRanges(ranges: readonly Range[], current: number): void {
  CSS.highlights.set('found', new Highlight(...ranges));
  const here = ranges[current];
  if (here === undefined) {
    CSS.highlights.delete('found-here');
    return;
  }
  CSS.highlights.set('found-here', new Highlight(here));
  here.startContainer.parentElement?.scrollIntoView({ block: 'center', inline: 'nearest' });
}

export function unmark(): void {
  CSS.highlights.delete('found');
  CSS.highlights.delete('found-here');
}
