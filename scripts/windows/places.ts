/** Where the command keeps what takes long to make: outside of what git tracks, and made again when it is deleted. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from '../setup/project-node.mjs';

export const cache = path.join(repo, '.cache', 'windows');

/** A short name for some texts: another one as soon as one of them is another. */
export const keyOf = (...texts: readonly string[]): string =>
  createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12);

/** What is in a file of the checkout. */
export const inRepo = (...parts: readonly string[]): string =>
  readFileSync(path.join(repo, ...parts), 'utf8');
