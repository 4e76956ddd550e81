/**
 * Loaded before everything else by each node.exe that runs under Wine. Wine tells the time of the last change as the time of
 * birth (faults/birth-time.mjs), so that no file could be known again once it was written, and nearly every test would fail for
 * that one reason. Here all are born at one time: what tells them apart is the number of the file alone, which is enough on a
 * drive that gives no number twice (tests run on one, scripts/windows/wine.ts). Nothing else is changed.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const bornAtMs = Date.UTC(2020, 0, 1);

const steady = (stat) => {
  if (stat === undefined) return stat;
  const isBig = typeof stat.birthtimeMs === 'bigint';
  stat.birthtimeMs = isBig ? BigInt(bornAtMs) : bornAtMs;
  if (isBig) stat.birthtimeNs = BigInt(bornAtMs) * 1_000_000n;
  return stat;
};

for (const name of ['stat', 'lstat', 'fstat']) {
  const [later, sync] = [fs[name], fs[`${name}Sync`]];
  fs[name] = (...args) => {
    const done = args.pop();
    return later(...args, (error, stat) => done(error, error ? stat : steady(stat)));
  };
  fs[`${name}Sync`] = (...args) => steady(sync(...args));
  if (name === 'fstat') continue;
  const promised = fs.promises[name];
  fs.promises[name] = async (...args) => steady(await promised(...args));
}

const handle = await fs.promises.open(import.meta.filename);
const prototype = Object.getPrototypeOf(handle);
const statOfHandle = prototype.stat;
prototype.stat = async function stat(...args) {
  return steady(await statOfHandle.apply(this, args));
};
await handle.close();

syncBuiltinESMExports();
