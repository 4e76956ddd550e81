/**
 * npm run fuzz -- [--seconds 60] [--seed N]
 *
 * Hostile inputs for everything that takes apart what others wrote (parsers.ts), for so many seconds, from a seed that
 * is printed. Whatever a parser does that it may not (parser-judge.ts) is printed with its input, and fails the run.
 */
import { parseArgs } from 'node:util';
import { fuzzParser } from './parser-fuzz.ts';
import { parsers } from './parsers.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
if (!(seconds > 0) || !Number.isSafeInteger(seed)) {
  console.error('npm run fuzz -- [--seconds 60] [--seed N]');
  process.exit(2);
}

const inputsEach = 100;
const began = performance.now();
const found = new Map<string, string>();
let rounds = 0;
while (performance.now() - began < seconds * 1000) {
  for (const parser of parsers) {
    if (found.has(parser.name)) continue;
    const finding = fuzzParser(parser, seed + rounds, inputsEach);
    if (finding === undefined) continue;
    const { length } = finding.input;
    found.set(parser.name, finding.what);
    console.log(
      `${parser.name} ${finding.what}\n  ${String(length)} letters: ${JSON.stringify(finding.input.slice(0, 2000))}`,
    );
    console.log(`  again: npm run fuzz -- --seed ${String(seed + rounds)}`);
    if (performance.now() - began >= seconds * 1000) break;
  }
  rounds++;
}
console.log(
  `fuzz: seed ${String(seed)}, ${String(parsers.length)} parsers, ${String(rounds)} rounds of ${String(inputsEach)} inputs each, ${String(found.size)} found wrong`,
);
process.exit(found.size === 0 ? 0 : 1);
