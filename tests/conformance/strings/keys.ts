/** Which strings of the catalogue the product names, and whether every key stands in the code as it is. */
import ts from 'typescript';
import { en } from '../../../shared/strings/en/index.ts';
import { nodesOf, placeOf, type Product } from './product.ts';

type Tree = { readonly [key: string]: string | Tree };

const flatten = (tree: Tree, before = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[before + key, value]] : flatten(value, `${before}${key}.`),
  );

/** As code asks for them: plural endings taken off. */
export const catalogueKeys: readonly string[] = [
  ...new Set(flatten(en).map(([key]) => key.replace(/_(zero|one|other)$/, ''))),
];

const areas = new Set(Object.keys(en));

/** The catalogue itself, whose keys are no uses. */
const isCatalogue = (path: string): boolean => /^shared\/strings\/(en|zh)\//.test(path);

/**
 * The one place that builds keys: it picks the sentence of an error by its code. That each code has a sentence, and each
 * sentence a code, is held by shared/strings/strings.test.ts; that its blanks are filled by somebody, by unfilledErrors().
 */
const builder = 'shared/strings/explain-error.ts';
const builtAreas = /^error(With)?\./;

/** Keys that no code names: dead strings. */
export function unusedKeys(product: Product, keys: readonly string[] = catalogueKeys): string[] {
  const named = new Set<string>();
  for (const [path, file] of product.files) {
    if (isCatalogue(path)) continue;
    for (const node of nodesOf(file))
      if (ts.isStringLiteralLike(node) && !ts.isLiteralTypeNode(node.parent)) named.add(node.text);
  }
  return keys.filter((key) => !named.has(key) && !builtAreas.test(key));
}

/** Keys that are put together from pieces, or forced to be one: no search finds their uses. Each wants a typed table. */
export function builtKeys(product: Product): string[] {
  const found: string[] = [];
  for (const [path, file] of product.files) {
    if (isCatalogue(path) || path === builder) continue;
    for (const node of nodesOf(file)) if (buildsKey(node)) found.push(`${placeOf(path, node)} builds a key`);
  }
  return found;
}

function buildsKey(node: ts.Node): boolean {
  if (ts.isTemplateExpression(node)) return beginsLikeKey(node.head.text);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return ts.isStringLiteralLike(node.left) && beginsLikeKey(node.left.text);
  return ts.isAsExpression(node) && /\b(String|Sentence|CliError)Key\b/.test(node.type.getText());
}

/** `files.` or `files.state.`, and nothing that is no area of the catalogue. */
const beginsLikeKey = (text: string): boolean => {
  const [area = '', ...rest] = text.split('.');
  return rest.length > 0 && areas.has(area) && /^[\w.-]+$/.test(text);
};

/** What main/lib/i18n.ts gives every error that has a path. */
const givenByPath = ['path', 'folder'];

/** Exact sentences of error codes whose blanks no error fills: nobody would ever read them. */
export function unfilledErrors(
  product: Product,
  exact: Readonly<Record<string, string>> = en.errorWith,
): string[] {
  const filled: ReadonlySet<string>[] = [new Set(givenByPath)];
  for (const [path, file] of product.files)
    if (path.startsWith('main/'))
      for (const node of nodesOf(file)) {
        const names = valuesNamed(node, product.checker);
        if (names !== undefined) filled.push(new Set([...names, ...givenByPath]));
      }
  return Object.entries(exact)
    .filter(([, sentence]) => !filled.some((names) => blanksOf(sentence).every((blank) => names.has(blank))))
    .map(([code]) => code);
}

const blanksOf = (sentence: string): string[] =>
  [...sentence.matchAll(/\{\{(\w+)/g)].map(([, name]) => name ?? '');

/** The names in what `values` is set to, where errors say what fills their sentences. */
function valuesNamed(node: ts.Node, checker: ts.TypeChecker): string[] | undefined {
  const isSet = ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
  if (!isSet || node.name.getText() !== 'values') return undefined;
  const type = checker.getTypeAtLocation(ts.isPropertyAssignment(node) ? node.initializer : node.name);
  return type.getProperties().map((property) => property.getName());
}
