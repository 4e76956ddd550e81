import { lstatSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
const link = join(mkdtempSync(join(tmpdir(), 'wine-')), 'link');
const made = async () => {
  symlinkSync('nowhere', link);
  return lstatSync(link).isSymbolicLink();
};
// Windows itself may say that only some users may
console.log((await made().catch(({ code }) => code === 'EPERM')) ? 'right' : 'fault');
