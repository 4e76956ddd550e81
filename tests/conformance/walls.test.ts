/**
 * The walls that scripts/walls/rooms.ts states hold: every import that no row allows is tried on a copy of the sources
 * and refused by the same command that `npm run walls` runs. The table is no longer than what the sources need.
 */
import { execFile, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { ICruiseResult, IDependency } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rooms, severalImporters } from '../../scripts/walls/rooms.ts';
import { rowOf, rows, rowsOf, rowsWith, testsOf, type Row } from '../../scripts/walls/rules.ts';

/** No more than a limit: alone on two cores the whole file takes half a minute. */
const timeout = 300_000;

const root = join(import.meta.dirname, '..', '..');
const base = mkdtempSync(join(tmpdir(), 'koosync-walls-'));
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
}, timeout);

/** The files that belong to this state of the sources, new ones with them. */
const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  // one that was removed is listed until the removal is committed
  .filter((file) => /\.(tsx?|mjs|js|json|css)$/u.test(file) && existsSync(join(root, file)));

const builtin = builtinModules.map((name) => name.replace(/^node:/u, ''));

const isCode = (file: string): boolean => /\.(tsx?|mjs|js)$/u.test(file);

/** One file of each room. */
const examples = new Map(sources.filter(isCode).map((file) => [rowOf(file)?.name, file]));
const fileIn = ({ name }: Row): string => {
  const file = examples.get(name);
  if (file === undefined) throw new Error(`no file in ${name}`);
  return file;
};

/** A copy of the sources with the packages of this checkout. */
function copySources(name: string, wanted: (file: string) => boolean = () => true): string {
  const copy = join(base, name);
  for (const file of sources.filter(wanted)) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  return copy;
}

const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;

type Outcome = { readonly exitCode: number; readonly said: string };

/** `npm run walls` in a copy of the sources. */
const runWalls = (copy: string, ...more: string[]): Promise<Outcome> => {
  const { scripts } = readJson<{ scripts: { walls: string } }>(copy, 'package.json');
  const [command = '', ...args] = scripts.walls.split(' ');
  const tool = join(copy, 'node_modules', 'dependency-cruiser');
  const { bin } = readJson<{ bin: Record<string, string> }>(tool, 'package.json');
  const call = [join(tool, bin[command] ?? command), ...args, ...more];
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, call, { cwd: copy, maxBuffer: 2 ** 30 }, (_, said, error) => {
      if (child.exitCode === null || error !== '') reject(new Error(error));
      else resolve({ exitCode: child.exitCode, said });
    });
  });
};

/** What it found, as data: the last `--output-type` counts. */
const examine = async (copy: string): Promise<ICruiseResult> =>
  JSON.parse((await runWalls(copy, '--output-type', 'json')).said) as ICruiseResult;

const dependenciesOf = (result: ICruiseResult | undefined, file: string): readonly IDependency[] =>
  result?.modules.find(({ source }) => source === file)?.dependencies ?? [];

const refusals = (result: ICruiseResult, rule: string): readonly string[] =>
  result.summary.violations.filter((violation) => violation.rule.name === rule).map(({ from }) => from);

let untouched: ICruiseResult;
beforeAll(async () => {
  untouched = await examine(copySources('untouched'));
}, timeout);

describe('the sources', () => {
  it('keep to the table', () => {
    expect(untouched.summary.violations).toEqual([]);
  });

  it('have one room for every file, and every file was looked at', () => {
    const files = untouched.modules
      .map(({ source, coreModule }) => ({ source, coreModule }))
      .filter(({ source, coreModule }) => !coreModule && !source.startsWith('node_modules/'));
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter(({ source }) => rowsWith(source).length !== 1)).toEqual([]);
    const looked = new Set(files.map(({ source }) => source));
    expect(sources.filter((file) => isCode(file) && !looked.has(file))).toEqual([]);
  });
});

