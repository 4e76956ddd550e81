/**
 * A first sync of `KOOSYNC_BENCH_FILES` small files in the built app, its window in sight: how long the loop of Electron's
 * main process was blocked, and how much of a block was work of its own: in the rest of it the system ran other programs.
 * The server is the one that answers at once, in a process of its own. Figures go to `KOOSYNC_BENCH_OUT` as JSON.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { test, valueOf } from '../../tests/e2e/fixtures.ts';
import { less, type Figure } from '../measurement.ts';
import { startServer } from '../trivial-world.ts';
import { writeTree } from '../trees.ts';

const files = Number(process.env['KOOSYNC_BENCH_FILES'] ?? '20000');
const lookEveryMs = 2_000;

type Histogram = {
  enable(): void;
  disable(): void;
  reset(): void;
  max: number;
  percentile(p: number): number;
};
declare global {
  // of the main process; CPU in ms, of all its threads, in the block that had the most of it
  var benchLoop: Histogram | undefined;
  var benchOwnWork: number | undefined;
}

test('the loop of the main process during a first sync', async ({ world }) => {
  const server = await startServer();
  try {
    writeTree(world.folder, { files, perFolder: 50, size: 64, seed: 41 });
    const running = await world.start({
      ...world.signedIn,
      KOOSYNC_SERVER: server.origin,
      KOOSYNC_USER_ID: 'bench',
      KOOSYNC_TOKEN: 'a-token-of-the-bench',
    });
    const page = await running.window();
    // the start of the app is not what is measured
    await pause(3_000);
    await running.app.evaluate(() => {
      const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
      globalThis.benchLoop = monitorEventLoopDelay({ resolution: 1 });
      globalThis.benchLoop.enable();
      let [last, cpu] = [performance.now(), process.cpuUsage()];
      globalThis.benchOwnWork = 0;
      setInterval(() => {
        const blocked = performance.now() - last;
        const { user, system } = process.cpuUsage(cpu);
        // what other threads did beside it is no block
        const own = Math.min(blocked, (user + system) / 1000);
        globalThis.benchOwnWork = Math.max(globalThis.benchOwnWork ?? 0, own);
        [last, cpu] = [performance.now(), process.cpuUsage()];
      }, 2);
    });
    const begun = Date.now();
    valueOf(await page.evaluate(() => koo.addPair({ containerId: 'BenchSpace1' })));
    // by its own word alone: the window is told of the status all the while, as a user's is
    for (;;) {
      await pause(lookEveryMs);
      const { state, pairs } = valueOf(await page.evaluate(() => koo.status()));
      if (state.kind === 'idle' && pairs.every(({ scanned, pending }) => scanned && pending === 0)) break;
    }
    const seconds = (Date.now() - begun) / 1000;
    const [p50, p99, longest, ownWork] = await running.app.evaluate(() => {
      const loop = globalThis.benchLoop;
      loop?.disable();
      const ms = (ns = 0) => ns / 1e6;
      return [
        ms(loop?.percentile(50)),
        ms(loop?.percentile(99)),
        ms(loop?.max),
        globalThis.benchOwnWork ?? 0,
      ] as const;
    });
    const what = `first sync of ${files.toLocaleString('en')} files: the main process's loop`;
    const figures: Figure[] = [
      { key: 'mainLoopP50Ms', what: `${what}, p50`, value: p50, unit: 'ms' },
      { key: 'mainLoopP99Ms', what: `${what}, p99`, value: p99, unit: 'ms', bar: less(16, 8) },
      { key: 'mainLoopLongestMs', what: `${what}, longest`, value: longest, unit: 'ms', bar: less(100, 50) },
      {
        key: 'mainLoopOwnMs',
        what: `${what}, most work of its own in one block`,
        value: ownWork,
        unit: 'ms of CPU',
      },
      { key: 'mainLoopIdleS', what: `${what}, to idle`, value: seconds, unit: 's' },
    ];
    const out = process.env['KOOSYNC_BENCH_OUT'];
    if (out === undefined) console.log(figures);
    else writeFileSync(out, JSON.stringify(figures));
  } finally {
    server.close();
  }
});
