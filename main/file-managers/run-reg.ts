/** reg.exe of this Windows, as registry.ts wants it. */
import { spawn } from 'node:child_process';
import type { RunReg } from './registry.ts';

export const runReg: RunReg = (args) =>
  new Promise((resolve, reject) => {
    const child = spawn('reg.exe', args, { windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, out });
    });
  });
