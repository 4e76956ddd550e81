/** The tables of docs/performance.md and of the README, out of what was measured. */
import { resultOf, type MeasuredRow, type Measurements } from './measurements.ts';
import { curves } from './curves.ts';
import { barWords, machineWords, numberWords, units, valueWords, verdictOf, type Unit } from './words.ts';

type Line = {
  readonly what: string;
  /** as it was before the work on speed, 27 November 2026 */
  readonly before: string;
  /** row and key of the figure */
  readonly figure: string;
  readonly unit: Unit;
};

const { share, ms, s, cpuS, MiB, percent, count } = units;

const lines: readonly Line[] = [
  {
    what: 'small files: 10,000 × 4 KB new, files/s ÷ the smallest program',
    before: '0.11 to 0.20',
    figure: 'small.share',
    unit: share,
  },
  {
    what: 'one file of 2 GiB as new, ÷ raw PUT of the same parts',
    before: '0.14',
    figure: 'large.share',
    unit: share,
  },
  {
    what: 'the same, ÷ raw PUT and one native SHA-256',
    before: '',
    figure: 'large.hashedShare',
    unit: share,
  },
  { what: 'CPU for 1 GiB sent', before: '12.2 s', figure: 'large.cpuS', unit: cpuS },
  {
    what: '1 byte changed in it, as a new version, ÷ raw PUT',
    before: '0.12',
    figure: 'edit-large.share',
    unit: share,
  },
  {
    what: 'save of 4 KB to its revision, renamed into place, p50',
    before: '1,010 ms',
    figure: 'saves.renamed.p50',
    unit: ms,
  },
  { what: 'the same, p99', before: '1,300 ms', figure: 'saves.renamed.p99', unit: ms },
  { what: 'the same, written in place, p50', before: '1,010 ms', figure: 'saves.written.p50', unit: ms },
  { what: 'the same, p99', before: '1,300 ms', figure: 'saves.written.p99', unit: ms },
  {
    what: 'folder of 15,000 files renamed while watched: to idle',
    before: '276 s',
    figure: 'rename.ms',
    unit: s,
  },
  { what: 'the same: calls that change something', before: '', figure: 'rename.changing', unit: count },
  { what: 'the same: looks', before: '15,301 calls in all', figure: 'rename.looks', unit: count },
  {
    what: 'the same, 30,000 files in a tree of 100,000: to idle',
    before: '189 s',
    figure: 'rename-in-tree.ms',
    unit: s,
  },
  {
    what: 'the same: calls that change something',
    before: '',
    figure: 'rename-in-tree.changing',
    unit: count,
  },
  { what: 'the same: looks', before: '', figure: 'rename-in-tree.looks', unit: count },
  {
    what: '600 folders (30,000 files) moved into a new one, `run --once`',
    before: '350 s',
    figure: 'move.ms',
    unit: s,
  },
  { what: 'the same: calls that change something', before: '', figure: 'move.changing', unit: count },
  { what: 'the same: looks for each folder', before: '', figure: 'move.looks', unit: count },
  { what: '`rm -rf` of 15,000 files while watched: to idle', before: '41 s', figure: 'remove.ms', unit: s },
  {
    what: 'times of 100,000 files changed, contents the same: to idle',
    before: '153 s',
    figure: 'touch.ms',
    unit: s,
  },
  { what: 'the same: calls', before: '', figure: 'touch.calls', unit: count },
  { what: 'the same: memory at most', before: '596 MB', figure: 'touch.mostMiB', unit: MiB },
  {
    what: '100,000 files in 2,000 folders, warm: `run` to idle',
    before: '3.0 s',
    figure: 'rest.runMs',
    unit: s,
  },
  { what: 'the same: second `run --once`', before: '3.2 s', figure: 'rest.onceMs', unit: s },
  { what: 'the same: memory after a minute', before: '172 MB', figure: 'rest.restMiB', unit: MiB },
  { what: 'the same: memory at most', before: '410 MB', figure: 'rest.mostMiB', unit: MiB },
  { what: 'the same: CPU of one core at rest', before: '0.58 %', figure: 'rest.restShare', unit: percent },
  {
    what: 'first page of a history of 1,000 versions, beyond one round trip',
    before: '',
    figure: 'history-1000.firstMs',
    unit: ms,
  },
  {
    what: '10,000 files made at full speed, 20 times: missing',
    before: '',
    figure: 'burst.missing',
    unit: count,
  },
  {
    what: '500 edits, each a version of another file: heap gained an edit',
    before: '',
    figure: 'slope.kibPerEdit',
    unit: { suffix: ' KiB' },
  },
  {
    what: 'the built app, 100,000 files known: process start to icon',
    before: '',
    figure: 'app-start.trayMs',
    unit: s,
  },
  { what: 'the same: process start to window', before: '', figure: 'app-start.windowMs', unit: s },
  {
    what: '100,000 rows of an older version: first command, which brings them up to date',
    before: '',
    figure: 'migrate.firstMs',
    unit: s,
  },
  {
    what: "first sync of 20,000 files in the app: the main process's loop, p99",
    before: '',
    figure: 'main-loop.mainLoopP99Ms',
    unit: ms,
  },
  { what: 'the same: longest', before: '', figure: 'main-loop.mainLoopLongestMs', unit: ms },
];

