/** The three ways in which programs save: most editors, simple programs, and those that only ever add. */
import { appendFile, open, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** To a new file beside it, which then takes the old one's place: no reader ever sees half of it. */
export const saveLikeAnEditor = async (file: string, text: string): Promise<void> => {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.saving`);
  const handle = await open(beside, 'w');
  await handle.writeFile(text);
  await handle.sync();
  await handle.close();
  await rename(beside, file);
};

export const saveInPlace = (file: string, text: string): Promise<void> => writeFile(file, text);

export const addAtTheEnd = (file: string, text: string): Promise<void> => appendFile(file, text);
