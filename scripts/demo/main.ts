/**
 * The demo's beginning and end: what was started is taken back, however it ends. The story in between is story.ts.
 * Started by scripts/demo.mjs, which has done the set-up.
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { makePlace, type Place } from './place.ts';
import { DemoProblem, Stopped } from './problem.ts';
import { tellStory } from './story.ts';
import { line } from './tell.mjs';
import { createUndo } from './undo.ts';

const exit = process.argv.includes('--exit');
const keep = process.argv.includes('--keep');

const undo = createUndo();
const controller = new AbortController();
const stop = (): void => {
  controller.abort(new Stopped());
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.on('message', stop);
// Whoever started us is gone, or nobody reads what we say any more: then it is over for us, too.
process.on('disconnect', stop);
process.stdout.on('error', stop);

let place: Place | undefined;
let code = 0;
try {
  place = await makePlace(keep);
  const end = await tellStory({
    place,
    exit,
    undo,
    signal: controller.signal,
    fail: (problem) => controller.abort(problem),
  });
  if (end === 'played') line('\nThe app has ended, and with it the demo.');
} catch (thrown) {
  const error: unknown = controller.signal.aborted ? controller.signal.reason : thrown;
  if (error instanceof Stopped) {
    code = 130;
    line('\nStopping ...');
  } else {
    code = 1;
    const message = error instanceof Error ? error.message : String(error);
    line(`\nThe demo failed: ${message}`);
    if (place !== undefined) {
      const log = path.join(place.logs, 'demo.log');
      if (!(error instanceof DemoProblem))
        appendFileSync(log, `${error instanceof Error ? String(error.stack) : message}\n`);
      line(`What each part said is in ${place.logs}, KooSync's own log is ${place.appLog}`);
    }
  }
}
const failed = await undo.all();
for (const sentence of failed) line(sentence);
if (failed.length > 0 && code === 0) code = 1;
if (failed.length === 0) line('Everything that was started has been ended.');
process.exit(code);