const million: readonly Omit<Line, 'before'>[] = [
  { what: 'first pass until all is found', figure: 'million.scanS', unit: { suffix: ' s' } },
  { what: 'the same, ÷ ten times that of 100,000 files', figure: 'million.scanMsRatio', unit: share },
  { what: 'first pass until all is sent', figure: 'million.firstS', unit: { suffix: ' s' } },
  { what: 'the same, ÷ ten times that of 100,000 files', figure: 'million.firstMsRatio', unit: share },
  { what: 'first pass, memory at most', figure: 'million.firstMostMiB', unit: MiB },
  { what: 'second start to idle', figure: 'million.readyS', unit: { suffix: ' s' } },
  { what: 'the same, ÷ ten times that of 100,000 files', figure: 'million.readyMsRatio', unit: share },
  { what: 'memory after a minute', figure: 'million.restMiB', unit: MiB },
  { what: 'a folder of 100,000 files renamed: to idle', figure: 'million.renameMs', unit: s },
  { what: 'the same: calls that change something', figure: 'million.renameChanging', unit: count },
  { what: 'the same: looks', figure: 'million.renameLooks', unit: count },
];

const notYet = 'not measured yet';

/** Cells of a Markdown table, each line of it. */
const table = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function cellsOf(measured: Measurements, { figure, unit }: Pick<Line, 'figure' | 'unit'>): string[] {
  const result = resultOf(measured, figure);
  if (result === undefined) return [notYet, '', '', ''];
  const { value, least, most, rounds, bar } = result;
  const { scale = 1 } = unit;
  const spread = rounds > 1 ? ` (${numberWords(least * scale)} to ${numberWords(most * scale)})` : '';
  const isTrial = measured.rows[rowOf({ figure })]?.quick === true;
  return [
    `${valueWords(value, unit)}${spread}${isTrial ? ' (trial)' : ''}`,
    bar === undefined ? '' : barWords(bar.must, unit),
    bar === undefined ? '' : barWords(bar.aim, unit),
    // small sizes say nothing of the bars
    isTrial ? '' : verdictOf(result),
  ];
}

/** The machines of the rows, each once, with the rows that were measured there and then. */
function machines(measured: Measurements, names: readonly string[]): string {
  const where = new Map<string, string[]>();
  for (const name of names) {
    const row = measured.rows[name];
    if (row === undefined) continue;
    const words = machineWords({ ...row, machine: { ...row.machine, loadBefore: '' } }).replace(
      ', load  before',
      '',
    );
    where.set(words, [...(where.get(words) ?? []), `\`${name}\` (load ${row.machine.loadBefore})`]);
  }
  if (where.size === 0) return '';
  return [...where].map(([words, of]) => `${words}: ${of.join(', ')}.`).join('\n\n');
}

const rowOf = ({ figure }: Pick<Line, 'figure'>): string => figure.slice(0, figure.indexOf('.'));
const namesOf = (all: readonly Pick<Line, 'figure'>[]): string[] => [...new Set(all.map(rowOf))];

function mainTable(measured: Measurements): string {
  const body = lines.map((line) => {
    const [now = '', must = '', aim = '', verdict = ''] = cellsOf(measured, line);
    return [line.what, line.before, now, must, aim, verdict];
  });
  return `${table(['what', 'before', 'now', 'must', 'aim', 'reached'], body)}\n\n${machines(measured, namesOf(lines))}`;
}

function millionTable(measured: Measurements): string {
  const body = million.map((line) => [line.what, ...cellsOf(measured, line)]);
  return `${table(['1,000,000 files in 20,000 folders', 'now', 'must', 'aim', 'reached'], body)}\n\n${machines(measured, ['million'])}`;
}

function farTable(measured: Measurements): string {
  const body = [0, 20, 80, 200].map((delay) => {
    const [of, rate] = ['share', 'perS'].map((key) => resultOf(measured, `far-away.${key}${String(delay)}`));
    return [
      `${String(delay)} ms`,
      of === undefined ? notYet : numberWords(of.value),
      rate === undefined ? '' : numberWords(rate.value),
    ];
  });
  return `${table(['added to each answer', '÷ the smallest program', 'files/s'], body)}\n\n${machines(measured, ['far-away'])}`;
}

