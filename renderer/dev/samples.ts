/** What the dev page shows: a designer's folders, some weeks old. Times are counted back from `now`. */
import type { ErrorCode } from '../../shared/error-codes.ts';
import { createTranslator, explainError, type Language } from '../../shared/strings/index.ts';
import type { FileManagerEntry } from '../../shared/file-managers.ts';
import type { PolicyView } from '../../shared/policy.ts';
import type { Deletion, EngineStatus, FileEntry, PairStatus, Problem } from '../../shared/views.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const home = '/home/lin';
const folders = { work: `${home}/Projects/Lighthouse`, papers: `${home}/文档/合同与报价` };

const pair = (id: number, folder: string, remote: string, files: number): PairStatus => ({
  id,
  folder,
  remote,
  containerId: 'c-personal',
  files,
  pending: 0,
  scanning: false,
  scanned: true,
  paused: false,
  transfers: [],
  problemCount: 0,
  problems: [],
  skipped: [],
  skippedCount: 0,
  deleted: 0,
  heldDeletions: 0,
});

const recentOf = (now: number): EngineStatus['recent'] =>
  (
    [
      ['design/window-sketches.fig', 'revision', 12 * 1000, 1],
      ['docs/lighthouse proposal.docx', 'revision', 7 * minute, 1],
      ['报价单 2026 春季.xlsx', 'new-file', 24 * minute, 2],
      ['docs/meeting notes.md', 'concurrent-edit', 52 * minute, 1],
      ['design/icons/tray.svg', 'restored', 3 * hour, 1],
      ['design/icons/tray-offline.svg', 'renamed', 3 * hour + 4 * minute, 1],
      ['design/brand colours.md', 'newer-remotely', 5 * hour, 1],
      ['合同/框架协议（修订稿）.docx', 'revision', 26 * hour, 2],
      ['docs/press contacts.xlsx', 'renamed-remotely', 28 * hour, 1],
      ['old/press-kit-2024.zip', 'deleted', 2 * day, 1],
      ['data/measurements-2026-05.csv', 'revision', 3 * day, 1],
    ] as const
  ).map(([path, kind, ago, pairId]) => ({
    path,
    kind,
    at: now - ago,
    pairId,
    folder: pairId === 1 ? folders.work : folders.papers,
  }));

export function idleStatus(now: number): EngineStatus {
  const work = pair(1, folders.work, 'Lighthouse', 128_402);
  const papers = pair(2, folders.papers, '合同与报价', 1_286);
  return {
    state: { kind: 'idle' },
    allPaused: false,
    pairs: [
      {
        ...work,
        deleted: 3,
        skipped: [
          { path: 'shared-drive', reason: 'symlink' },
          { path: 'run/agent.sock', reason: 'special' },
          {
            path: 'docs/~$lighthouse proposal.docx',
            reason: 'litter',
            rule: '~$*',
            madeBy: 'Microsoft Office',
          },
        ],
        skippedCount: 3,
      },
      papers,
    ],
    recent: recentOf(now),
  };
}

export function syncingStatus(now: number, progress = 0.42): EngineStatus {
  const status = idleStatus(now);
  const [work, papers] = status.pairs;
  if (work === undefined || papers === undefined) return status;
  const up = (path: string, size: number, share: number) => ({ path, size, sent: Math.floor(size * share) });
  return {
    ...status,
    state: { kind: 'syncing', count: 214 },
    pairs: [
      {
        ...work,
        pending: 214,
        transfers: [
          up('footage/harbour at dawn, second take.mov', 4_812_990_464, progress),
          up('design/window-sketches.fig', 38_204_416, Math.min(1, progress * 1.9)),
          up('data/measurements-2026-06.csv', 812_000, 1),
          up('docs/lighthouse proposal.docx', 1_420_288, 0.08),
          up('design/icons/tray-idle@2x.png', 9_120, 0),
          up('design/icons/tray-idle.png', 4_120, 0),
          up('design/icons/tray-offline.png', 4_320, 0),
        ],
      },
      { ...papers, scanning: true },
    ],
  };
}

const problemKinds: readonly {
  readonly code: ErrorCode;
  readonly path: string;
  readonly values?: Record<string, string | number>;
}[] = [
  {
    code: 'NAME_FORBIDDEN',
    path: 'docs/Q3: plan?.md',
    values: { chars: ': ?', proposal: 'Q3- plan-.md' },
  },
  { code: 'FILE_UNREADABLE', path: 'backup/keys.db' },
  { code: 'QUOTA_FULL', path: 'footage/harbour at dawn, first take.mov' },
  { code: 'REMOTE_RECYCLED', path: 'docs/press contacts 2024.xlsx' },
  { code: 'NAME_CLASH', path: 'design/Readme.md', values: { other: 'README.md', proposal: 'Readme (2).md' } },
  {
    code: 'NAME_TOO_LONG',
    path: `archive/${'a-very-long-name-that-somebody-pasted-from-a-title-'.repeat(5)}.pdf`,
    values: { limit: 250 },
  },
];

export function problemStatus(now: number, language: Language, many: boolean): EngineStatus {
  const status = idleStatus(now);
  const [work, papers] = status.pairs;
  if (work === undefined || papers === undefined) return status;
  const translate = createTranslator(language);
  const problem = ({ code, path, values }: (typeof problemKinds)[number], index: number): Problem => ({
    path,
    code,
    reason: explainError(translate, code, values),
    since: now - (index + 1) * 37 * minute,
  });
  const clash = problemKinds[0];
  const extra =
    many && clash !== undefined
      ? Array.from({ length: 1200 }, (_, i) =>
          problem({ ...clash, path: `scans/page ${String(i)}: draft.tif` }, i),
        )
      : [];
  const problems = [...problemKinds.map(problem), ...extra];
  return {
    ...status,
    state: { kind: 'problem', count: problems.length },
    pairs: [{ ...work, problemCount: problems.length, problems }, papers],
  };
}

