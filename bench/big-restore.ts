/**
 * npm run test:big-restore -- [--gib 5] [--cuts 10]
 *
 * The built CLI restores a version of 5 GiB from an emulator that breaks the connection ten times. Fails unless the copy has
 * the version's SHA-256, every cut struck, nothing came twice, and memory stayed small. Takes some minutes and three times
 * the size on the disk of TMPDIR. A smaller twin is in npm test: tests/scenarios/downloads.test.ts.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readOptions } from '../scripts/options.ts';
import { defaults, startEmulator } from '../emulator/index.ts';

const { values } = readOptions({
  options: { gib: { type: 'string', default: '5' }, cuts: { type: 'string', default: '10' } },
});
const size = Math.round(Number(values.gib) * 2 ** 30);
const cuts = Number(values.cuts);
const mostMemoryMiB = 400;

const root = join(import.meta.dirname, '..');
const base = mkdtempSync(join(tmpdir(), 'koosync-big-'));
const meter = pathToFileURL(join(import.meta.dirname, 'meter.mjs')).href;

/** A file that takes next to no room, and in which no megabyte is like another. */
function makeContent(path: string): void {
  const file = openSync(path, 'w');
  for (let at = 0; at < size; at += 2 ** 20) writeSync(file, Buffer.from(`${String(at)} `), 0, undefined, at);
  writeSync(file, Buffer.from('.'), 0, 1, size - 1);
  closeSync(file);
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path, { highWaterMark: 2 ** 22 })) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

const env: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: join(base, 'home'),
  LANG: 'C.UTF-8',
  KOOSYNC_HOME: join(base, 'state'),
  KOOSYNC_USER_ID: defaults.userId,
  KOOSYNC_TOKEN: defaults.token,
  BENCH_METER: join(base, 'used'),
};
const koosync = (...args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const cli = join(root, 'out', 'cli', 'koosync-main.js');
    const child = spawn(process.execPath, ['--import', meter, cli, ...args], { env });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += String(text)));
    child.stderr.on('data', (text) => (err += String(text)));
    child.on('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`koosync ${args.join(' ')}: ${String(code)}\n${err}`)),
    );
  });

const emulator = await startEmulator({ dataDir: join(base, 'emulator') });
try {
  env['KOOSYNC_SERVER'] = emulator.url;
  const folder = join(base, 'folder');
  for (const one of [folder, join(base, 'home')]) mkdirSync(one);
  const file = join(folder, 'film.raw');
  writeFileSync(file, 'small');
  await koosync('add', folder);
  await koosync('run', '--once');

  const made = join(base, 'made');
  makeContent(made);
  const sum = await sumOf(made);
  await emulator.control.adoptFile('folder/film.raw', made);
  const versions = JSON.parse(await koosync('versions', file, '--json')) as { revisionId: string }[];
  const struck = emulator.control.fault({
    match: { operation: 'download' },
    times: cuts,
    action: { kind: 'cutAnswer', atByte: Math.floor(size / (cuts + 1)) },
  });
  emulator.control.resetCounts();

  const begun = performance.now();
  const copy = join(base, 'copy');
  await koosync('restore', file, '--revision', versions[0]?.revisionId ?? '', '--to', copy);
  const seconds = (performance.now() - begun) / 1000;
  const { rssMiB } = JSON.parse(readFileSync(join(base, 'used'), 'utf8')) as { rssMiB: number };
  const { download } = emulator.control.counts();
  const isRight = (await sumOf(copy)) === sum;
  console.log(
    `${values.gib} GiB, ${String(struck.struck())} cuts, ${String(download)} downloads, ${seconds.toFixed(0)} s, ` +
      `${rssMiB.toFixed(0)} MiB of memory at most: ${isRight ? 'the version' : 'NOT the version'}`,
  );
  if (!isRight || struck.struck() !== cuts || download !== cuts + 1 || rssMiB > mostMemoryMiB)
    process.exitCode = 1;
} finally {
  await emulator.close();
  rmSync(base, { recursive: true, force: true });
}