function peersTable(measured: Measurements): string {
  const row = measured.rows['peers'];
  if (row === undefined) return `The row \`peers\` is ${notYet}.`;
  const body = row.results
    .filter(({ key }) => key.endsWith('.perS'))
    .map((result) => {
      const of = (key: string) => resultOf(measured, `peers.${result.key.replace(/perS$/u, key)}`);
      const [seconds, cpu, ratio] = [of('s'), of('cpuS'), of('ratio')];
      const [work = '', who = ''] = result.what.split(': ');
      return [
        work,
        who,
        `${numberWords(result.value)} ${result.unit}`,
        seconds === undefined ? '' : `${numberWords(seconds.value)} s`,
        cpu === undefined ? '' : `${numberWords(cpu.value)} s`,
        ratio === undefined
          ? ''
          : `${numberWords(ratio.value)}${verdictOf(ratio) === 'missed' ? ' (behind)' : ''}`,
      ];
    });
  return `${table(['work', 'program', 'speed', 'time', 'CPU of the sender', 'KooSync is so many times as fast'], body)}\n\n${machines(measured, ['peers'])}`;
}

/** Links to the pictures that were drawn. */
const pictures = (drawn: readonly string[]): string =>
  drawn.length === 0
    ? `The row \`curve\` is ${notYet}.`
    : drawn.map((name) => `![${curves[name]?.title ?? name}](bench/${name}.svg)`).join('\n\n');

/** What stands between the marks of docs/performance.md. `drawn`: the names of the pictures there are. */
export const performanceSections = (
  measured: Measurements,
  drawn: readonly string[],
): Readonly<Record<string, string>> => ({
  table: mainTable(measured),
  far: farTable(measured),
  million: millionTable(measured),
  peers: peersTable(measured),
  plots: pictures(drawn),
});

type Headline = {
  readonly en: string;
  readonly zh: string;
  readonly figures: readonly string[];
  readonly unit: Unit;
};

/** What users care about. */
const headlines: readonly Headline[] = [
  { en: 'new files of 4 KB', zh: '4 KB 的新文件', figures: ['small.perS'], unit: { suffix: '/s' } },
  {
    en: 'one large file, of what the same PUTs alone reach',
    zh: '单个大文件，相对于同样的 PUT 本身',
    figures: ['large.share'],
    unit: { suffix: ' %', scale: 100 },
  },
  {
    en: 'from a save to its version, half and 99 of 100',
    zh: '从保存到成为版本（p50 / p99）',
    figures: ['saves.renamed.p50', 'saves.renamed.p99'],
    unit: { suffix: ' ms' },
  },
  {
    en: 'CPU of one core at rest, 100,000 files',
    zh: '静止时单核 CPU 占用，100,000 个文件',
    figures: ['rest.restShare'],
    unit: percent,
  },
  {
    en: 'memory at rest, 100,000 files',
    zh: '静止时内存，100,000 个文件',
    figures: ['rest.restMiB'],
    unit: MiB,
  },
];

/** Machine and day; and the load, where there was other work on it than resting. */
function whereWords({ machine }: MeasuredRow, language: 'en' | 'zh'): string {
  const { processor, date, loadBefore } = machine;
  if (Number(loadBefore) < 1) return `${processor}, ${date}`;
  const busy = language === 'zh' ? '机器同时有其他任务，负载' : 'beside other work, load';
  return `${processor}, ${date}, ${busy} ${loadBefore}`;
}

/** The table of the README, in one of its languages. */
export function readmeTable(measured: Measurements, language: 'en' | 'zh'): string {
  const zh = language === 'zh';
  const body = headlines.map((headline) => {
    const values = headline.figures.map((figure) => resultOf(measured, figure)?.value);
    const row = measured.rows[(headline.figures[0] ?? '').split('.')[0] ?? ''];
    const known = values.flatMap((value) => (value === undefined ? [] : [valueWords(value, headline.unit)]));
    const small = row?.quick === true ? (zh ? '（试测）' : ' (small sizes, for trying)') : '';
    return [
      headline[language],
      known.length === 0 ? (zh ? '尚未测量' : notYet) : `${known.join(', ')}${small}`,
      row === undefined ? '' : whereWords(row, language),
    ];
  });
  return table(zh ? ['', '数值', '机器和日期'] : ['', 'figure', 'machine and date'], body);
}

/** Row and key of each figure that a table asks for by name. */
export const askedFigures: readonly string[] = [
  ...lines.map(({ figure }) => figure),
  ...million.map(({ figure }) => figure),
  ...headlines.flatMap(({ figures }) => figures),
];

/** Those whose row was measured and has no such figure: its key was changed. */
export const lostFigures = (measured: Measurements): string[] =>
  askedFigures.filter(
    (figure) => measured.rows[rowOf({ figure })] !== undefined && resultOf(measured, figure) === undefined,
  );
