/**
 * Every word a user reads, in English, one file per area. The window, the tray and the command line share them, so that
 * one thing has one name. `_zero`, `_one` and `_other` are i18next's plural forms: ask for the key without the ending
 * and give `count`. tests/conformance/strings.test.ts holds every string to be used, and every use to be a string from here.
 */
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

export const en = {
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
} as const;
