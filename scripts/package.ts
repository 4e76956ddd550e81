// npm run package [-- --dir] [--linux|--mac|--win]: builds and packs the app into release/, then reads its fuses back.
// --dir stops before making installers. On the stand-in Electron only --dir is done, to see that packing works: what
// comes out starts, is never a release, and says so.
import { spawnSync } from 'node:child_process';
import { build, Platform, type Configuration } from 'electron-builder';
import { describeRuntime, electronRuntime } from './electron-runtime.ts';
import { fuseProblems, packagedExecutables } from './check-fuses.ts';
import { repo } from './setup/project-node.mjs';
import path from 'node:path';

const words = new Set(process.argv.slice(2));
const dir = words.delete('--dir');
const systems = { '--linux': Platform.LINUX, '--mac': Platform.MAC, '--win': Platform.WINDOWS };
const chosen = Object.entries(systems).filter(([word]) => words.delete(word));
if (words.size > 0) {
  console.error(`What is ${[...words].join(' ')}? There are --dir, ${Object.keys(systems).join(', ')}.`);
  process.exit(2);
}

const runtime = await electronRuntime();
const standIn = runtime.origin === 'stand-in';
if (standIn && (!dir || chosen.some(([word]) => word !== '--linux'))) {
  console.error(
    'Installers are made of the pinned Electron alone, which cannot be fetched here; "npm run package -- --dir" packs a folder of the stand-in, to try the packing.',
  );
  process.exit(1);
}

const parts = ['main', 'cli', 'renderer', 'icons', ...(standIn ? ['main-libsql'] : [])];
const built = spawnSync(process.execPath, ['scripts/build.ts', ...parts], { cwd: repo, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

/** libsql and what it loads lie beside the asar, where Node's search for packages comes by. */
const besideAsar = ['libsql', '@libsql/linux-x64-gnu', '@neon-rs/load', 'detect-libc'];

const forStandIn: Configuration = {
  electronDist: path.dirname(runtime.executable),
  electronVersion: runtime.version,
  extraMetadata: { main: 'out/main-libsql/index.js' },
  files: ['out/main-libsql/**', '!out/**/*.map'],
  extraResources: besideAsar.map((name) => ({ from: `node_modules/${name}`, to: `node_modules/${name}` })),
};

const target = dir ? ['dir'] : undefined;
const targets = new Map<Platform, Map<never, never>>();
for (const [, platform] of chosen)
  for (const [p, t] of platform.createTarget(target)) targets.set(p, t as Map<never, never>);
await build({
  projectDir: repo,
  publish: 'never',
  config: { extends: 'electron-builder.yml', ...(standIn ? forStandIn : {}) },
  targets: targets.size > 0 ? targets : Platform.current().createTarget(target),
});

const executables = await packagedExecutables();
const problems = (await Promise.all(executables.map(fuseProblems))).flat();
for (const problem of problems) console.error(problem);
if (executables.length === 0) console.error('Nothing was packed.');
if (problems.length > 0 || executables.length === 0) process.exit(1);
console.log(`Packed on ${describeRuntime(runtime)}; all fuses are as electron-builder.yml says.`);
if (standIn) console.log('This is no release: it holds the stand-in Electron.');
