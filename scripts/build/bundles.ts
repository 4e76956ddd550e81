// The bundles of everything that runs in Node or Electron's main process, and of the preload. The renderer is Vite's.
import { existsSync } from 'node:fs';
import { chmod, glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';
import type { Plugin as VitePlugin } from 'vite';
import { repo } from '../setup/project-node.mjs';
import { bundledFiles, noteBundled } from './bundled-packages.ts';

export class BuildProblem extends Error {}

const from = (...parts: string[]): string => path.join(repo, ...parts);

/** The name an import of this entry would have, once we are sure that it is there. */
const entry = (file: string): string => {
  if (!existsSync(from(file))) throw new BuildProblem(`${file} is not there, so this part cannot be built.`);
  return from(file);
};

/** Native or given by the runtime: never inside a bundle. fsevents is chokidar's own, on macOS only. */
const external = ['electron', 'keytar', 'libsql', 'fsevents'];

/**
 * CommonJS packages inside an ESM bundle call require() for Node's own modules; ESM has none, so each bundle makes one.
 * Under a name of its own first, since a source may well declare `createRequire` itself.
 */
const banner = {
  // __filename is asked for by write-file-atomic, for the name of its temp files
  js: "import { createRequire as bundleCreateRequire } from 'node:module'; const require = bundleCreateRequire(import.meta.url); const __filename = import.meta.filename;",
};

const common: BuildOptions = {
  absWorkingDir: repo,
  bundle: true,
  platform: 'node',
  // The oldest that runs these: the stand-in Electron (electron/stand-in.ts).
  target: 'node20.18',
  sourcemap: 'linked',
  metafile: true,
  logLevel: 'warning',
  external,
};

const esm: BuildOptions = { ...common, format: 'esm', banner };

/** For the stand-in Electron, whose Node has no node:sqlite. */
const sqliteStandIn: Plugin = {
  name: 'sqlite-stand-in',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^node:sqlite$/ }, () => ({ path: from('tests/stand-ins/sqlite.ts') }));
  },
};

/**
 * Worker threads are files of their own. Code finds one beside itself: new URL('./<name>.worker.js', import.meta.url).
 */
const workers = async (into: string, plugins: Plugin[] = []): Promise<BuildOptions[]> => {
  const bundles: BuildOptions[] = [];
  for await (const file of glob('main/**/*.worker.ts', { cwd: repo })) {
    const name = `${path.basename(file, '.worker.ts')}.worker.js`;
    bundles.push({ ...esm, plugins, entryPoints: [entry(file)], outfile: from(into, name) });
  }
  return bundles;
};

