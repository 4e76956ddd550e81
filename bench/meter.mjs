// Loaded into a measured process by `node --import`: at its end writes what it used to the file BENCH_METER names, and at
// SIGUSR2 its heap after a collection to the same name with `.heap`.
import { renameSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const file = process.env['BENCH_METER'];
if (file !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ cpuS: (userCPUTime + systemCPUTime) / 1e6, rssMiB: maxRSS / 1024 }));
  });
  // the default of this signal would end it, and Windows has none
  if (process.platform !== 'win32')
    process.on('SIGUSR2', () => {
      globalThis.gc?.();
      const heapMiB = process.memoryUsage().heapUsed / 2 ** 20;
      // whole, or not there
      writeFileSync(`${file}.part`, JSON.stringify({ heapMiB }));
      renameSync(`${file}.part`, `${file}.heap`);
    });
}
