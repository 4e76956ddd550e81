/** Keys that are the window's own and not the page's: size of what is drawn, full screen, developer tools. Pure. */

export type WindowKey = 'zoom-in' | 'zoom-out' | 'zoom-reset' | 'full-screen' | 'developer-tools';

/** What Electron tells of a key (Input of before-input-event). */
export type PressedKey = {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
};

// macOS has these in its menu, with keys of its own (app-steps.ts)
export function windowKeyOf({ type, key, control, alt }: PressedKey, isMac: boolean): WindowKey | undefined {
  if (type !== 'keyDown' || alt) return undefined;
  if (key === 'F12') return 'developer-tools';
  if (isMac) return undefined;
  if (key === 'F11') return 'full-screen';
  if (!control) return undefined;
  // the plus is a key of its own on some keyboards, and the shifted = on others
  if (key === '+' || key === '=') return 'zoom-in';
  if (key === '-' || key === '_') return 'zoom-out';
  return key === '0' ? 'zoom-reset' : undefined;
}

/** The steps of Chromium's own browsers, 1 being the size that the page was drawn for. */
const zooms = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** The next step from here; at an end it stays. A factor that was set otherwise may be off by rounding. */
export function nextZoom(factor: number, key: 'zoom-in' | 'zoom-out' | 'zoom-reset'): number {
  if (key === 'zoom-reset') return 1;
  const larger = zooms.find((one) => one > factor + 0.01);
  const smaller = zooms.findLast((one) => one < factor - 0.01);
  return (key === 'zoom-in' ? larger : smaller) ?? factor;
}
