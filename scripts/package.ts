// npm run package: builds the app and packs it into release/, in every form that this system's users install, and
// checks what came out. At the end it says what it made, what it could not make, and why. docs/packaging.md tells more.
//   --dir             the packed folder alone
//   --only deb,rpm    these kinds alone
//   --version 1.2.3   instead of package.json's
//   --fast            compresses little; sizes are not held to their budgets
//   --for-tests       the packed folder that e2e can drive, in release/for-tests/
//   --allow-missing   leaves out what a missing program is needed for
//   --publish         uploads to where electron-builder.yml's `publish` says
// 0: all that can be made on this machine was made and is right. 1: something is not. 2: wrong usage.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildBundles, bundledParts } from './build/bundles.ts';
import { describeRuntime, electronRuntime } from './electron-runtime.ts';
import { checkPacked, checkPackages } from './package/check.ts';
import { configurationFor, forTestsOut, outputOf, versionFor } from './package/configuration.ts';
import { elsewhere, kindsOf, thisMachine } from './package/machine.ts';
import { makeKinds, packedFolder, packFolder } from './package/make.ts';
import { tellResult } from './package/report.ts';
import { readRequest } from './package/request.ts';
import { stagePackage } from './package/stage.ts';
import { missingFor, useStandIns } from './package/tools.ts';
import { repo } from './setup/project-node.mjs';

const end = (code: number, ...lines: readonly string[]): never => {
  for (const line of lines) console.error(line);
  process.exit(code);
};

process.chdir(repo);
const request = readRequest(process.argv.slice(2));
if (typeof request === 'string') process.exit(end(2, request));
const machine = thisMachine();
if (machine === undefined)
  process.exit(end(1, `Nothing can be packed on ${process.platform} ${process.arch}.`));
const known = kindsOf[machine.os];
const asked = request.folderOnly ? [] : (request.kinds ?? known);
const unknown = asked.filter((kind) => !known.includes(kind));
if (unknown.length > 0)
  end(2, `There is no ${unknown.join(', ')} for this system; there are ${known.join(', ')}.`);

const runtime = await electronRuntime();
const standIn = runtime.origin === 'stand-in';
if (request.publish && standIn) end(1, 'What is made of the stand-in Electron is never published.');

const lacking = asked.flatMap((kind) => missingFor(kind, standIn).map((need) => ({ kind, ...need })));
const lack = lacking.map(({ kind, program, debian }) => `${kind}: ${program} is missing (Debian: ${debian})`);
if (lack.length > 0 && !request.allowMissing)
  end(1, ...lack, 'Install these, or leave out what needs them with --allow-missing.');
const kinds = asked.filter((kind) => !lacking.some((one) => one.kind === kind));

const { version: written } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const version = versionFor(request.version ?? written, standIn);
const part = standIn ? 'main-libsql' : 'main';
const { status } = spawnSync(
  process.execPath,
  ['scripts/build.ts', ...(request.forTests ? [] : [part]), 'cli', 'renderer', 'icons'],
  { stdio: 'inherit' },
);
if (status !== 0) end(1);
if (request.forTests) await buildBundles(bundledParts(forTestsOut, true)[part]);
await stagePackage({
  machine,
  version,
  electron: runtime.version,
  standIn,
  ...(request.forTests ? { main: path.join(forTestsOut, part) } : {}),
});
if (request.fast) process.env['KOOSYNC_PACKAGE_FAST'] = '1';
// of archives: electron-builder's own level takes four times as long for a twentieth of the size
process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'] ??= request.fast ? '1' : '5';
if (standIn && kinds.length > 0) await useStandIns(kinds, request.fast);

const config = configurationFor({ runtime, version, forTests: request.forTests });
const folder = packedFolder(machine, outputOf(request.forTests));
await packFolder(machine, config, folder);
const { made, failed } = await makeKinds(machine, { kinds, config, publish: request.publish, folder });

const checked = { folder, machine, standIn, forTests: request.forTests, fast: request.fast };
const problems = [...(await checkPacked(checked)), ...(await checkPackages(made, checked))];
await tellResult({
  title: `Packed KooSync ${version} on ${describeRuntime(runtime)}.`,
  folder,
  made,
  notMade: [...lack, ...elsewhere(machine)],
  failed,
  problems,
});
if (standIn) console.log('None of this is a release: it holds the stand-in Electron.');
process.exit(problems.length > 0 || failed.length > 0 ? 1 : 0);
