/**
 * What the tray says and offers, as plain values: status in, words and menu out. tray.ts makes Electron's menu of it.
 * The wording of the state is the engine's one truth (shared/views.ts); nothing is decided here a second time.
 */
import { basename } from 'node:path';
import { standingOf, type Standing } from '../../../shared/standing.ts';
import type { StringKey, Translate } from '../../../shared/strings/index.ts';
import type { EngineStatus } from '../../../shared/views.ts';
import { visibleText } from '../../../shared/visible-text.ts';

export type TrayAction =
  | { readonly kind: 'open-window' }
  | { readonly kind: 'open-folder'; readonly folder: string }
  | { readonly kind: 'view-versions'; readonly path: string }
  | { readonly kind: 'choose-file' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'restart-to-update' }
  /** the folder in which they are kept */
  | { readonly kind: 'crash-reports' }
  | { readonly kind: 'quit' };

export type TrayItem =
  | { readonly kind: 'line' }
  /** words alone, not to be chosen */
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly TrayItem[] };

const mostRecent = 8;
const mostProblems = 3;
/** a menu is as wide as its widest line */
const widest = 60;

const words = {
  restarting: 'tray.state.restarting',
  idle: 'tray.state.idle',
  syncing: 'tray.state.syncing',
  paused: 'tray.state.paused',
  'some-paused': 'tray.state.some-paused',
  offline: 'tray.state.offline',
  problem: 'tray.state.problem',
  'sign-in': 'tray.state.sign-in',
  empty: 'tray.state.empty',
} as const satisfies Record<Standing['kind'], StringKey>;

const stateWords = (status: EngineStatus, translate: Translate): string => {
  const { kind, count } = standingOf(status);
  return translate(words[kind], { count });
};

export const trayTooltip = (status: EngineStatus, translate: Translate): string =>
  translate('tray.tooltip', { state: stateWords(status, translate) });

/** What is offered beside what the status says. */
export type TrayOffers = {
  /** a new version that waits for a restart of the app */
  readonly update?: string | undefined;
  /** there is something to be shown to whoever wants to report a crash */
  readonly hasCrashReports?: boolean;
};

export function trayMenu(status: EngineStatus, translate: Translate, offers: TrayOffers = {}): TrayItem[] {
  const { update, hasCrashReports = false } = offers;
  const { state, pairs } = status;
  return [
    state.kind === 'sign-in'
      ? action(translate('tray.signIn'), { kind: 'open-window' })
      : label(stateWords(status, translate)),
    ...problemLines(status, translate),
    line,
    ...folderItems(status, translate),
    ...(pairs.length === 0 ? [] : [recentMenu(status, translate)]),
    ...(pairs.length === 0 ? [] : [action(translate('tray.viewVersions'), { kind: 'choose-file' })]),
    ...(pairs.length === 0 ? [] : [line]),
    ...pauseItems(status, translate),
    line,
    ...(update === undefined
      ? []
      : [action(translate('tray.restartToUpdate', { version: update }), { kind: 'restart-to-update' })]),
    ...(hasCrashReports ? [action(translate('tray.crashReports'), { kind: 'crash-reports' })] : []),
    action(translate('tray.openKooSync'), { kind: 'open-window' }),
    action(translate('tray.quit'), { kind: 'quit' }),
  ];
}

/** Resume is of all, those that were paused by themselves as well. */
function pauseItems({ state, allPaused, pairs }: EngineStatus, translate: Translate): TrayItem[] {
  if (allPaused || state.kind === 'paused') return [action(translate('tray.resume'), { kind: 'resume' })];
  const pause = action(translate('tray.pause'), { kind: 'pause' });
  return pairs.some(({ paused }) => paused)
    ? [action(translate('tray.resumeAll'), { kind: 'resume' }), pause]
    : [pause];
}

function problemLines(status: EngineStatus, translate: Translate): TrayItem[] {
  // The window has the sentences and the ways out; here only which files, so that a look at the menu tells enough.
  const names = status.pairs.flatMap(({ folder, problems }) =>
    problems.map(({ path }) => (path === '' ? basename(folder) : path)),
  );
  return names
    .slice(0, mostProblems)
    .map((name) => action(translate('tray.problem', { name }), { kind: 'open-window' }));
}

function folderItems(status: EngineStatus, translate: Translate): TrayItem[] {
  const open = (folder: string, words: string) => action(words, { kind: 'open-folder', folder });
  const [only, ...more] = status.pairs;
  if (only === undefined) return [];
  if (more.length === 0)
    return [open(only.folder, translate('tray.openNamed', { name: basename(only.folder) }))];
  return [
    {
      kind: 'menu',
      label: translate('tray.openFolder'),
      items: status.pairs.map((pair) => open(pair.folder, basename(pair.folder))),
    },
  ];
}

function recentMenu(status: EngineStatus, translate: Translate): TrayItem {
  const seen = new Set<string>();
  const items: TrayItem[] = [];
  for (const { folder, path } of status.recent) {
    const absolute = `${folder}/${path}`;
    if (seen.has(absolute) || items.length === mostRecent) continue;
    seen.add(absolute);
    items.push(action(basename(path), { kind: 'view-versions', path: absolute }));
  }
  return {
    kind: 'menu',
    label: translate('tray.recentFiles'),
    items: items.length === 0 ? [label(translate('tray.noRecentFiles'))] : items,
  };
}

const line: TrayItem = { kind: 'line' };
const label = (words: string): TrayItem => ({ kind: 'label', label: shown(words) });
const action = (words: string, what: TrayAction): TrayItem => ({
  kind: 'action',
  label: shown(words),
  action: what,
});

/** Names are shown as what they are. Menus read `&` as "the next letter is the key for this", and files are named as people like. */
const shown = (words: string): string => {
  const visible = visibleText(words);
  const letters = [...visible];
  const short =
    letters.length <= widest
      ? visible
      : `${letters.slice(0, widest / 2 - 1).join('')}...${letters.slice(-(widest / 2 - 2)).join('')}`;
  return short.replaceAll('&', '&&');
};
