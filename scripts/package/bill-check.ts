/**
 * Is the bill of materials right? It is held to the packed files themselves, and not to what it was made from: to what the
 * packed Node says, to the binaries' digests, and to the packages whose names stand in the bundles.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { digestOf, type Bill } from './bill.ts';
import { resourcesOf } from './contents.ts';
import { versionOfNode, type Machine } from './node-runtime.ts';

/** esbuild writes before each module where it came from: `// node_modules/zod/v4/core/api.js`. Pure. */
export const packagesNamedIn = (bundle: string): ReadonlySet<string> =>
  new Set(
    [...bundle.matchAll(/^\s*\/\/ (?:\S*\/)?node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\/\S*$/gmu)].map(
      ([, name = '']) => name,
    ),
  );

export type PackedFacts = {
  readonly product: string;
  /** undefined: the packed folder does not tell */
  readonly electron: string | undefined;
  readonly node: string;
  /** SHA-256, hex, by the name that the bill has for the binary */
  readonly digests: Readonly<Record<string, string>>;
  readonly packages: ReadonlySet<string>;
};

/** A sentence for each thing in which the bill is not as the package is. Pure. */
export const billDifferences = ({ metadata, components }: Bill, packed: PackedFacts): string[] => {
  const all = components.flatMap((one) => [one, ...(one.components ?? [])]);
  const versionIn = (name: string) => all.find((one) => one.name === name)?.version ?? 'none';
  const wanted = [
    ['KooSync', packed.product, metadata.component.version],
    ['node', packed.node, versionIn('node')],
    ['keytar', versionIn('keytar') === 'none' ? 'one' : versionIn('keytar'), versionIn('keytar')],
    ['electron', packed.electron ?? versionIn('electron'), versionIn('electron')],
  ] as const;
  const names = new Set(all.map(({ name }) => name));
  return [
    ...wanted
      .filter(([, right, found]) => right !== found)
      .map(([what, right, found]) => `sbom.cdx.json has ${what} ${found} instead of ${right}.`),
    ...Object.entries(packed.digests)
      .filter(
        ([name, digest]) =>
          !all.some((one) => one.name === name && one.hashes?.some(({ content }) => content === digest)),
      )
      .map(([name]) => `sbom.cdx.json has another digest of ${name} than what is packed.`),
    ...[...packed.packages]
      .filter((name) => !names.has(name))
      .map((name) => `sbom.cdx.json lacks ${name}, which is in a bundle.`),
  ];
};

/** What does not fit the schema of CycloneDX; undefined where all does. */
export const schemaProblem = async (text: string): Promise<string | undefined> => {
  const { specVersion } = JSON.parse(text) as { readonly specVersion?: string };
  const version = Object.values(Spec.Version).find((known) => known === specVersion);
  if (version === undefined) return `sbom.cdx.json is of CycloneDX ${specVersion ?? 'no version'}.`;
  const found = await new Validation.JsonStrictValidator(version).validate(text);
  return found === null ? undefined : `sbom.cdx.json is no CycloneDX: ${JSON.stringify(found).slice(0, 400)}`;
};

const bundlesIn = (asar: string): string[] =>
  listPackage(asar, { isPack: false })
    .map((name) => name.replace(/^[/\\]/u, ''))
    .filter((name) => /^out[/\\](?:main|main-libsql|cli)[/\\].*\.c?js$/u.test(name));

/** What is wrong with the bill in the packed folder, a sentence each. */
export const billProblems = async (folder: string, machine: Machine): Promise<string[]> => {
  const resources = resourcesOf(folder, machine);
  const text = readFileSync(path.join(resources, 'sbom.cdx.json'), 'utf8');
  const asar = path.join(resources, 'app.asar');
  const bundles = bundlesIn(asar).map((name) => extractFile(asar, name).toString('utf8'));
  const node = path.join(resources, 'node', machine.os === 'win' ? 'node.exe' : 'node');
  const keytar = 'build/Release/keytar.node';
  const { version: product } = JSON.parse(extractFile(asar, 'package.json').toString('utf8')) as {
    version: string;
  };
  const problem = await schemaProblem(text);
  return [
    ...(problem === undefined ? [] : [problem]),
    ...billDifferences(JSON.parse(text) as Bill, {
      product,
      electron:
        machine.os === 'linux'
          ? readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/u, '')
          : undefined,
      node: versionOfNode(node),
      digests: {
        node: await digestOf(node),
        [keytar]: await digestOf(path.join(resources, 'app.asar.unpacked', 'node_modules', 'keytar', keytar)),
      },
      packages: new Set(bundles.flatMap((bundle) => [...packagesNamedIn(bundle)])),
    }),
  ];
};
