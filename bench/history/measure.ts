/** Runs a bench of the built app, by Playwright, and gives its figures; history.bench.ts is one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../built-app.ts';
import type { Figure, Row } from '../measurement.ts';

const root = join(import.meta.dirname, '..', '..');

/** `words`: of Playwright (`-c` with a configuration, a file); `env`: what the bench is told. Throws when app or test fails. */
export async function measureInApp(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Figure[]> {
  await buildApp();
  const folder = mkdtempSync(join(tmpdir(), 'koosync-bench-'));
  const out = join(folder, 'figures.json');
  try {
    const playwright = join('node_modules', '@playwright', 'test', 'cli.js');
    execFileSync(process.execPath, [playwright, 'test', ...words], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env, KOOSYNC_BENCH_OUT: out },
    });
    return JSON.parse(readFileSync(out, 'utf8')) as Figure[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a file of this folder finds with so many versions. */
const measure = (test: string, versions: number): Promise<Figure[]> =>
  measureInApp(['-c', 'bench/history/playwright.config.ts', test], {
    KOOSYNC_BENCH_VERSIONS: String(versions),
  });

export const history: Row = {
  about: 'a history of very many versions, in the window of the built app',
  once: true,
  measure: ({ versions }) => measure('history.bench.ts', versions),
};

export const history1000: Row = {
  about:
    'the first page of histories of a thousand versions, of which nothing is known yet, in the built app',
  once: true,
  measure: ({ versions }) => measure('first-page.bench.ts', Math.min(versions, 1_000)),
};
