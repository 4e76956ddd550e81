import { createSHA256 } from 'hash-wasm';
import { runSeed } from './run.ts';
await createSHA256();
const [from = '1', n = '100', verbose] = process.argv.slice(2);
const t = performance.now();
let bad = 0,
  rev = 0,
  ev = 0;
const kinds = new Map();
for (let s = +from; s < +from + +n; s++) {
  const o = await runSeed(s, verbose === '-v');
  rev += o.revisions;
  ev += o.events;
  if (verbose === '-v') console.log(o.lines.join('\n'));
  if (o.violations.length) {
    bad++;
    console.log(
      s,
      JSON.stringify(o.program.setting.calm),
      o.violations.slice(0, 4).map((v) => v.slice(0, 300)),
    );
  }
}
const d = (performance.now() - t) / 1000;
console.log({ bad, runs: +n, perSec: +n / d, rev, ev });
