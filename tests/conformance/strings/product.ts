/** The product's sources as TypeScript reads them, with types; a test may add files that are not on disk. */
import { execFileSync } from 'node:child_process';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..', '..');

/** Paths relative to the repository, with `/`. */
const sources = execFileSync('git', ['ls-files', 'shared', 'main', 'renderer/src', 'renderer/preview'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !/(^|\/)test-[^/]*$/.test(file))
  .filter((file) => !file.endsWith('.d.ts'));

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  types: ['node', 'vite/client'],
  allowImportingTsExtensions: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
};

export type Product = {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** by path relative to the repository, in order */
  readonly files: ReadonlyMap<string, ts.SourceFile>;
};

/** `added`: files that are not on disk, by path relative to the repository. `before` makes a second program quick. */
export function openProduct(added: Readonly<Record<string, string>> = {}, before?: Product): Product {
  const host = ts.createCompilerHost(options, true);
  const texts = new Map(Object.entries(added).map(([path, text]) => [join(root, path), text]));
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, language, true);
    return before?.program.getSourceFile(path) ?? getSourceFile(path, language, ...rest);
  };
  const names = [...sources, ...Object.keys(added)].map((path) => join(root, path));
  const program = ts.createProgram(names, options, host, before?.program);
  const files = new Map<string, ts.SourceFile>();
  for (const name of names) {
    const file = program.getSourceFile(name);
    if (file !== undefined) files.set(relative(root, name).split(sep).join('/'), file);
  }
  return { program, checker: program.getTypeChecker(), files };
}

/** The node and all below it, parents first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** `main/cli/x.ts:12`, for a message that leads there. */
export const placeOf = (path: string, node: ts.Node): string =>
  `${path}:${String(node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1)}`;
