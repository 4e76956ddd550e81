import type { StringKey } from '../../../shared/strings/index.ts';

/** Which files the Files page lists. */
export type FilesShown = 'all' | 'recent' | 'deleted';

export type HistoryRoute = {
  readonly screen: 'history';
  /** the file or folder that is shown */
  readonly path: string;
  /** all that are open, the shown one among them; one alone has no tabs */
  readonly tabs: readonly string[];
  /** where Back leads */
  readonly from: Route;
};

/** Where the user is. Kept in memory: a window that is opened anew starts at the status. */
export type Route =
  | { readonly screen: 'status' }
  | { readonly screen: 'files'; readonly show?: FilesShown; readonly query?: string }
  | HistoryRoute
  | { readonly screen: 'deletions' }
  | { readonly screen: 'sign-in' }
  | { readonly screen: 'settings' };

export type Section = 'status' | 'files' | 'settings';

export const sectionWords = {
  status: 'nav.status',
  files: 'nav.files',
  settings: 'nav.settings',
} as const satisfies Record<Section, StringKey>;

/** The section that is lit in the navigation: a history belongs to where it was opened from. */
export function sectionOf(route: Route): Section {
  switch (route.screen) {
    case 'history':
      return sectionOf(route.from);
    case 'deletions':
    case 'sign-in':
      return 'status';
    case 'status':
    case 'files':
    case 'settings':
      return route.screen;
  }
}

/** Opening a second file's history from a first one's must not pile them up: Back leads out of histories. */
export const historyOf = (path: string, from: Route): HistoryRoute => ({
  screen: 'history',
  path,
  tabs: [path],
  from: from.screen === 'history' ? from.from : from,
});

/** From a folder's changes to a file of it: Back leads to the folder. */
export const historyWithin = (path: string, from: HistoryRoute): HistoryRoute => ({
  screen: 'history',
  path,
  tabs: [path],
  from,
});

/** What was asked for from outside. Several are tabs, and join the tabs that are there; one alone takes the place of one. */
export function historyOfAll(paths: readonly string[], from: Route): Route {
  const wanted = [...new Set(paths)];
  const [first] = wanted;
  if (first === undefined) return from;
  const there = from.screen === 'history' && (from.tabs.length > 1 || wanted.length > 1) ? from.tabs : [];
  const tabs = [...new Set([...there, ...wanted])];
  return { ...historyOf(first, from), tabs };
}

export const withTab = (route: HistoryRoute, path: string): HistoryRoute => ({ ...route, path });

/** The tab so many places on; after the last one comes the first. */
export function stepTab(route: HistoryRoute, step: number): HistoryRoute {
  const { tabs, path } = route;
  const at = tabs.indexOf(path) + step;
  return withTab(route, tabs[(at + tabs.length) % tabs.length] ?? path);
}

/** Without that tab. The neighbour is shown in its place; without any tab, Back is what is left. */
export function withoutTab(route: HistoryRoute, path: string): Route {
  const tabs = route.tabs.filter((each) => each !== path);
  if (tabs.length === 0) return route.from;
  const at = Math.min(route.tabs.indexOf(path), tabs.length - 1);
  return { ...route, tabs, path: route.path === path ? (tabs[at] ?? route.path) : route.path };
}

/** Where Back leads, and Escape; undefined: nowhere. */
export function backOf(route: Route): Route | undefined {
  switch (route.screen) {
    case 'history':
      return route.from;
    case 'files':
    case 'deletions':
    case 'settings':
      return { screen: 'status' };
    case 'status':
    case 'sign-in':
      return undefined;
  }
}

/** Equal for routes that show the same page, so that redraws do not move the focus. */
export const pageKey = (route: Route): string =>
  route.screen === 'history' ? `history:${route.path}` : route.screen;
