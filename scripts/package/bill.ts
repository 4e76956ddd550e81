/**
 * The bill of materials, as CycloneDX: what goes into this very package. `npm sbom` describes every package that is
 * installed, and is cut down to what the bundlers took in and what is packed as files. Electron and Node are put there as
 * what they are, with their versions, and native binaries with their digests.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { besideAsar } from './configuration.ts';

/**
 * Packages that are packed without a bundler: keytar, whose binary has node-addon-api compiled in, Electron, and what the
 * stand-in for node:sqlite loads. Folders below the checkout.
 */
export const besidePackages = (standIn: boolean): readonly string[] =>
  ['keytar', 'node-addon-api', 'electron', ...(standIn ? besideAsar : [])].map(
    (name) => `node_modules/${name}`,
  );

type Hash = { readonly alg: string; readonly content: string };
type Component = {
  readonly type?: string;
  readonly name: string;
  readonly version: string;
  readonly 'bom-ref': string;
  readonly purl?: string;
  readonly cpe?: string;
  readonly hashes?: readonly Hash[] | undefined;
  readonly licenses?: unknown;
  readonly components?: readonly Component[];
};
export type Bill = {
  readonly bomFormat: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
};

/** What npm does not know of this package. */
export type Packed = {
  readonly product: string;
  readonly electron: string;
  readonly node: string;
  /** SHA-256 of the binaries, as hex */
  readonly digests: { readonly node: string; readonly keytar: string };
};

const sha256 = (content: string): readonly Hash[] => [{ alg: 'SHA-256', content }];

/** The Electron that was packed, which may be the stand-in: npm knows the pinned one, and only its downloader. */
const electronOf = (component: Component, version: string): Component => ({
  ...component,
  version,
  purl: `pkg:npm/electron@${version}`,
  // that of the downloader
  hashes: undefined,
});

/** npm's digest is that of the archive with the sources; its binary is built here. */
const keytarOf = (component: Component, digest: string): Component => ({
  ...component,
  components: [
    {
      type: 'file',
      'bom-ref': 'keytar.node',
      name: 'build/Release/keytar.node',
      version: component.version,
      hashes: sha256(digest),
    },
  ],
});

const nodeOf = ({ node: version, digests }: Packed): Component => ({
  type: 'application',
  'bom-ref': `node@${version}`,
  name: 'node',
  version,
  purl: `pkg:generic/node@${version}`,
  cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
  hashes: sha256(digests.node),
  licenses: [{ license: { id: 'MIT' } }],
});

export type Shipped = readonly { readonly name: string; readonly version: string }[];

/**
 * npm's bill of everything that is installed, cut down to these packages. `npm sbom --omit dev` is not used: npm 11.19
 * leaves out every package that a development package needs as well, such as zod and undici. Pure.
 */
export const cutBill = (bill: Bill, shipped: Shipped, packed: Packed): Bill => {
  const named = new Set(shipped.map((one) => `${one.name}@${one.version}`));
  const root = bill.metadata.component;
  const components = bill.components
    .filter((one) => named.has(`${one.name}@${one.version}`))
    .map((one) => {
      if (one.name === 'electron') return electronOf(one, packed.electron);
      return one.name === 'keytar' ? keytarOf(one, packed.digests.keytar) : one;
    });
  const node = nodeOf(packed);
  const kept = new Set([root['bom-ref'], ...components.map((one) => one['bom-ref'])]);
  return {
    ...bill,
    // npm calls it by the name of the checkout's folder
    metadata: { ...bill.metadata, component: { ...root, name: 'koosync', version: packed.product } },
    components: [...components, node],
    dependencies: [
      ...bill.dependencies
        .filter(({ ref }) => kept.has(ref))
        .map(({ ref, dependsOn = [] }) => ({
          ref,
          dependsOn: [
            ...dependsOn.filter((one) => kept.has(one)),
            ...(ref === root['bom-ref'] ? [node['bom-ref']] : []),
          ],
        })),
      { ref: node['bom-ref'] },
    ],
  };
};

/** Hex. */
export const digestOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

type Made = {
  readonly shipped: Shipped;
  readonly product: string;
  readonly electron: string;
  readonly node: { readonly version: string; readonly executable: string };
  /** its binary */
  readonly keytar: string;
};

/** The text of the file. Throws where npm cannot make a bill, or leaves one of the packages out. */
export const billOfMaterials = async (repo: string, made: Made): Promise<string> => {
  // npm is a script of its own where the checkout's Node comes first on PATH
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'], {
    cwd: repo,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const bill = cutBill(JSON.parse(text) as Bill, made.shipped, {
    product: made.product,
    electron: made.electron,
    node: made.node.version,
    digests: { node: await digestOf(made.node.executable), keytar: await digestOf(made.keytar) },
  });
  const listed = new Set(bill.components.map((one) => one['bom-ref']));
  const missing = made.shipped.map((one) => `${one.name}@${one.version}`).filter((one) => !listed.has(one));
  if (missing.length > 0) throw new Error(`The bill of materials lacks ${missing.join(', ')}.`);
  return `${JSON.stringify(bill, null, 1)}\n`;
};