describe('the table', () => {
  it('has no entry that nobody uses', () => {
    const unused = rows.flatMap((row) =>
      unusedEntries(row, untouched).map((entry) => `${row.name}: ${entry}`),
    );
    expect(unused).toEqual([]);
  });

  it('has no place where no file is', () => {
    const files = untouched.modules.map(({ source }) => source);
    const empty = Object.entries(rooms).flatMap(([name, { at = [`${name}/`] }]) =>
      at.filter((place) => !files.some((file) => file === place || dirname(file) === place.slice(0, -1))),
    );
    expect(empty).toEqual([]);
  });

  it('gives each outside package to one room of the product and one of the emulator, but for those it names', () => {
    const importers = new Map<string, string[]>();
    for (const [name, { packages = [] }] of Object.entries(rooms)) {
      const program = name.split('/')[0] === 'emulator' ? 'emulator' : 'product';
      if (!/^(shared|main|renderer|emulator)(\/|$)/u.test(name)) continue;
      for (const one of packages) {
        const key = `${program}: ${one}`;
        importers.set(key, [...(importers.get(key) ?? []), name]);
      }
    }
    const several = [...importers]
      .filter(([, names]) => names.length > 1)
      .map(([key]) => key.split(': ')[1] ?? '');
    // the emulator, too, has a schema for every body
    expect([...new Set(several)].sort()).toEqual([...Object.keys(severalImporters), 'fastify'].sort());
  });

  it('refuses a row that names a room below it, or none', () => {
    const about = '';
    expect(() => rowsOf({ a: { about, rooms: ['b'] }, b: { about } })).toThrow('a: b is no room above it');
    expect(() => rowsOf({ a: { about }, b: { about, rooms: ['c'] } })).toThrow('b: c is no room above it');
    expect(() => rowsOf({ a: { about, tests: { rooms: ['c'] } } })).toThrow('c is no room');
  });
});

/** Writes an import of a module; `n` makes names differ. */
type Form = (module: string, n: number) => string;

const forms: Readonly<Record<string, Form>> = {
  import: (module, n) => `import * as try${n} from '${module}';\n`,
  'import type': (module, n) => `import type * as try${n} from '${module}';\n`,
  'export from': (module) => `export {} from '${module}';\n`,
  'import()': (module, n) => `export const try${n} = () => import('${module}');\n`,
  'type import()': (module, n) => `export type Try${n} = typeof import('${module}');\n`,
};

describe('an import that no row allows', () => {
  const packages = packagesToTry();
  let tries = 0;

  it.each(Object.keys(forms))('is refused as %s', { timeout }, async (form) => {
    const chunks = inChunks(rows.map((row) => planOf(row, packages)));
    const results = await Promise.all(
      chunks.map((plans, n) => examine(copyTrying(`${form.replace(/\W+/gu, '-')}-${n}`, plans, forms[form]))),
    );
    const passed = chunks.flatMap((plans, n) =>
      plans.flatMap(({ row, file, modules }) => {
        const refused = refusedModules(row, dependenciesOf(results[n], file));
        tries += modules.length;
        return modules.filter((one) => !refused.has(one)).map((one) => `${file}: ${form} ${one}`);
      }),
    );
    expect(passed).toEqual([]);
  });

  it('was tried more than 500 times', () => {
    expect(tries).toBeGreaterThan(500);
  });
});

describe('a new file', () => {
  it('in a folder that no row names, and a circle of types, are refused', { timeout }, async () => {
    const copy = copySources('new-files');
    const files = {
      'main/new.ts': 'export const lonely = 1;\n',
      'main/billing/bill.ts': "export * from '../model/errors.ts';\n",
      'main/cli/commands/deep/lonely.ts': 'export const lonely = 1;\n',
      'new/lonely.mjs': 'export const lonely = 1;\n',
    };
    const circle = {
      'main/model/circle-a.ts': "import type { B } from './circle-b.ts';\nexport type A = { b?: B };\n",
      'main/model/circle-b.ts': "import type { A } from './circle-a.ts';\nexport type B = { a?: A };\n",
    };
    for (const [file, text] of Object.entries({ ...files, ...circle })) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), text);
    }
    const result = await examine(copy);
    expect([...new Set(refusals(result, 'no room'))].sort()).toEqual(Object.keys(files).sort());
    expect(refusals(result, 'no circles')).toHaveLength(1);

    const { exitCode, said } = await runWalls(copy);
    expect(exitCode).not.toBe(0);
    expect(said).toContain('error no room: main/billing/bill.ts');
  });
});

