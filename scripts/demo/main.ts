/**
 * The demo's beginning and end: what was started is taken back, however it ends. The story in between is story.ts.
 * Started by scripts/demo.mjs, which has done the set-up.
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { RunProblem } from '../app-run/problem.ts';
import { runToItsEnd } from '../app-run/run.ts';
import { makePlace, type Place } from './place.ts';
import { tellStory } from './story.ts';
import { line } from './tell.mjs';

const exit = process.argv.includes('--exit');
const keep = process.argv.includes('--keep');

let place: Place | undefined;
await runToItsEnd(
  {
    name: 'The demo',
    tell: line,
    onFailure: (error) => {
      if (place === undefined) return;
      const log = path.join(place.logs, 'demo.log');
      if (!(error instanceof RunProblem))
        appendFileSync(log, `${error instanceof Error ? String(error.stack) : String(error)}\n`);
      line(`What each part said is in ${place.logs}, KooSync's own log is ${place.appLog}`);
    },
  },
  async (run) => {
    place = await makePlace(keep);
    const end = await tellStory({ ...run, place, exit });
    if (end === 'played') line('\nThe app has ended, and with it the demo.');
  },
);
