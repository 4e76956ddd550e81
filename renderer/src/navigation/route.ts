import type { StringKey } from '../../../shared/strings/index.ts';

/** Where the user is. Kept in memory: a window that is opened anew starts at the status. */
export type Route =
  | { readonly screen: 'status' }
  | { readonly screen: 'files'; readonly pairId?: number; readonly query?: string }
  /** `from` is where Back leads */
  | { readonly screen: 'history'; readonly path: string; readonly from: Route }
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
export const historyOf = (path: string, from: Route): Route => ({
  screen: 'history',
  path,
  from: from.screen === 'history' ? from.from : from,
});

/** Equal for routes that show the same page, so that redraws do not move the focus. */
export const pageKey = (route: Route): string =>
  route.screen === 'history' ? `history:${route.path}` : route.screen;
