/** Runs a bench of the built app, by Playwright, and gives its figures; history.bench.ts is one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../built-app.ts';
import type { Figure, Row } from '../measurement.ts';

const root = join(import.meta.dirname, '..', '..');

/** `config`: of Playwright, from the root; `env`: what its bench is told. Throws when the app or its test fails. */
export async function measureInApp(config: string, env: Readonly<Record<string, string>>): Promise<Figure[]> {
  await buildApp();
  const folder = mkdtempSync(join(tmpdir(), 'koosync-bench-'));
  const out = join(folder, 'figures.json');
  try {
    const playwright = join('node_modules', '@playwright', 'test', 'cli.js');
    execFileSync(process.execPath, [playwright, 'test', '-c', config], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env, KOOSYNC_BENCH_OUT: out },
    });
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

export const history1000: Row = {
  about:
    'the first page of histories of a thousand versions, of which nothing is known yet, in the built app',
  once: true,
  measure: ({ versions }) =>
    measureInApp('bench/history/first-page.config.ts', {
      KOOSYNC_BENCH_VERSIONS: String(Math.min(versions, 1_000)),
    }),
};
