/**
 * Where the window was, for the next time. Small and unimportant: a file that cannot be read or written is as good as
 * none, and nothing waits for it.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { atomicWriteSync } from '../../lib/atomic-write.ts';

const windowState = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(320).max(20_000),
  height: z.number().int().min(240).max(20_000),
  maximized: z.boolean(),
  /** how large everything is drawn; 1: as it was made */
  zoom: z.number().min(0.25).max(5).default(1),
});

export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
export type WindowState = z.infer<typeof windowState>;

export function readWindowState(file: string): WindowState | undefined {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeWindowState(file: string, state: WindowState): void {
  try {
    atomicWriteSync(file, JSON.stringify(state), 0o600);
  } catch {
    // the window opens where windows usually open
  }
}

/** Does a user still see enough of it to take hold of it? Screens come and go. */
export const isReachable = (window: Rectangle, screens: readonly Rectangle[]): boolean =>
  screens.some((screen) => {
    const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
    const height =
      Math.min(window.y + window.height, screen.y + screen.height) - Math.max(window.y, screen.y);
    // the title bar is what one takes hold of
    return width >= 120 && height >= 80 && window.y >= screen.y;
  });
