/**
 * A picture of cost against size as SVG: both axes logarithmic, every point measured. It brings its own ground and colours
 * for light and dark, so that it reads well on any page.
 */

export type Point = { readonly x: number; readonly y: number };

export type Series = { readonly name: string; readonly points: readonly Point[] };

export type Plot = {
  readonly title: string;
  /** said below the title: what was measured, where and when */
  readonly about: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** at most three */
  readonly series: readonly Series[];
};

const size = { width: 720, height: 440 };
const area = { left: 76, right: 24, top: 96, bottom: 60 };
const inner = {
  width: size.width - area.left - area.right,
  height: size.height - area.top - area.bottom,
};

const style = `
  .ground { fill: #ffffff } .frame { stroke: #d0d7de; fill: none }
  .grid { stroke: #d8dee4 } text { fill: #57606a; font: 13px system-ui, sans-serif }
  .title { fill: #1f2328; font-size: 17px; font-weight: 600 } .value { font-size: 12px }
  .line { fill: none; stroke-width: 2.5 }
  .s0 { stroke: #0969da } .m0, .t0 { fill: #0969da }
  .s1 { stroke: #bc4c00 } .m1, .t1 { fill: #bc4c00 }
  .s2 { stroke: #1a7f37 } .m2, .t2 { fill: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } .frame { stroke: #3d444d } .grid { stroke: #2a313c }
    text { fill: #9198a1 } .title { fill: #f0f6fc }
    .s0 { stroke: #58a6ff } .m0, .t0 { fill: #58a6ff }
    .s1 { stroke: #f0883e } .m1, .t1 { fill: #f0883e }
    .s2 { stroke: #3fb950 } .m2, .t2 { fill: #3fb950 }
  }`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** 1500 is "1.5k", 0.02 is "0.02": three digits that count, or fewer. */
export function shortNumber(value: number): string {
  const [scaled, suffix] =
    value >= 1e6 ? [value / 1e6, 'M'] : value >= 1e3 ? [value / 1e3, 'k'] : [value, ''];
  return `${String(Number(scaled.toPrecision(3)))}${suffix}`;
}

/** Powers of ten around the values, at least two of them; where `fine`, 2 and 5 in between, too. */
export function ticksOf(values: readonly number[], fine: boolean): readonly number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const steps = fine ? [1, 2, 5] : [1];
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(least)) - 1; power <= Math.ceil(Math.log10(most)) + 1; power++)
    for (const step of steps) all.push(Number(`${String(step)}e${String(power)}`));
  const from = all.findLastIndex((tick) => tick <= least);
  const to = all.findIndex((tick) => tick >= most);
  // one value that is a tick itself
  return all.slice(from, Math.max(to, from + 1) + 1);
}

type Scale = (value: number) => number;

/** From the first tick at `from` to the last one at `to`. */
function logScale(ticks: readonly number[], from: number, to: number): Scale {
  const [low, high] = [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 10)];
  return (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
}

const at = (value: number): string => value.toFixed(1);

const shapes: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `<circle class="m0" cx="${at(x)}" cy="${at(y)}" r="4.5"/>`,
  (x, y) => `<rect class="m1" x="${at(x - 4)}" y="${at(y - 4)}" width="8" height="8"/>`,
  (x, y) => `<path class="m2" d="M${at(x)} ${at(y - 5.5)}l5.5 9.5h-11z"/>`,
];

function drawSeries({ points }: Series, nth: number, x: Scale, y: Scale, isAbove: boolean): string {
  const places = points.map((point) => ({ px: x(point.x), py: y(point.y), value: point.y }));
  const line = places.map(({ px, py }) => `${at(px)},${at(py)}`).join(' ');
  const marks = places.map(({ px, py, value }) => {
    // the words of the outermost points stay within the picture
    const anchor = px < area.left + 24 ? 'start' : px > size.width - area.right - 24 ? 'end' : 'middle';
    const text = `<text class="value t${String(nth)}" x="${at(px)}" y="${at(py + (isAbove ? -10 : 20))}" text-anchor="${anchor}">${shortNumber(value)}</text>`;
    return `${shapes[nth]?.(px, py) ?? ''}${text}`;
  });
  return `<polyline class="line s${String(nth)}" points="${line}"/>${marks.join('')}`;
}

