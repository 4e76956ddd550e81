/** Tries a parser with so many inputs of a seed, and makes what it finds as small as it can. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { inputsFrom } from './parser-inputs.ts';
import { judge } from './parser-judge.ts';
import type { Parser } from './parsers.ts';

export type Finding = { readonly parser: string; readonly what: string; readonly input: string };

export const fuzzParser = (parser: Parser, seed: number, inputs: number): Finding | undefined => {
  const ofParser = seed ^ createHash('sha256').update(parser.name).digest().readInt32BE();
  let what = '';
  const isRight = (input: string): boolean => {
    const wrong = judge(parser, input);
    // of the smallest that was wrong: the last one
    what = wrong ?? what;
    return wrong === undefined;
  };
  const { counterexample } = fc.check(
    fc.property(inputsFrom(parser.samples), isRight),
    // what is slow is slow to make smaller, too
    { seed: ofParser, numRuns: inputs, interruptAfterTimeLimit: 4_000 },
  );
  if (counterexample === null) return undefined;
  const [input] = counterexample;
  return { parser: parser.name, what, input };
};
