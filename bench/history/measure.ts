/** Runs a bench of the built app, by Playwright, and gives its figures; history.bench.ts is one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appPart, electronRuntime } from '../../scripts/electron-runtime.ts';
import type { Figure, Row } from '../measurement.ts';

const root = join(import.meta.dirname, '..', '..');

/** `config`: of Playwright, from the root; `env`: what its bench is told. Throws when the app or its test fails. */
export async function measureInApp(config: string, env: Readonly<Record<string, string>>): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'koosync-bench-'));
  const out = join(folder, 'figures.json');
  const node = (args: readonly string[]) =>
    execFileSync(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env, KOOSYNC_BENCH_OUT: out },
    });
  try {
    node(['scripts/build.ts', appPart(await electronRuntime()), 'cli', 'renderer', 'icons']);
    const playwright = join('node_modules', '@playwright', 'test', 'cli.js');
    node([playwright, 'test', '-c', config]);
    return JSON.parse(readFileSync(out, 'utf8')) as Figure[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const history: Row = {
  about: 'a history of very many versions, in the window of the built app',
  once: true,
  // first rows and frames
  measure: ({ versions }) =>
    measureInApp('bench/history/playwright.config.ts', { KOOSYNC_BENCH_VERSIONS: String(versions) }),
};
