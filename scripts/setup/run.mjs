// Running other programs during set-up: quiet while all is well, everything they said when it is not.
import { spawn, spawnSync } from 'node:child_process';

/** A step that failed for a reason the user can do something about: the message is all they need. */
export class SetupProblem extends Error {}

/** @param {string} text */
export const say = (text) => console.log(`setup: ${text}`);

/**
 * Runs to the end with its output kept, for steps whose output matters only when they fail.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, limit?: number, onLine?: (line: string) => void }} [options]
 *   limit in milliseconds; onLine hears each line of its standard output as it comes
 * @returns {Promise<{ ok: boolean, output: string, seconds: number }>}
 */
export const run = (command, args, { cwd, env, limit, onLine } = {}) =>
  new Promise((resolve) => {
    const started = Date.now();
    let output = '';
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const timer =
      limit === undefined
        ? undefined
        : setTimeout(() => {
            output += `\nstopped after ${limit / 1000} s without an end`;
            child.kill('SIGKILL');
          }, limit);
    let line = '';
    child.stdout.on('data', (data) => {
      output += data;
      const lines = `${line}${data}`.split('\n');
      line = lines.pop() ?? '';
      for (const whole of lines) onLine?.(whole);
    });
    child.stderr.on('data', (data) => (output += data));
    /** @param {boolean} ok */
    const end = (ok) => {
      clearTimeout(timer);
      resolve({ ok, output, seconds: Math.round((Date.now() - started) / 1000) });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });

/**
 * @param {string} command
 * @param {string[]} args
 */
export const answer = (command, args) => {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  return result.error === undefined ? result.stdout : undefined;
};

/** @param {string} output */
export const lastLines = (output) => output.trimEnd().split('\n').slice(-25).join('\n');
