#!/usr/bin/env node
// npm run demo: the whole path on an embedded default, from a fresh checkout; told step by step.
//   npm run demo                  on a desktop the app stays open to play with, until Ctrl-C or until it is quit
//   npm run demo -- --exit        ends by itself with exit code 0, as it does where there is no screen
//   npm run demo -- --keep        the next demo leaves this one's folder alone
// demo/main.ts is the story itself.
import { beginStep, endStep, line } from './demo/tell.mjs';
import { launch, readSwitches } from './launch.mjs';
import { failSetup, setup } from './setup.mjs';

const args = readSwitches({
  name: 'The demo',
  usage: `npm run demo [-- --exit] [-- --keep]
  --exit   end by itself when all is shown, and leave nothing running
  --keep   the next demo does not clear this one's folder away`,
  known: ['--exit', '--keep'],
});

await launch({
  name: 'The demo',
  program: 'scripts/demo/main.ts',
  args,
  prepare: async () => {
    line('KooSync demo: from a saved file to a version that one can see and get back.');
    beginStep('Set-up: packages, system libraries, Node, Electron (each only where it is missing)');
    const ready = await setup({ for: 'demo' }).catch(failSetup);
    endStep();
    return ready;
  },
});
