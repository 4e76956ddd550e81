/** What a peer and KooSync are given to do, and what they took for it. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { writeLarge, writeTree } from '../trees.ts';

export type Work = {
  readonly kind: 'small' | 'large';
  /** files of 4 KB, or one */
  readonly files: number;
  /** of all files together */
  readonly bytes: number;
};

export type Took = {
  readonly ms: number;
  /** of the side that sends */
  readonly cpuS: number;
};

/** Writes the files into the folder. */
export function writeWork(folder: string, { kind, files, bytes }: Work, seed: number): void {
  if (kind === 'small') writeTree(folder, { files, perFolder: 100, size: bytes / files, seed });
  else writeLarge(join(folder, 'large.bin'), bytes, seed);
}

/** A port of this machine that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
