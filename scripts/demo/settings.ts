/** The settings that differ from the product's own in a demo, and why. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

const settings = {
  version: 1,
  // Two days of work are told in half a minute. By default a file that is saved so often in so short a time would get
  // one version a minute.
  versionIntervalMs: 0,
};

export const writeSettings = (state: string): Promise<void> =>
  writeFile(path.join(state, 'settings.json'), JSON.stringify(settings));
