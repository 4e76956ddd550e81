// Set-up runs other programs (apt-get, npm, a compiler). Ctrl-C in a terminal reaches them all, a signal sent to this
// process alone does not; then they must not be left working on.
import { readFileSync, readdirSync } from 'node:fs';

/** Passes a signal on to everything below this process. Linux only; elsewhere the terminal does it. */
export const signalDescendants = (/** @type {NodeJS.Signals} */ signal) => {
  if (process.platform !== 'linux') return;
  /** @type {Map<number, number>} */
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // "pid (name) state parent ...", and the name may hold anything, brackets and blanks too
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]));
    } catch {
      // it has ended meanwhile
    }
  }
  const tree = [process.pid];
  for (const id of tree) for (const [child, parent] of parents) if (parent === id) tree.push(child);
  for (const id of tree.slice(1)) {
    try {
      process.kill(id, signal);
    } catch {
      // so has this one
    }
  }
};
