import { useEffect } from 'react';
import { useBridge } from '../state/bridge-context.ts';
import type { Navigation } from '../navigation/navigation-context.ts';
import { letEscapePastTooltips } from './escape-past-tooltips.ts';
import { backOf, stepTab, withoutTab, type Route } from '../navigation/route.ts';

/** A dialog or a menu is in front: keys are its own. */
const isCovered = (): boolean =>
  document.querySelector('[role=dialog], [role=alertdialog], [role=menu], .popover [role=listbox]') !== null;

function isBack(event: KeyboardEvent, isMac: boolean): boolean {
  if (event.key === 'Escape') return true;
  return isMac ? event.metaKey && event.key === '[' : event.altKey && event.key === 'ArrowLeft';
}

/** Ctrl+F goes into the search of the page that is shown, and to the Files page where it has none. */
function find(go: (route: Route) => void): void {
  const box = document.querySelector<HTMLInputElement>('.search-input');
  if (box === null) {
    go({ screen: 'files' });
    return;
  }
  box.focus();
  box.select();
}

/** Where a key leads; `done`: it was done already; undefined: it is none of ours. */
function routeFor(
  event: KeyboardEvent,
  { route, go }: Navigation,
  isMac: boolean,
): Route | 'done' | undefined {
  const command = isMac ? event.metaKey : event.ctrlKey;
  if (command && event.key === 'f') {
    find(go);
    return 'done';
  }
  if (command && event.key === ',') return { screen: 'settings' };
  if (route.screen === 'history') {
    if (command && event.key === 'w') return withoutTab(route, route.path);
    if (event.ctrlKey && event.key === 'Tab') return stepTab(route, event.shiftKey ? -1 : 1);
  }
  return isBack(event, isMac) ? backOf(route) : undefined;
}

/** Find, settings, back, tabs: as in every other program on this system. */
export function useShortcuts(navigation: Navigation): void {
  const { platform } = useBridge();
  const { go } = navigation;
  useEffect(() => letEscapePastTooltips(window), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isCovered()) return;
      const to = routeFor(event, navigation, platform === 'darwin');
      if (to === undefined) return;
      event.preventDefault();
      if (to !== 'done') go(to);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [navigation, go, platform]);
}
