import { useEffect } from 'react';
import { useBridge } from '../state/bridge-context.ts';
import type { Navigation } from '../navigation/navigation-context.ts';

/** Find, settings, back: as in every other program on this system. */
export function useShortcuts({ route, go }: Navigation): void {
  const { platform } = useBridge();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      // a dialog is in front: keys are its own
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=listbox][data-rac]') !== null)
        return;
      const command = platform === 'darwin' ? event.metaKey : event.ctrlKey;
      const back =
        event.key === 'Escape' ||
        (platform === 'darwin'
          ? event.metaKey && event.key === '['
          : event.altKey && event.key === 'ArrowLeft');
      if (command && event.key === 'f') {
        const box = document.querySelector<HTMLInputElement>('.search-input');
        if (box === null) go({ screen: 'files' });
        else box.select();
      } else if (command && event.key === ',') go({ screen: 'settings' });
      else if (back && route.screen === 'history') go(route.from);
      else if (back && route.screen === 'deletions') go({ screen: 'status' });
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [route, go, platform]);
}
