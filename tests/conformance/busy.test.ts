/** `npm run busy`: what it promises to the suites that are run under it. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const busy = join(import.meta.dirname, '../../scripts/busy.mjs');
const run = (...command: string[]) =>
  spawnSync(process.execPath, [busy, ...command], { encoding: 'utf8', timeout: 60_000 });

it('ends as the command ended', () => {
  for (const code of [0, 7]) {
    const ended = run(process.execPath, '-e', `console.log('ran'); process.exitCode = ${code}`);
    expect(ended).toMatchObject({ status: code, stdout: 'ran\n' });
  }
  expect(run('no-such-command-anywhere')).toMatchObject({ status: 127 });
  expect(run()).toMatchObject({ status: 2, stdout: '' });
});

it.runIf(process.platform === 'linux')('takes processor time from the first moment of the command on', () => {
  // user time of the parent, in ticks: it is looked at until it has grown, however slow the machine is
  const ticks =
    "Number(require('node:fs').readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(' ')[13])";
  const waits = `const from = ${ticks}; while (${ticks} < from + 20); console.log('grown')`;
  expect(run(process.execPath, '-e', waits)).toMatchObject({ status: 0, stdout: 'grown\n' });
});

it.runIf(process.platform !== 'win32')('hands a signal on to the command and ends with it', async () => {
  const command =
    "process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1000); console.log('up')";
  const child = spawn(process.execPath, [busy, process.execPath, '-e', command], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(9);
});
