/** The last words of `npm run package`: what was made, what was not and why, what is wrong. */
import path from 'node:path';
import { repo } from '../setup/project-node.mjs';
import { bytesBelow } from './contents.ts';
import { bytesOf, type Failed, type Made } from './make.ts';

export type Result = {
  readonly title: string;
  /** the packed folder, absolute */
  readonly folder: string;
  readonly made: readonly Made[];
  /** a sentence each: which kind, and why not */
  readonly notMade: readonly string[];
  readonly failed: readonly Failed[];
  readonly problems: readonly string[];
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const relative = (file: string): string => path.relative(repo, file);

export const tellResult = async (result: Result): Promise<void> => {
  console.log(`\n${result.title}`);
  console.log(`  packed folder: ${relative(result.folder)} (${megabytes(bytesBelow(result.folder))})`);
  for (const { kind, files, seconds } of result.made)
    for (const file of files)
      console.log(
        `  ${kind}: ${relative(file)} (${megabytes(await bytesOf(file))}, ${seconds.toFixed(0)} s)`,
      );
  if (result.notMade.length > 0) console.log('Not made here:');
  for (const line of result.notMade) console.log(`  ${line}`);
  for (const { kind, why } of result.failed) console.error(`Failed: ${kind}: ${why}`);
  for (const problem of result.problems) console.error(`Wrong: ${problem}`);
};