/** Lets `electron out/main` run it like an app of its own, with the names the packaged app has. */
const about = async (into: string): Promise<void> => {
  const { name, version } = JSON.parse(await readFile(from('package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const text = JSON.stringify(
    { name, productName: 'KooSync', version, type: 'module', main: 'index.js' },
    null,
    2,
  );
  await writeFile(from(into, 'package.json'), `${text}\n`);
};

const preloadName = 'preload.cjs';

/** A sandboxed preload is one CommonJS file that may require nothing but electron: anything else fails at run time only. */
const checkPreload = (results: readonly BuildResult[]): void => {
  const required = results
    .flatMap(({ metafile }) => Object.entries(metafile?.outputs ?? {}))
    .filter(([file]) => path.basename(file) === preloadName)
    .flatMap(([, output]) => output.imports)
    .map((imported) => imported.path)
    .filter((name) => name !== 'electron');
  if (required.length > 0) {
    throw new BuildProblem(`The preload may require electron alone, but it requires ${required.join(', ')}.`);
  }
};

const noteOf = (into: string, results: readonly BuildResult[]): Promise<void> =>
  noteBundled(from(into), bundledFiles(results.flatMap(({ metafile }) => metafile ?? [])));

/** Some bundles, and what is done and checked when they are written. Built once here, again and again by npm start. */
export type BundledPart = {
  readonly bundles: () => Promise<BuildOptions[]>;
  readonly written: (results: readonly BuildResult[]) => Promise<void>;
};

const mainInto = (into: string, forTests: boolean, plugins: Plugin[] = []): BundledPart => ({
  bundles: async () => [
    {
      ...esm,
      plugins,
      // decides in main/desktop/e2e-hooks.ts whether a packed app heeds the variables of tests
      define: { KOOSYNC_BUILT_FOR_TESTS: String(forTests) },
      entryPoints: [entry('main/index.ts')],
      outfile: from(into, 'index.js'),
    },
    // forked by the one above
    {
      ...esm,
      plugins,
      entryPoints: [entry('main/engine-process/main.ts')],
      outfile: from(into, 'engine.js'),
    },
    ...(await workers(into, plugins)),
    {
      ...common,
      format: 'cjs',
      entryPoints: [entry('main/preload/index.ts')],
      outfile: from(into, preloadName),
    },
  ],
  written: async (results) => {
    checkPreload(results);
    await about(into);
    await noteOf(into, results);
  },
});

const cliInto = (into: string): BundledPart => {
  const launcher = from(into, 'koosync.js');
  return {
    bundles: async () => [
      { ...esm, entryPoints: [entry('main/cli/main.ts')], outfile: from(into, 'koosync-main.js') },
      ...(await workers(into)),
      // run by the installer for Windows (build/windows/installer.nsh)
      {
        ...esm,
        sourcemap: false,
        entryPoints: [entry('main/cli/windows-path/main.ts')],
        outfile: from(into, 'path-entry.js'),
      },
      {
        // Runs under whatever Node a user has, if only to say that it is too old.
        ...common,
        format: 'esm',
        target: 'node18',
        sourcemap: false,
        banner: { js: '#!/usr/bin/env node' },
        // Beside it, loaded only under a Node that can.
        external: ['./koosync-main.js'],
        entryPoints: [entry('main/cli/launcher.ts')],
        outfile: launcher,
      },
    ],
    written: async (results) => {
      await chmod(launcher, 0o755);
      await noteOf(into, results);
    },
  };
};

/** Where everything is built to, from the root of the checkout; npm start builds elsewhere, and leaves this alone. */
const defaultOut = 'out';

/** `forTests`: bundles for the packed app that e2e drives, which are never shipped. */
export const bundledParts = (out = defaultOut, forTests = false) =>
  ({
    main: mainInto(path.join(out, 'main'), forTests),
    'main-libsql': mainInto(path.join(out, 'main-libsql'), forTests, [sqliteStandIn]),
    cli: cliInto(path.join(out, 'cli')),
  }) satisfies Record<string, BundledPart>;

export const buildBundles = async ({ bundles, written }: BundledPart): Promise<void> => {
  await written(await Promise.all((await bundles()).map((options) => build(options))));
};

/** Style sheets become part of another file, and so have no length of their own. */
const noteRenderer = (outDir: string): VitePlugin => ({
  name: 'note-bundled',
  async generateBundle(_options, bundle) {
    const files = Object.values(bundle).flatMap((file) =>
      file.type === 'chunk'
        ? Object.entries(file.modules).flatMap(([id, { renderedLength }]) =>
            renderedLength > 0 || /\.css(?:\?|$)/u.test(id) ? [id] : [],
          )
        : file.originalFileNames,
    );
    await noteBundled(outDir, files);
  },
});

export const buildRenderer = async (out = defaultOut): Promise<void> => {
  const configFile = entry('renderer/vite.config.ts');
  await mkdir(from(out), { recursive: true });
  const vite = await import('vite');
  const outDir = from(out, 'renderer');
  await vite.build({
    configFile,
    root: from('renderer'),
    logLevel: 'warn',
    build: { outDir },
    plugins: [noteRenderer(outDir)],
  });
};
