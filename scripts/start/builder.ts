/** Builds the parts again and again: esbuild keeps what it read, so that a second build costs a fraction of the first. */
import { context, type BuildContext, type BuildOptions } from 'esbuild';
import { buildRenderer, bundledParts, type BundledPart } from '../build/bundles.ts';
import { buildIcons } from '../build/icons.ts';
import type { InputsOf } from './changes.ts';

/** Packages stay where they are, in node_modules: that takes nine tenths of the time of a build away. */
const options: BuildOptions = { packages: 'external', logLevel: 'silent' };

export type Builder = {
  /** Throws with places and reasons when it cannot be built. */
  build(part: 'app' | 'cli' | 'renderer' | 'icons'): Promise<void>;
  readonly inputsOf: InputsOf;
  close(): Promise<void>;
};

type Bundler = {
  build(): Promise<void>;
  inputs(): ReadonlySet<string> | undefined;
  close(): Promise<void>;
};

const openBundler = (part: BundledPart): Bundler => {
  let open: { readonly entries: string; readonly contexts: readonly BuildContext[] } | undefined;
  let inputs: ReadonlySet<string> | undefined;

  const close = async (): Promise<void> => {
    await Promise.all((open?.contexts ?? []).map((one) => one.dispose()));
    open = undefined;
  };
  /** As before, unless there are other bundles by now: each worker is a bundle of its own. */
  const contexts = async (): Promise<readonly BuildContext[]> => {
    const bundles = await part.bundles();
    const entries = JSON.stringify(bundles.map(({ entryPoints }) => entryPoints));
    if (open?.entries !== entries) {
      await close();
      open = {
        entries,
        contexts: await Promise.all(bundles.map((bundle) => context({ ...bundle, ...options }))),
      };
    }
    return open.contexts;
  };
  return {
    build: async () => {
      inputs = undefined;
      const results = await Promise.all((await contexts()).map((one) => one.rebuild()));
      await part.written(results);
      inputs = new Set(results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {})));
    },
    inputs: () => inputs,
    close,
  };
};

/**
 * @param out folder that everything is built to, from the root of the checkout
 * @param app the main bundle that the Electron in use can run
 */
export const openBuilder = (out: string, app: 'main' | 'main-libsql'): Builder => {
  const parts = bundledParts(out);
  const bundlers = { app: openBundler(parts[app]), cli: openBundler(parts.cli) };
  return {
    build: (part) => {
      switch (part) {
        case 'app':
        case 'cli':
          return bundlers[part].build();
        case 'renderer':
          return buildRenderer(out);
        case 'icons':
          return buildIcons(out);
      }
    },
    inputsOf: (part) => bundlers[part].inputs(),
    close: async () => {
      await Promise.all([bundlers.app.close(), bundlers.cli.close()]);
    },
  };
};
