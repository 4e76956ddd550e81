/** Every word a user reads, in Simplified Chinese. The types hold it to exactly English's keys. */
import { account } from './account.ts';
import { cli } from './cli.ts';
import { desktop } from './desktop.ts';
import { errors } from './errors.ts';
import { fileManagers } from './file-managers.ts';
import { files } from './files.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { policy } from './policy.ts';
import { preview } from './preview.ts';
import { sentences } from './sentences.ts';
import { status } from './status.ts';
import { updates } from './updates.ts';

export const zh = {
  ...errors,
  ...sentences,
  ...help,
  ...cli,
  ...desktop,
  ...status,
  ...files,
  ...history,
  ...fileManagers,
  ...account,
  ...policy,
  ...preview,
  ...updates,
};
