/** `npm run torture`: one run, told line by line; exit code 0 when nothing was wrong. */
import { optionsOf, usage } from './options.ts';
import { torture } from './torture.ts';

const options = optionsOf(process.argv.slice(2));
if (!options) {
  console.error(usage);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    console.log(`stopped by ${signal}`);
    process.exit(130);
  });

const { wrong, figures, faults, actions, folder } = await torture(options, (line) => console.log(line));
const list = (of: Readonly<Record<string, number>>) =>
  Object.entries(of)
    .map(([name, n]) => `${name} ${n.toLocaleString('en')}`)
    .join(', ');
if (wrong.length > 0) {
  console.log(`\nWRONG (${wrong.length}):`);
  for (const one of wrong.slice(0, 60)) console.log(`  ${one}`);
  console.log(`Everything is kept in ${folder}`);
}
console.log(`\ndeeds: ${list(actions)}`);
console.log(`faults: ${list(faults)}`);
console.log(`${wrong.length === 0 ? 'PASSED' : 'FAILED'}: ${list(figures)}; seed ${options.seed}`);
process.exit(wrong.length === 0 ? 0 : 1);
