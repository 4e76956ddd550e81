/** `engines` is true: launcher and set-up take the Nodes that it names and no others, and every package that ships takes them, too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { coerce, satisfies, subset } from 'semver';
import { nodeFits } from '../../main/cli/fitting-node.ts';
import { createTranslator } from '../../shared/strings/index.ts';
import { leastNodes, nodeFits as setupFits } from '../../scripts/setup/project-node.mjs';

const repo = join(import.meta.dirname, '../..');
type Packages = Readonly<
  Record<string, { readonly dev?: boolean; readonly engines?: { readonly node?: string } }>
>;
const { packages } = JSON.parse(readFileSync(join(repo, 'package-lock.json'), 'utf8')) as {
  packages: Packages;
};
const engines = packages['']?.engines?.node ?? '';

it('is the same in package.json and its lock', () => {
  const manifest = JSON.parse(readFileSync(join(repo, 'package.json'), 'utf8')) as Packages[string];
  expect(manifest.engines?.node).toBe(engines);
});

it('is what launcher and set-up go by', () => {
  const found = [18, 20, 21, 22, 23, 24, 25, 26, 27].flatMap((major) =>
    [0, 14, 15, 21, 22, 23].flatMap((minor) =>
      [0, 1, 2, 3].map((patch) => `${String(major)}.${String(minor)}.${String(patch)}`),
    ),
  );
  const right = found.filter((version) => satisfies(version, engines));
  expect(right).toContain('22.22.2');
  expect(right).not.toContain('22.22.1');
  expect(found.filter(nodeFits)).toEqual(right);
  expect(found.filter(setupFits)).toEqual(right);
});

it('is what both say in words', () => {
  for (const least of leastNodes.split(', '))
    expect(satisfies(coerce(least) ?? '', engines), least).toBe(true);
  for (const language of ['en', 'zh'] as const)
    expect(
      createTranslator(language)('cliError.nodeTooOld', { found: '20.1.0' }).replaceAll('、', ', '),
    ).toContain(leastNodes);
});

it('is what every package of the product takes', () => {
  const shipped = Object.entries(packages).filter(([place, { dev }]) => place !== '' && dev !== true);
  expect(shipped.length).toBeGreaterThan(50);
  expect(
    shipped
      .map(([place, { engines: its }]) => `${place}: ${its?.node ?? '*'}`)
      .filter((line) => !subset(engines, line.slice(line.indexOf(': ') + 2))),
  ).toEqual([]);
});

it('holds for the Node that goes into the package', () => {
  const { optionalDependencies } = JSON.parse(readFileSync(join(repo, 'package.json'), 'utf8')) as {
    optionalDependencies: Readonly<Record<string, string>>;
  };
  const packed = Object.entries(optionalDependencies).filter(([name]) => name.startsWith('node-'));
  expect(packed.map(([, version]) => satisfies(version, engines))).toEqual(packed.map(() => true));
});
