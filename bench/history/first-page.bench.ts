/**
 * Files with `KOOSYNC_BENCH_VERSIONS` versions each, of which nothing is known yet: how soon their histories show rows, where
 * each answer of the server takes 80 ms longer. A second call before the first rows would cost 80 ms more. Figures go to
 * `KOOSYNC_BENCH_OUT`.
 */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pairSamples, samples, test, untilSynced } from '../../tests/e2e/fixtures.ts';
import { less, medianOf, type Figure } from '../measurement.ts';
import { historyOpens } from './history-opens.ts';

const count = Number(process.env['KOOSYNC_BENCH_VERSIONS'] ?? '1000');
const roundTripMs = 80;
/** each is opened once: the second time its versions are known */
const files = ['first.txt', 'second.txt', 'third.txt', 'fourth.txt', 'fifth.txt', 'sixth.txt'];

test('the first page of histories of which nothing is known', async ({ world }) => {
  const { control } = world.emulator;
  const page = await (await world.start()).window();
  await pairSamples(world, page);
  for (const file of files) writeFileSync(world.file(file), `${file}\n`);
  await untilSynced(world, page, Object.keys(samples).length + files.length);
  for (const file of files)
    for (let n = 1; n < count; n += 1)
      control.putFile(`${basename(world.folder)}/${file}`, Buffer.from(`${file} ${String(n)}\n`));
  const [warmUp = '', ...measured] = files;
  // the first one loads the code of the view
  await historyOpens(page, warmUp);
  const slow = control.fault({ match: {}, action: { kind: 'delay', ms: roundTripMs } });
  const times: number[] = [];
  const calls: number[] = [];
  for (const file of measured) {
    control.resetCounts();
    times.push((await historyOpens(page, file)) - roundTripMs);
    calls.push(Object.values(control.counts()).reduce((sum, one) => sum + one, 0));
  }
  slow.remove();
  const what = `first page of ${count.toLocaleString('en')} versions, beyond one round trip`;
  const figures: Figure[] = [
    { key: 'firstMs', what, value: medianOf(times), unit: 'ms', bar: less(100, 50) },
    { key: 'calls', what: `${what}: calls until then`, value: medianOf(calls), unit: 'calls' },
    {
      key: 'worstMs',
      what: `${what}, worst of ${String(times.length)}`,
      value: Math.max(...times),
      unit: 'ms',
    },
  ];
  const out = process.env['KOOSYNC_BENCH_OUT'];
  if (out !== undefined) writeFileSync(out, JSON.stringify(figures));
});
