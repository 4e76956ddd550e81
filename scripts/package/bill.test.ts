/** The bill of materials is of what is packed, and the check finds where it is not. */
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundledFiles, packageFolders } from '../build/bundled-packages.ts';
import { repo } from '../setup/project-node.mjs';
import { billDifferences, packagesNamedIn, schemaProblem, type PackedFacts } from './bill-check.ts';
import { cutBill } from './bill.ts';

const component = (name: string) => ({
  type: 'library',
  name,
  version: '1.0.0',
  'bom-ref': `${name}@1.0.0`,
  hashes: [{ alg: 'SHA-512', content: 'ab'.repeat(64) }],
});
const installed = {
  $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { component: component('checkout') },
  components: ['one', 'electron', 'keytar', 'vitest'].map(component),
  dependencies: [
    { ref: 'checkout@1.0.0', dependsOn: ['one@1.0.0', 'vitest@1.0.0'] },
    { ref: 'vitest@1.0.0', dependsOn: ['one@1.0.0'] },
  ],
};
const digests = { node: '1'.repeat(64), keytar: '2'.repeat(64) };
const cut = (names: readonly string[] = ['one', 'electron', 'keytar']) =>
  cutBill(
    installed,
    names.map((name) => ({ name, version: '1.0.0' })),
    { product: '2.0.0', electron: '33.2.1', node: '24.21.0', digests },
  );
const packed: PackedFacts = {
  product: '2.0.0',
  electron: '33.2.1',
  node: '24.21.0',
  digests: { node: digests.node, 'build/Release/keytar.node': digests.keytar },
  packages: new Set(['one']),
};

describe('the bill', () => {
  it('is cut down to what is packed, with the Electron that was and with Node', () => {
    const { metadata, components, dependencies } = cut();
    expect(metadata.component).toMatchObject({ name: 'koosync', version: '2.0.0' });
    expect(components.map(({ name, version }) => `${name}@${version}`)).toEqual([
      'one@1.0.0',
      'electron@33.2.1',
      'keytar@1.0.0',
      'node@24.21.0',
    ]);
    expect(dependencies).toEqual([
      { ref: 'checkout@1.0.0', dependsOn: ['one@1.0.0', 'node@24.21.0'] },
      { ref: 'node@24.21.0' },
    ]);
  });

  it('is CycloneDX, and another thing is found to be none', async () => {
    const text = JSON.stringify(cut());
    expect(await schemaProblem(text)).toBeUndefined();
    expect(await schemaProblem(text.replace('"library"', '"frob"'))).toContain('is no CycloneDX');
    expect(await schemaProblem(text.replace('"1.5"', '"0.5"'))).toBe('sbom.cdx.json is of CycloneDX 0.5.');
  });
});

describe('the check', () => {
  it('finds nothing where the bill is right', () => {
    expect(billDifferences(cut(), packed)).toEqual([]);
  });

  it.each([
    ['another version of ours', { product: '2.0.1' }, 'sbom.cdx.json has KooSync 2.0.0 instead of 2.0.1.'],
    ['another Electron', { electron: '45.4.1' }, 'sbom.cdx.json has electron 33.2.1 instead of 45.4.1.'],
    ['another Node', { node: '24.22.0' }, 'sbom.cdx.json has node 24.21.0 instead of 24.22.0.'],
    [
      'a binary that was put in the place of ours',
      { digests: { ...packed.digests, 'build/Release/keytar.node': '3'.repeat(64) } },
      'sbom.cdx.json has another digest of build/Release/keytar.node than what is packed.',
    ],
    [
      'a package that is in a bundle and not in the bill',
      { packages: new Set(['one', 'supports-color']) },
      'sbom.cdx.json lacks supports-color, which is in a bundle.',
    ],
  ])('finds %s', (_what, other, sentence) => {
    expect(billDifferences(cut(), { ...packed, ...other })).toEqual([sentence]);
  });

  it('finds a bill without keytar', () => {
    expect(billDifferences(cut(['one', 'electron']), packed)).toContain(
      'sbom.cdx.json has keytar none instead of one.',
    );
  });
});

it('what the bundler tells is what stands in the bundle', async () => {
  const contents = "import debug from 'debug'; import { z } from 'zod'; console.log(debug, z.string());";
  const { metafile, outputFiles } = await build({
    absWorkingDir: repo,
    stdin: { contents, resolveDir: repo },
    bundle: true,
    platform: 'node',
    metafile: true,
    write: false,
  });
  const told = packageFolders(bundledFiles([metafile]));
  // supports-color is asked for by debug in a try, and is in no list of what the product depends on
  expect(told).toEqual(
    ['debug', 'has-flag', 'ms', 'supports-color', 'zod'].map((name) => `node_modules/${name}`),
  );
  const named = packagesNamedIn(outputFiles[0]?.text ?? '');
  expect([...named].map((name) => `node_modules/${name}`).sort()).toEqual(told);
});

it('a file of a package of a package is that one’s', () => {
  expect(
    packageFolders([
      'main/index.ts',
      'node_modules/zod/index.js',
      '/work/koosync/node_modules/a/node_modules/@b/c/index.js?used',
      '\0/work/koosync/node_modules/react/index.js?commonjs-es-import',
      String.raw`C:\koosync\node_modules\marked\lib\marked.js`,
    ]),
  ).toEqual([
    'node_modules/a/node_modules/@b/c',
    'node_modules/marked',
    'node_modules/react',
    'node_modules/zod',
  ]);
});
