/** On a screen that nobody sees the window takes all of it, so that a picture of the screen is one of the window. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the app remembers its window (main/desktop/window/window-state.ts); the virtual display has 1280 x 800, and the window a thin edge. */
export const showWholeWindow = async (state: string): Promise<void> => {
  const folder = path.join(state, 'desktop');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = { x: 0, y: 0, width: 1282, height: 802, maximized: false };
  await writeFile(path.join(folder, 'window.json'), JSON.stringify(place));
};
