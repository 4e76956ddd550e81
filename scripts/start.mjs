#!/usr/bin/env node
// npm start: the app, built and opened on an emulator of its own; it starts again when its source changes.
// start/main.ts is the program itself.
import { launch, readSwitches } from './launch.mjs';
import { failSetup, setup } from './setup.mjs';

const args = readSwitches({
  name: 'npm start',
  usage: `npm start [-- --fresh] [-- --signed-out] [-- --inspect]
  --fresh       begin with an empty state folder, an empty KooDrive and new sample files
  --signed-out  open the app on its sign-in page, with the keyring of this desktop
  --inspect     let a debugger attach to the main process, on port 9229`,
  known: ['--fresh', '--signed-out', '--inspect'],
});

await launch({
  name: 'npm start',
  program: 'scripts/start/main.ts',
  args,
  prepare: () => setup({ for: 'demo' }).catch(failSetup),
});
