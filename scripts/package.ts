// npm run package: builds the app and packs it into release/, in every form that this system's users install, and
// checks what came out. At the end it says what it made, what it could not make, and why. docs/packaging.md tells more.
//   --dir             the packed folder alone
//   --only deb,rpm    these kinds alone
//   --version 1.2.3   instead of package.json's
//   --fast            compresses little
//   --for-tests       the folder that e2e can drive, in release/for-tests/
//   --allow-missing   leaves out what a missing program is needed for
//   --publish         uploads to where electron-builder.yml's `publish` says
// 0: all that can be made on this machine was made and is right. 1: something is not. 2: wrong usage.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fuseProblems, packagedExecutables } from './check-fuses.ts';
import { describeRuntime, electronRuntime } from './electron-runtime.ts';
import { configurationFor, forTestsOut, versionFor } from './package/configuration.ts';
import { elsewhere, kindsOf, thisMachine } from './package/machine.ts';
import { bytesOf, makeKinds, packedFolder, packFolder } from './package/make.ts';
import { readRequest } from './package/request.ts';
import { stagePackage } from './package/stage.ts';
import { missingFor, standInKinds, useStandIns, type StandInKind } from './package/tools.ts';
import { repo } from './setup/project-node.mjs';

process.chdir(repo);
const request = readRequest(process.argv.slice(2));
if (typeof request === 'string') {
  console.error(request);
  process.exit(2);
}
const machine = thisMachine();
if (machine === undefined) {
  console.error(`Nothing can be packed on ${process.platform} ${process.arch}.`);
  process.exit(1);
}
const runtime = await electronRuntime();
const standIn = runtime.origin === 'stand-in';
if (request.publish && standIn) {
  console.error('What is made of the stand-in Electron is never published.');
  process.exit(1);
}
const { version: written } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const version = versionFor(request.version ?? written, standIn);

// What can be made of what is asked?
const known = kindsOf[machine.os];
const asked = request.folderOnly ? [] : (request.kinds ?? known);
const unknown = asked.filter((kind) => !known.includes(kind));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')} here; there are ${known.join(', ')}.`);
  process.exit(2);
}
const lacking = asked.flatMap((kind) =>
  standIn && standInKinds.includes(kind as StandInKind)
    ? missingFor(kind as StandInKind).map((need) => ({ kind, ...need }))
    : [],
);
const lack = lacking.map(({ kind, program, debian }) => `${kind}: ${program} is missing (Debian: ${debian})`);
if (lack.length > 0 && !request.allowMissing) {
  for (const line of lack) console.error(line);
  console.error('Install these, or leave them out with --allow-missing.');
  process.exit(1);
}
const kinds = asked.filter((kind) => !lacking.some((one) => one.kind === kind));

// Build what goes in.
const part = standIn ? 'main-libsql' : 'main';
const run = (...args: readonly string[]): void => {
  const { status } = spawnSync(process.execPath, args, { cwd: repo, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
};
run('scripts/build.ts', part, 'cli', 'renderer', 'icons');
await stagePackage(machine, version);
if (standIn && kinds.length > 0) await useStandIns(kinds as StandInKind[], request.fast);
if (request.fast) {
  process.env['KOOSYNC_PACKAGE_FAST'] = '1';
  process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'] = '1';
}

// Pack.
const config = configurationFor({ runtime, version, forTests: request.forTests });
const folder = packedFolder(machine, config.directories?.output ?? 'release');
await packFolder(machine, config);
const { made, failed } = await makeKinds(machine, { kinds, config, publish: request.publish, folder });

// Check.
const executables = await packagedExecutables();
const problems = (await Promise.all(executables.map(fuseProblems))).flat();

// Tell.
console.log(`\nPacked KooSync ${version} on ${describeRuntime(runtime)}.`);
for (const { kind, files, seconds } of made)
  for (const file of files)
    console.log(
      `  ${kind}: ${path.relative(repo, file)} (${((await bytesOf(file)) / 1e6).toFixed(1)} MB, ${seconds.toFixed(0)} s)`,
    );
console.log('Not made here:');
for (const line of [...lack, ...elsewhere(machine)]) console.log(`  ${line}`);
for (const { kind, why } of failed) console.error(`${kind} failed: ${why}`);
for (const problem of problems) console.error(problem);
if (executables.length === 0) console.error('Nothing was packed.');
if (standIn) console.log('None of this is a release: it holds the stand-in Electron.');
process.exit(problems.length > 0 || failed.length > 0 || executables.length === 0 ? 1 : 0);
