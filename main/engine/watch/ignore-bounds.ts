/**
 * How much of a `.koosyncignore` is used: each rule costs time with each path, and anybody who may write in the folder may
 * write the file. What is not used is named; the rest holds. Pure.
 */
import { KooError, type SentenceValues } from '../../model/errors.ts';
import { linesOf, patternOf } from './ignore-lines.ts';

/** More of the file is not read, bytes. */
export const longestRuleFile = 1024 * 1024;
/** A path is no longer, in characters. */
const longestLine = 4096;
const mostRules = 5000;

export type RuleLine = {
  readonly pattern: string;
  /** from 1 */
  readonly line: number;
};

export type RuleFault =
  | { readonly kind: 'long-line'; readonly line: number }
  | { readonly kind: 'many-rules'; readonly line: number }
  | { readonly kind: 'large-file' };

/** The lines that are used, as they stand, and what of the rest is not. `isCut`: the file went on. */
export function boundedRules(
  text: string,
  isCut: boolean,
): { readonly lines: readonly RuleLine[]; readonly faults: readonly RuleFault[] } {
  const lines: RuleLine[] = [];
  const faults: RuleFault[] = [];
  for (const [i, pattern] of linesOf(text).entries()) {
    const line = i + 1;
    if (pattern.length > longestLine) {
      if (!pattern.startsWith('#')) faults.push({ kind: 'long-line', line });
      continue;
    }
    if (patternOf(pattern) === undefined) continue;
    if (lines.length >= mostRules) {
      faults.push({ kind: 'many-rules', line });
      break;
    }
    lines.push({ pattern, line });
  }
  if (isCut) faults.push({ kind: 'large-file' });
  return { lines, faults };
}

/** `file`: absolute path of the rule file. */
export function ruleError(fault: RuleFault, file: string): KooError {
  return new KooError('RULES_LIMITED', `a rule file: ${fault.kind}`, {
    detail: { path: file, values: valuesOf(fault, file) },
  });
}

function valuesOf(fault: RuleFault, file: string): SentenceValues {
  switch (fault.kind) {
    case 'long-line':
      return { say: 'sentence.ruleTooLong', line: fault.line, file, limit: longestLine };
    case 'many-rules':
      return { say: 'sentence.rulesTooMany', line: fault.line, file, limit: mostRules };
    case 'large-file':
      return { say: 'sentence.rulesTooLarge', file };
  }
}
