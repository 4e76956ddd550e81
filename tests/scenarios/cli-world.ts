/**
 * The built CLI as a script sees it: a child process with a HOME and a state folder of its own, against an emulator.
 * It is built anew when it is older than its source, so that nobody ever tests yesterday's.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { defaults, startEmulator, type Emulator } from '../../emulator/index.ts';
import { unprivileged } from '../../main/lib/test-unprivileged.ts';

const root = join(import.meta.dirname, '../..');
const built = join(root, 'out/cli/koosync.js');

const newest = (folder: string): number =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .reduce((latest, { parentPath, name }) => Math.max(latest, statSync(join(parentPath, name)).mtimeMs), 0);

export const buildCli = async (): Promise<void> => {
  const at = statSync(join(root, 'out/cli/koosync-main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (at >= Math.max(newest('main'), newest('shared'))) return;
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.ts'), 'cli'], { cwd: root });
};

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Ends with `code`, and one clear sentence: `says` is in it, nothing on stdout, no stack, no internals. */
export const refused = (ended: Ended, code: number, says: RegExp) => {
  expect({ code: ended.code, out: ended.out }, ended.err).toEqual({ code, out: '' });
  expect(ended.err).toMatch(says);
  expect(ended.err.trimEnd().split('\n')).toHaveLength(1);
  expect(ended.err).toMatch(/^koosync: /);
  expect(ended.err).not.toMatch(/\n\s+at |Error:|node:|\.ts|undefined|\{\{/);
  // nobody's secret is ever said
  expect(ended.err).not.toContain(defaults.token);
};

export type Running = {
  readonly child: ChildProcess;
  /** what it has said so far */
  err(): string;
  /** Resolves when stderr holds `text`; throws when it ends, or after 20 s. */
  says(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
};

export type CliWorld = {
  readonly emulator: Emulator;
  /** a fresh folder; HOME, the state folder and everything else is in it */
  readonly folder: string;
  readonly home: string;
  /** what the CLI is started with, to be changed by a test */
  readonly env: Record<string, string>;
  /** what stands in its settings.json from here on, which a person may write by hand */
  settings(values: Readonly<Record<string, number>>): void;
  /** from here on the CLI may pass over no permissions, not even as root */
  unprivileged(): void;
  start(args: readonly string[], input?: string): Running;
  koosync(...args: string[]): Promise<Ended>;
  /** `koosync ... --json`, parsed; throws when it fails or says anything else on stdout */
  json(...args: string[]): Promise<unknown>;
  close(): Promise<void>;
};

export const openCliWorld = async (): Promise<CliWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'koosync-cli-'));
  const emulator = await startEmulator({ dataDir: join(folder, 'emulator') });
  const home = join(folder, 'state');
  mkdirSync(join(folder, 'home'));
  const running = new Set<Running>();
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(folder, 'home'),
    LANG: 'C.UTF-8',
    KOOSYNC_HOME: home,
    KOOSYNC_SERVER: emulator.url,
    KOOSYNC_USER_ID: defaults.userId,
    KOOSYNC_TOKEN: defaults.token,
    KOOSYNC_WATCHER: process.env['KOOSYNC_WATCHER'] ?? 'on',
  };

  let plain = false;
  const start = (args: readonly string[], input?: string): Running => {
    const command = [process.execPath, [built, ...args]] as const;
    const [program, words] = plain ? unprivileged(...command) : command;
    const child = spawn(program, words, { cwd: folder, env, stdio: 'pipe' });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code) => {
        running.delete(one);
        resolve({ code, out, err });
      });
    });
    const one: Running = {
      child,
      ended,
      err: () => err,
      says: async (text) => {
        const until = Date.now() + 20_000;
        while (!err.includes(text)) {
          if (child.exitCode !== null || Date.now() > until)
            throw new Error(`expected "${text}" on stderr, got (exit ${String(child.exitCode)}): ${err}`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
    };
    running.add(one);
    return one;
  };
  const koosync = (...args: string[]): Promise<Ended> => start(args).ended;

  return {
    emulator,
    folder,
    home,
    env,
    settings: (values) => {
      mkdirSync(home, { recursive: true, mode: 0o700 });
      writeFileSync(join(home, 'settings.json'), JSON.stringify(values));
    },
    unprivileged: () => {
      plain = true;
    },
    start,
    koosync,
    json: async (...args) => {
      const { code, out, err } = await koosync(...args, '--json');
      if (code !== 0) throw new Error(`koosync ${args.join(' ')} ended with ${String(code)}: ${err}`);
      return JSON.parse(out);
    },
    close: async () => {
      for (const one of [...running]) {
        one.child.kill('SIGKILL');
        await one.ended;
      }
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
