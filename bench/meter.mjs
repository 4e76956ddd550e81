// Loaded into a measured process by `node --import`: at its end writes what it used to the file BENCH_METER names.
import { writeFileSync } from 'node:fs';
import process from 'node:process';

const file = process.env['BENCH_METER'];
if (file !== undefined)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ cpuS: (userCPUTime + systemCPUTime) / 1e6, rssMiB: maxRSS / 1024 }));
  });
