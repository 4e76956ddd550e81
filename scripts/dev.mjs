#!/usr/bin/env node
// npm run dev: the window's page alone, in a browser, over a bridge that lives in memory (renderer/dev/). The page is
// renewed while its source is edited. dev-server.ts is the program itself.
import { launch, readSwitches } from './launch.mjs';
import { failSetup, setup } from './setup.mjs';

const args = readSwitches({
  name: 'npm run dev',
  usage: `npm run dev [-- --open]
  --open   open the page in the browser of this machine`,
  known: ['--open'],
});

await launch({
  name: 'npm run dev',
  program: 'scripts/dev-server.ts',
  args,
  prepare: () => setup({ for: 'page' }).catch(failSetup),
});
