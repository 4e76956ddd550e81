/** A screen nobody sees: an X server of our own, and pictures of it. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pngOf } from './desktop-session-png.ts';
import { startProgram, type Program } from './desktop-session-programs.ts';

export type Screen = {
  readonly display: string;
  screenshot(file: string): Promise<void>;
  stop(): Promise<void>;
};

/** `folder`: where the server keeps its frame buffer, an XWD file that it maps into memory and we only read. */
export const startScreen = async (folder: string, env: NodeJS.ProcessEnv): Promise<Screen> => {
  const server: Program = startProgram(
    'Xvfb',
    // It chooses a free number itself and tells it: several sessions stand side by side.
    ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset', '-fbdir', folder],
    env,
  );
  const number = await server.address;
  return {
    display: `:${number}`,
    screenshot: async (file) => {
      await writeFile(file, pngOf(await readFile(path.join(folder, 'Xvfb_screen0'))));
    },
    stop: () => server.stop(),
  };
};
