/**
 * Makes out/package/: what electron-builder.yml packs beside the app. Command line, man page, completions, icons,
 * licences. Nothing in it is committed.
 */
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundledPackages } from '../build/bundled-packages.ts';
import { buildPackageIcons } from '../build/icons.ts';
import { repo } from '../setup/project-node.mjs';
import {
  bashCompletion,
  fishCompletion,
  powershellCompletion,
  zshCompletion,
} from './command-line/completions.ts';
import { manPage } from './command-line/man.ts';
import { commandTree } from './command-line/tree.ts';
import { besidePackages, billOfMaterials } from './bill.ts';
import {
  nodeExecutable,
  nodeFolder,
  nodeVariable,
  nodeVersion,
  stageNode,
  type Machine,
} from './node-runtime.ts';
import { lockedPackages, noticeProblems, noticesOf, noticesText, productPackages } from './notices.ts';

const staged = path.join(repo, 'out', 'package');

/** Where deb and rpm put the app: electron-builder's own prefix, and the product's name. */
const installed = '/opt/KooSync';

const put = async (file: string, content: string | Buffer, mode = 0o644): Promise<void> => {
  const to = path.join(staged, file);
  await mkdir(path.dirname(to), { recursive: true });
  await writeFile(to, content);
  await chmod(to, mode);
};

const commandLine = async (version: string): Promise<void> => {
  const { program, exitCodes } = commandTree();
  const day = new Date(Number(process.env['SOURCE_DATE_EPOCH'] ?? Date.now() / 1000) * 1000)
    .toISOString()
    .slice(0, 10);
  const page = manPage({ program, exitCodes, version, day });
  await put('resources/man/koosync.1', page);
  await put('linux/koosync.1.gz', gzipSync(page, { level: 9 }));
  await put('resources/completions/koosync.bash', bashCompletion(program));
  await put('resources/completions/_koosync', zshCompletion(program));
  await put('resources/completions/koosync.fish', fishCompletion(program));
  await put('resources/completions/koosync.ps1', powershellCompletion(program));
};

/** The launcher in the package; on Linux also what stands in /usr/bin and belongs to the package like all its files. */
const launchers = async ({ os }: Machine): Promise<void> => {
  const name = os === 'win' ? 'koosync.cmd' : 'koosync';
  await put(`resources/bin/${name}`, await readFile(path.join(repo, 'build', 'cli', name)), 0o755);
  if (os !== 'linux') return;
  await put('linux/bin/koosync', `#!/bin/sh\nexec '${installed}/resources/bin/koosync' "$@"\n`, 0o755);
  await put('linux/bin/koosync-desktop', `#!/bin/sh\nexec '${installed}/koosync-desktop' "$@"\n`, 0o755);
};

const copyright = async (): Promise<void> => {
  await copyFile(path.join(repo, 'LICENSE'), path.join(staged, 'resources', 'LICENSE'));
  await put(
    'linux/copyright',
    [
      'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
      'Upstream-Name: KooSync',
      'Files: *',
      'Copyright: The KooSync authors',
      'License: Apache-2.0',
      'Comment: What other people wrote in this package, and under which licences, is in',
      ` ${installed}/resources/THIRD-PARTY-NOTICES.txt, ${installed}/LICENSE.electron.txt,`,
      ` ${installed}/LICENSES.chromium.html and ${installed}/resources/node/LICENSE.`,
      '',
      'License: Apache-2.0',
      ' On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.',
      '',
    ].join('\n'),
  );
};

/** Throws where a licence is not permitted: such a package cannot be distributed. */
const notices = async (options: Staged, node: string): Promise<void> => {
  const { machine, version, electron, standIn } = options;
  const main = options.main ?? path.join('out', standIn ? 'main-libsql' : 'main');
  const bundles = [main, 'out/cli', 'out/renderer'].map((folder) => path.join(repo, folder));
  const packed = [...(await bundledPackages(bundles)), ...besidePackages(standIn)];
  const all = noticesOf(repo, [...new Set([...packed, ...productPackages(lockedPackages(repo))])].sort());
  const problems = noticeProblems(all);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await put('resources/THIRD-PARTY-NOTICES.txt', noticesText(all));
  const bill = await billOfMaterials(repo, {
    shipped: noticesOf(repo, packed),
    product: version,
    electron,
    node: { version: nodeVersion(node, machine), executable: nodeExecutable(node, machine) ?? '' },
    keytar: options.keytar ?? path.join(repo, 'node_modules/keytar/build/Release/keytar.node'),
  });
  await put('resources/sbom.cdx.json', bill);
};

export type Staged = {
  readonly machine: Machine;
  readonly version: string;
  /** version of the Electron that is packed */
  readonly electron: string;
  readonly standIn: boolean;
  /** the folder below the checkout that the main bundle was built into, where it is not the one that ships */
  readonly main?: string;
  /** keytar's binary, where it is not the checkout's */
  readonly keytar?: string;
};

/** Makes it all for one machine and one version. Throws where there is no Node for that machine. */
export const stagePackage = async (options: Staged): Promise<void> => {
  const { machine, version } = options;
  const node = nodeFolder(machine, repo, process.env);
  if (node === undefined)
    throw new Error(
      `There is no Node for ${machine.os} on ${machine.arch}: unpack the one of nodejs.org and name its folder in ${nodeVariable(machine)}.`,
    );
  await rm(staged, { recursive: true, force: true });
  await launchers(machine);
  await commandLine(version);
  await copyright();
  await notices(options, node);
  await buildPackageIcons(staged);
  await stageNode(node, machine, path.join(staged, 'node', `${machine.os}-${machine.arch}`));
};
