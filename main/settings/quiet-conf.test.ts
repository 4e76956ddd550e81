import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const address = pathToFileURL(join(import.meta.dirname, 'settings.ts')).href;

it('listens for no signal that ends a process, and takes away nobody who does', () => {
  const program = `process.on('SIGINT', () => {}); await import(${JSON.stringify(address)});
    console.log(...['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => process.listenerCount(signal)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect([stdout.trim(), stderr]).toEqual(['1 0 0', '']);
});
