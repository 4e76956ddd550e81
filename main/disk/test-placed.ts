import { basename, dirname } from 'node:path';
import { below, type LocalPath } from '../model/local-path.ts';

/** An absolute path as one of the folder above it. */
export const placed = (absolute: string): LocalPath => below(dirname(absolute), basename(absolute));
