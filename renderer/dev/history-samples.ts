/** Histories of the dev page: short ones, long ones, and lists that leave things out. */
import type { FolderChange, ListedVersion, Version } from '../../shared/views.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const ownId = 'lin.yue';

const id = (n: number): string => n.toString(16).padStart(8, '0').repeat(8);

export function shortHistory(now: number): Version[] {
  return (
    [
      [5, 7 * minute, 1_420_288, {}],
      [4, 3 * hour, 1_398_016, { reason: 'restored', restoredFrom: 2 }],
      [3, 27 * hour, 1_204_224, { keepForever: true, label: 'Sent to the client' }],
      [2, 4 * day, 655_360, { createdBy: 'u-2207', author: 'Chen Wei' }],
      [1, 19 * day, 48_128, { reason: 'created' }],
    ] as const
  ).map(([number, ago, size, more]) => ({
    revisionId: `rev-${String(number)}`,
    revisionVersion: number,
    createdAt: now - ago,
    size,
    sha256: id(number),
    latest: number === 5,
    keepForever: false,
    createdBy: ownId,
    author: 'Lin Yue',
    ...more,
  }));
}

const labels: Readonly<Record<number, string>> = {
  3: 'Sent to the client',
  12: '发给客户的第二稿',
  31: 'before the great cleanup, with all of the footnotes that the board wanted to have out again',
  44: '\u202Ereversed\u202C label',
};

/** Some saves follow each other within a minute, as they do in life; then nothing for a night. */
export function longHistory(now: number, count = 640): Version[] {
  return Array.from({ length: count }, (_, index) => {
    const number = count - index;
    const inDay = index % 9;
    // three saves in a row, then one after a while
    const since = inDay < 3 ? inDay * 14_000 : inDay * 31 * minute;
    const isOther = index % 5 === 3;
    return {
      revisionId: `rev-${String(number)}`,
      revisionVersion: number,
      createdAt: now - 12_000 - Math.floor(index / 9) * (index < 90 ? 9 : 31) * hour - since,
      size: 24_288 + Math.round(9_000 * Math.sin(index / 17) + 700 * Math.cos(index * 2.1)) - index,
      sha256: id(number),
      latest: index === 0,
      keepForever: number % 40 === 0,
      createdBy: isOther ? 'u-2207' : ownId,
      author: isOther ? '陈伟' : 'Lin Yue',
      ...(labels[index] === undefined ? {} : { label: labels[index] }),
      ...(number === 1 ? { reason: 'created' as const } : {}),
      ...(index % 23 === 6 ? { reason: 'restored' as const, restoredFrom: Math.max(1, number - 9) } : {}),
      ...(index % 41 === 17 ? { reason: 'kept-both' as const } : {}),
    };
  });
}

/** What a server may list: ids, and little more. */
export const leanOf = (versions: readonly Version[]): ListedVersion[] =>
  versions.map(({ revisionId, latest }) => ({ revisionId, latest }));

const paragraphs = [
  'The tower stands forty metres above the harbour and is visible from the whole bay.',
  'Its lamp is to be replaced by the end of spring; the keeper’s house becomes a small museum.',
  '这座灯塔高四十米，从整个海湾都能看到。灯具将在春末更换。',
  'Costs were estimated in three parts: the lamp, the stairs, and the path to the quay.',
];

/** The text of a version: a little longer each time, and one line differs. */
export function textOf(number: number): string {
  const lines = Array.from({ length: 3 + (number % 40) }, (_, line) => paragraphs[line % paragraphs.length]);
  return `# Lighthouse\n\nVersion ${String(number)}, ${String(number * 7)} words.\n\n${lines.join('\n\n')}\n`;
}

export function folderChangesOf(folder: string, now: number, before = now): FolderChange[] {
  const names = [
    'docs/lighthouse proposal.docx',
    'docs/meeting notes.md',
    'design/window-sketches.fig',
    '报价单 2026 春季.xlsx',
    'data/measurements-2026-05.csv',
    `archive/${'a-very-long-name-that-somebody-pasted-from-a-title-'.repeat(3)}.pdf`,
    'docs/تقرير نهائي.docx',
  ];
  const kinds = ['revision', 'revision', 'new-file', 'revision', 'deleted'] as const;
  return Array.from({ length: 260 }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'revision';
    return {
      path: `${folder}/${names[index % names.length] ?? ''}`,
      kind,
      at: now - 40_000 - index * 3 * hour,
      ...(kind === 'deleted' ? {} : { size: 48_128 + index * 9_211 }),
    };
  }).filter((change) => change.at < before);
}