export function deletionsOf(now: number, held: number): Deletion[] {
  const root = folders.work;
  const deleted = (
    n: number,
    path: string,
    ago: number,
    state: Deletion['state'],
    more: Partial<Deletion> = {},
  ): Deletion => ({
    id: n,
    path: `${root}/${path}`,
    kind: 'file',
    files: 1,
    noticedAt: now - ago,
    state,
    ...more,
  });
  return [
    ...Array.from({ length: held }, (_, i) =>
      i === 0
        ? deleted(100, 'archive/2023', 4 * minute, 'held', { kind: 'folder', files: 412, reason: 'too-many' })
        : deleted(100 + i, `archive/letter ${String(i)}.odt`, 4 * minute, 'held', {
            reason: (['too-many', 'changed-remotely', 'other-drive', 'refused'] as const)[i % 4],
          }),
    ),
    deleted(1, 'docs/scratch.md', 40_000, 'waiting'),
    deleted(2, 'old/press-kit-2024.zip', 2 * day, 'sent'),
    deleted(3, 'old/logo drafts', 9 * day, 'sent', { kind: 'folder', files: 18 }),
    deleted(4, 'old/tax 2023.xlsx', 24 * day, 'lost', {
      lost: {
        sentAt: now - 24 * day,
        foundAt: now - 6 * minute,
        same: `${root}/finance/tax 2023 (copy).xlsx`,
      },
    }),
    deleted(5, 'old/poster.ai', 28 * day, 'lost', {
      lost: { sentAt: now - 28 * day, foundAt: now - 5 * minute, same: undefined },
    }),
  ];
}

export function filesOf(pairId: number, now: number): FileEntry[] {
  const root = pairId === 1 ? folders.work : folders.papers;
  const entry = (
    relativePath: string,
    size: number,
    ago: number | undefined,
    state: FileEntry['state'] = 'synced',
  ): FileEntry => ({
    path: `${root}/${relativePath}`,
    relativePath,
    size,
    ...(ago === undefined ? {} : { syncedAt: now - ago }),
    kind: 'file',
    state,
  });
  if (pairId !== 1)
    return [
      entry('报价单 2026 春季.xlsx', 88_064, 24 * minute),
      entry('合同/框架协议（修订稿）.docx', 402_100, 26 * hour),
    ];
  return [
    entry('design/window-sketches.fig', 38_204_416, 12_000),
    entry('docs/lighthouse proposal.docx', 1_420_288, 7 * minute),
    entry('docs/lighthouse proposal.md', 24_288, 9 * minute),
    entry('docs/meeting notes.md', 4_202, 52 * minute),
    entry('docs/Q3: plan?.md', 2_010, undefined, 'problem'),
    entry('docs/first draft.md', 812, undefined, 'pending'),
    entry('old/press-kit-2024.zip', 92_004_122, 2 * day, 'deleted'),
    entry(`archive/${'a-very-long-name-that-somebody-pasted-from-a-title-'.repeat(3)}.pdf`, 402_100, 5 * day),
    entry('docs/تقرير نهائي.docx', 88_064, 6 * day),
    { ...entry('design/icons', 0, 3 * hour), kind: 'folder' },
    ...Array.from({ length: 2400 }, (_, i) =>
      entry(
        `data/run ${String(i % 24).padStart(2, '0')}/sample-${String(i)}.csv`,
        800_000 + i * 311,
        day + i * hour,
      ),
    ),
  ];
}

/** Many files were missing at once, as the engine tells it. */
export function heldStatus(now: number, language: Language): EngineStatus {
  const status = idleStatus(now);
  const [work, ...others] = status.pairs;
  if (work === undefined) return status;
  const reason = explainError(createTranslator(language), 'DELETIONS_HELD', { count: 412 });
  const problem: Problem = { path: '', code: 'DELETIONS_HELD', reason, since: now - 4 * minute };
  const held = { ...work, deleted: 416, heldDeletions: 5, problemCount: 1, problems: [problem] };
  return { ...status, state: { kind: 'problem', count: 1 }, pairs: [held, ...others] };
}

export function fileManagersOf(which: 'none' | 'installed' | 'stale' | 'some'): FileManagerEntry[] {
  const common = { isInstalled: which === 'installed' || which === 'stale', isStale: which === 'stale' };
  const all: FileManagerEntry[] = [
    {
      name: 'thunar',
      title: 'Thunar',
      isPresent: which !== 'none',
      reach: 'everywhere',
      hasMarks: false,
      ...common,
    },
    { name: 'nemo', title: 'Nemo', isPresent: false, reach: 'synced-folders', hasMarks: true, ...common },
    {
      name: 'nautilus',
      title: 'Nautilus',
      isPresent: which !== 'none',
      reach: 'synced-folders',
      hasMarks: true,
      ...common,
    },
  ];
  return all.map((one) => (one.isPresent ? one : { ...one, isInstalled: false, isStale: false }));
}

/** What an organisation fixed: nothing, some of it, some of it with a mistake. */
export function policyOf(kind: 'none' | 'fixed' | 'broken'): PolicyView {
  if (kind === 'none') return { fixed: [], faults: [] };
  const path = '/etc/koosync/policy.json';
  const fixed: PolicyView['fixed'] = ['server', 'language', 'launchAtLogin', 'concurrency', 'updates'];
  const server = 'https://koodrive.example.com';
  const sentence = createTranslator('en')('sentence.policyValue', { path, names: 'concurrency' });
  return { path, fixed, server, faults: kind === 'broken' ? [sentence] : [] };
}
