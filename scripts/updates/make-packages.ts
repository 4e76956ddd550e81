/**
 * The packages that tests/updates updates from and to: the app as it ships, but for what `updates` of its package.json
 * says: a feed on this machine, a key of this run, and times that a test can wait for.
 */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Configuration } from 'electron-builder';
import type { ElectronRuntime } from '../electron/runtime-types.ts';
import { configurationFor, versionFor } from '../package/configuration.ts';
import { thisMachine } from '../package/machine.ts';
import { makeKinds, packedFolder, packFolder } from '../package/make.ts';
import { stagePackage } from '../package/stage.ts';
import { useStandIns } from '../package/tools.ts';
import { repo } from '../setup/project-node.mjs';
import { publicHalf } from '../../main/updates/signed-feed.ts';

/** What a run of the tests is told of them; beside it lie the folders of both versions. */
export type UpdatePackages = {
  /** older, newer */
  readonly versions: readonly [string, string];
  readonly port: number;
  readonly keyId: string;
  /** PEM */
  readonly privateKey: string;
};

export const packagesFolder = path.join(repo, 'release', 'for-updates');
const kinds = ['AppImage', 'deb'] as const;
const keyId = 'test-1';

/** Fast enough to be waited for. */
const timing = {
  firstCheckMs: 300,
  everyMs: 2_000,
  retryMs: 1_000,
  unattendedMs: 500,
  finishMs: 120_000,
};

/** Packs what was built, once, and makes the packages of both versions. Throws where one cannot be made. */
export async function makeUpdatePackages(runtime: ElectronRuntime): Promise<void> {
  process.chdir(repo);
  const machine = thisMachine();
  if (machine?.os !== 'linux') throw new Error('Updates are tried with packages for Linux.');
  const standIn = runtime.origin === 'stand-in';
  const versions = [versionFor('1.0.0', standIn), versionFor('1.1.0', standIn)] as const;
  const port = await freePort();
  const privateKey = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const updates = {
    feed: `http://127.0.0.1:${String(port)}/`,
    keys: { [keyId]: publicHalf(privateKey) },
    standIn,
    timing,
  };

  await stagePackage({ machine, version: versions[0], electron: runtime.version, standIn });
  if (standIn) await useStandIns(kinds, true);
  process.env['KOOSYNC_PACKAGE_FAST'] = '1';
  process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'] = '1';
  rmSync(packagesFolder, { recursive: true, force: true });
  const output = path.relative(repo, packagesFolder);
  const configOf = (version: string): Configuration => {
    const config = configurationFor({ runtime, version, forTests: false });
    return {
      ...config,
      directories: { output },
      deb: { ...config.deb, compression: 'gz' },
      publish: { provider: 'generic', url: updates.feed, channel: 'latest' },
      extraMetadata: { ...(config.extraMetadata as object), updates },
    };
  };
  const folder = packedFolder(machine, output);
  await packFolder(machine, configOf(versions[0]), folder);
  for (const version of versions) {
    // it lies beside the asar, which is why the other version needs no packing of its own
    const file = path.join(folder, 'resources', 'app.asar.unpacked', 'package.json');
    const said = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...said, version }));
    const { failed, made } = await makeKinds(machine, {
      kinds,
      config: configOf(version),
      publish: false,
      folder,
    });
    for (const { kind, why } of failed) throw new Error(`${kind} ${version} was not made: ${why}`);
    const into = path.join(packagesFolder, version);
    mkdirSync(into);
    for (const name of [
      'latest-linux.yml',
      ...made.flatMap(({ files }) => files.map((each) => path.basename(each))),
    ])
      renameSync(path.join(packagesFolder, name), path.join(into, name));
  }
  const told: UpdatePackages = { versions, port, keyId, privateKey };
  writeFileSync(path.join(packagesFolder, 'packages.json'), JSON.stringify(told));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
