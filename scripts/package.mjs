#!/usr/bin/env node
// npm run package: the packages of this system, also from a fresh checkout: set-up first, under whatever Node the machine
// has (20 is enough), then scripts/package.ts on the Node that set-up brought, with the words of this command line.
import { launch } from './launch.mjs';
import { failSetup, setup } from './setup.mjs';

await launch({
  name: 'npm run package',
  program: 'scripts/package.ts',
  args: process.argv.slice(2),
  prepare: () => setup({ for: 'test' }).catch(failSetup),
});