/** Entries of a row for which no file of it has an import. */
function unusedEntries(row: Row, result: ICruiseResult): readonly string[] {
  const own = result.modules.filter(({ source }) => rowOf(source) === row);
  if (own.length === 0) return ['no file'];
  const resolved = own.flatMap(({ dependencies }) => dependencies.map((dependency) => dependency.resolved));
  const used = {
    rooms: new Set(resolved.map((file) => rowOf(file)?.name)),
    node: new Set(resolved.map((file) => file.replace(/^node:/u, ''))),
    packages: new Set(resolved.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(file)?.[1])),
  };
  const isUsed = (room: string): boolean =>
    room.endsWith('*')
      ? [...used.rooms].some((name) => name?.startsWith(room.slice(0, -1)))
      : used.rooms.has(room);
  return [
    ...row.entries.rooms.filter((room) => !isUsed(room)),
    ...row.entries.node.filter((name) => !used.node.has(name)),
    ...row.entries.packages.filter((name) => !used.packages.has(name)),
  ];
}

/** Every package that the table or package.json names, and one that is not there. */
function packagesToTry(): readonly string[] {
  const manifest = readJson<{ dependencies: object; devDependencies: object }>(root, 'package.json');
  return [
    ...new Set([
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.devDependencies),
      ...rows.flatMap((row) => row.packages),
      'no-such-package',
    ]),
  ];
}

type Plan = { readonly row: Row; readonly file: string; readonly modules: readonly string[] };

/** The file that tries, and every module that it must not import: a new file in the room's folder, or its only file. */
function planOf(row: Row, packages: readonly string[]): Plan {
  const example = fileIn(row);
  const isTest = row.name.endsWith(testsOf(''));
  const fresh = join(dirname(example), `wrong-imports${isTest ? '.test' : ''}.ts`);
  const file = rowOf(fresh) === row ? fresh : example;
  const otherRooms = rows
    .filter(({ name }) => !row.rooms.includes(name))
    .map((other) => {
      const path = relative(dirname(file), fileIn(other));
      return path.startsWith('.') ? path : `./${path}`;
    });
  const node = row.node === 'any' ? [] : builtin.filter((name) => !row.node.includes(name));
  return {
    row,
    file,
    modules: [
      ...otherRooms,
      ...node.map((name) => `node:${name}`),
      ...packages.filter((name) => !row.packages.includes(name.replace(/^@types\//u, ''))),
    ],
  };
}

/** Not all at once: the time that dependency-cruiser takes grows with the square of what it refuses. */
function inChunks(plans: readonly Plan[]): readonly (readonly Plan[])[] {
  const chunks: Plan[][] = [];
  let room = 0;
  for (const plan of plans) {
    room -= plan.modules.length;
    if (room < 0) {
      chunks.push([]);
      room = 8000;
    }
    chunks.at(-1)?.push(plan);
  }
  return chunks;
}

/** The configuration and a file of each room, all of them empty but for those that try. */
function copyTrying(name: string, plans: readonly Plan[], write: Form = () => ''): string {
  const copy = copySources(
    name,
    (file) => !isCode(file) || file.startsWith('scripts/walls/') || file[0] === '.',
  );
  const texts = new Map([...examples.values()].map((file) => [file, '']));
  for (const { file, modules } of plans) texts.set(file, modules.map(write).join(''));
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    // appended: the walls' own files must go on working
    appendFileSync(join(copy, file), text);
  }
  return copy;
}

const refusedModules = (row: Row, dependencies: readonly IDependency[]): ReadonlySet<string> =>
  new Set(
    dependencies
      .filter(({ rules = [] }) => rules.some(({ name }) => name === row.name))
      .map(({ module, protocol = '' }) => protocol + module.replace(/^node:/u, '')),
  );
