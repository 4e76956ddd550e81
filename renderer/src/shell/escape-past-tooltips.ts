/**
 * A tooltip that is open takes Escape for itself, and whoever meant to go back presses twice. The key goes on to what it
 * was meant for, once the tooltip is closed.
 */
export function letEscapePastTooltips(page: Window): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.key !== 'Escape' || !event.isTrusted || target === null) return;
    if (page.document.querySelector('[role=tooltip]') === null) return;
    // the tooltip hears the first one after this, and hides it from all others
    setTimeout(() => target.dispatchEvent(new KeyboardEvent('keydown', event)));
  };
  page.addEventListener('keydown', onKey, true);
  return () => {
    page.removeEventListener('keydown', onKey, true);
  };
}
