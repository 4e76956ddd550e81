/** What programs are drawn from: few names, sizes around every limit, contents that are told apart by their names. */
import type { Step } from './program.ts';
import type { Random } from '../harness/simulated/random.ts';

/** Few names, so that what happens meets. */
const folders = ['', '', 'd', 'd/e', 'f', 'g'];
const names = ['a', 'b.txt', 'c.doc', 'h', 'i'];
const badNames = ['q?.txt', 'pipe|d', 'con:x'];

export type Make = { readonly random: Random; readonly coarse: boolean; contents: number; steps: Step[] };

export const freshContent = (make: Make): string =>
  // now and then a content that was there before
  make.random.chance(0.12) && make.contents > 0
    ? `c${make.random.int(1, make.contents)}`
    : `c${++make.contents}`;
export const sizeOf = (random: Random): number => {
  const kind = random.weighted({ small: 10, middle: 4, large: 3, empty: 1 });
  if (kind === 'empty') return 0;
  if (kind === 'small') return random.pick([10, 100, 200]);
  return kind === 'middle' ? random.int(300, 4096) : random.int(4097, 14_000);
};
export const pathOf = (random: Random): string => {
  const folder = random.pick(folders);
  const name = random.chance(0.04) ? random.pick(badNames) : random.pick(names);
  return folder === '' ? name : `${folder}/${name}`;
};
export const folderOf = (random: Random): string => random.pick(['d', 'd/e', 'f', 'g', 'f/k', 'j']);
