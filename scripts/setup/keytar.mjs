// keytar is the one native addon. It is written against N-API, so one binary serves this Node, the project's Node and
// every Electron. It is always built here, from the sources whose digest package-lock.json holds. Its own install script is
// never run: it would first take a prebuilt binary from its release host, which nobody checks. node-gyp uses the headers
// inside the project's Node package, so nothing is downloaded.
// Built for Node-API 3, as its prebuilt ones are: left alone, node-gyp takes the newest version the headers know, and
// such a binary makes any older Node crash on loading it (seen: built for 10, a segmentation fault in Node 20.18).
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { projectNode, projectNodeFolder, repo } from './project-node.mjs';
import { SetupProblem, answer, lastLines, run, say } from './run.mjs';

const folder = path.join(repo, 'node_modules', 'keytar');
const binary = path.join(folder, 'build', 'Release', 'keytar.node');

const nodeApi = '3';

/** What node-gyp noted of the build; a binary that was downloaded comes without it. */
const settings = path.join(folder, 'build', 'config.gypi');

const builtForAnotherNodeApi = () =>
  !new RegExp(`"napi_build_version": "?${nodeApi}"?[,\\s]`).test(readFileSync(settings, 'utf8'));

/** What stands in the way of loading it, or undefined. Under both Nodes: the launcher's and the product's. */
const obstacle = () => {
  if (!existsSync(binary)) return 'it is not built yet';
  if (!existsSync(settings)) return 'it was not built here';
  if (builtForAnotherNodeApi()) return 'it is built for a newer Node-API than it needs';
  try {
    createRequire(import.meta.url)('keytar');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const node = projectNode();
  if (node === undefined || node === process.execPath) return undefined;
  const loaded = answer(node, ['-p', `typeof require(${JSON.stringify(binary)}).getPassword`]);
  return loaded?.trim() === 'function' ? undefined : 'the project’s Node cannot load it';
};

export const keytar = async () => {
  if (obstacle() === undefined) return;
  say('building keytar, the door to the system keyring ...');
  const headers = projectNodeFolder();
  /** @type {Record<string, string>} */
  const env = { npm_config_loglevel: 'error', npm_config_napi_build_version: nodeApi };
  if (existsSync(path.join(headers, 'include', 'node', 'node_api.h'))) env['npm_config_nodedir'] = headers;
  // its script `build`, and not its script `install`
  const build = await run('npm', ['run', 'build'], { cwd: folder, env, limit: 600_000 });
  if (!build.ok) throw new SetupProblem(`keytar could not be built:\n${lastLines(build.output)}`);
  const still = obstacle();
  if (still !== undefined) {
    throw new SetupProblem(`keytar was built but does not load (${still}):\n${lastLines(build.output)}`);
  }
  say(`keytar is in place (${build.seconds} s).`);
};