function drawAxes(xTicks: readonly number[], yTicks: readonly number[], x: Scale, y: Scale): string {
  const bottom = area.top + inner.height;
  const vertical = xTicks.map(
    (tick) =>
      `<line class="grid" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${String(area.top)}" y2="${String(bottom)}"/>` +
      `<text x="${at(x(tick))}" y="${String(bottom + 20)}" text-anchor="middle">${shortNumber(tick)}</text>`,
  );
  const horizontal = yTicks.map(
    (tick) =>
      `<line class="grid" y1="${at(y(tick))}" y2="${at(y(tick))}" x1="${String(area.left)}" x2="${String(area.left + inner.width)}"/>` +
      `<text x="${String(area.left - 8)}" y="${at(y(tick) + 4)}" text-anchor="end">${shortNumber(tick)}</text>`,
  );
  return [...vertical, ...horizontal].join('\n');
}

function drawLegend(series: readonly Series[]): string {
  let left = area.left;
  return series
    .map(({ name }, nth) => {
      const here = left;
      // letters are about so wide
      left += 40 + name.length * 6.5;
      return `${shapes[nth]?.(here + 5, 76) ?? ''}<text class="t${String(nth)}" x="${at(here + 16)}" y="80">${escaped(name)}</text>`;
    })
    .join('');
}

/**
 * The picture. A value of nothing has no place on a logarithmic axis and is left out; undefined where no value is left.
 * The first series has its figures above its points where it lies highest, the others below.
 */
export function svgOf({ title, about, xLabel, yLabel, series }: Plot): string | undefined {
  const kept = series.map(({ name, points }) => ({ name, points: points.filter((point) => point.y > 0) }));
  const points = kept.flatMap((one) => one.points);
  if (points.length === 0) return undefined;
  const xTicks = ticksOf(
    points.map((point) => point.x),
    false,
  );
  const costs = points.map((point) => point.y);
  const yTicks = ticksOf(costs, Math.max(...costs) < 100 * Math.min(...costs));
  // a point at the edge has room beside it
  const x = logScale(xTicks, area.left + 16, area.left + inner.width - 16);
  const y = logScale(yTicks, area.top + inner.height - 26, area.top + 22);
  const last = (nth: number) => kept[nth]?.points.at(-1)?.y ?? 0;
  const highest = kept.map((_, nth) => nth).sort((a, b) => last(b) - last(a))[0];
  const middle = area.top + inner.height / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(size.width)} ${String(size.height)}" role="img">
<title>${escaped(title)}</title>
<desc>${escaped(describe(kept, xLabel))}</desc>
<style>${style}
</style>
<rect class="ground" width="${String(size.width)}" height="${String(size.height)}"/>
<text class="title" x="${String(area.left)}" y="30">${escaped(title)}</text>
<text x="${String(area.left)}" y="52">${escaped(about)}</text>
${drawLegend(kept)}
${drawAxes(xTicks, yTicks, x, y)}
<rect class="frame" x="${String(area.left)}" y="${String(area.top)}" width="${String(inner.width)}" height="${String(inner.height)}"/>
<text x="${at(area.left + inner.width / 2)}" y="${String(size.height - 14)}" text-anchor="middle">${escaped(xLabel)}</text>
<text transform="translate(18 ${at(middle)}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>
${kept.map((one, nth) => drawSeries(one, nth, x, y, nth === highest)).join('\n')}
</svg>
`;
}

/** The same in words, for who does not see it. */
const describe = (series: readonly Series[], xLabel: string): string =>
  series
    .map(
      ({ name, points }) =>
        `${name}: ${points.map((point) => `${shortNumber(point.y)} at ${shortNumber(point.x)} ${xLabel}`).join(', ')}`,
    )
    .join('. ');
