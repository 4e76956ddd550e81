/** rclone copies a folder to the WebDAV server that it brings along; both with the settings they ship with. */
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pause } from '../trivial-world.ts';
import { cpuOfTimes } from './times.ts';
import { freePort, writeWork, type Took, type Work } from './work.ts';

const limitMs = 30_000;

async function answers(url: string): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    if (
      await fetch(url, { method: 'OPTIONS' }).then(
        () => true,
        () => false,
      )
    )
      return;
    if (Date.now() > end) throw new Error('rclone serve did not answer');
    await pause(20);
  }
}

/** Wall time of `rclone copy` from its start to its end, and its CPU; the server's is not counted. */
export async function rcloneTook(executable: string, work: Work): Promise<Took> {
  const base = mkdtempSync(join(tmpdir(), 'koosync-rclone-'));
  const [source, target] = [join(base, 'source'), join(base, 'target')];
  for (const each of [source, target]) mkdirSync(each);
  const address = `127.0.0.1:${String(await freePort())}`;
  // no configuration of the user's is read
  const env = { PATH: process.env['PATH'], HOME: base, RCLONE_CONFIG: join(base, 'rclone.conf') };
  const server = spawn(executable, ['serve', 'webdav', target, '--addr', address], { env, stdio: 'ignore' });
  try {
    writeWork(source, work, 1);
    await answers(`http://${address}/`);
    const begun = performance.now();
    const { stdout } = await promisify(execFile)(
      'sh',
      [
        '-c',
        '"$@" || exit 1; times',
        'sh',
        executable,
        'copy',
        source,
        ':webdav:',
        '--webdav-url',
        `http://${address}`,
      ],
      { env },
    );
    return { ms: performance.now() - begun, cpuS: cpuOfTimes(stdout) };
  } finally {
    server.kill('SIGKILL');
    rmSync(base, { recursive: true, force: true });
  }
}
