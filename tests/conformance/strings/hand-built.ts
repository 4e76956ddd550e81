/**
 * Text for users that does not come from the catalogue. Four rules, over everything that speaks to users:
 *
 * 1. Prose in a string literal: words with a space between them, a capitalised word, or Chinese. Log messages, messages of
 *    errors (which go to the log) and names of classes and schemas are no text for users.
 * 2. Any letters in JSX: between tags, or in an attribute that is shown or read out.
 * 3. Sentences put together from translated pieces by a template or `+`: another language has another order.
 * 4. A closed value (`held`, `symlink`, an error code) that is shown as it is: in JSX, in a blank of a sentence, in a line
 *    or a table of the command line. Its type tells: a union of string literals.
 */
import ts from 'typescript';
import { nodesOf, placeOf, type Product } from './product.ts';

/** What speaks to users. The rest of main/ makes errors with codes, whose sentences are in the catalogue. */
const speaks = /^(renderer\/src\/|main\/(cli|desktop|account|vault)\/|main\/(index|compose)\.ts)/;

/** What is prose to this check, and no text for users or the same in every language; each must still be there. */
const allowed: readonly { readonly path: RegExp; readonly text: RegExp; readonly why: string }[] = [
  { path: /./, text: /^KooSync$/, why: 'the name of the product' },
  { path: /general-settings\.tsx$/, text: /^English$/, why: 'a language is named in itself' },
  { path: /general-settings\.tsx$/, text: /^简体中文$/, why: 'a language is named in itself' },
  {
    path: /(version-commands\.ts|history-head\.tsx)$/,
    text: /^(Mod|Ctrl|Shift|Enter|Esc|Delete|F\d+|[A-Z]|\+)+$/,
    why: 'the name of a key, as it is printed on it',
  },
  {
    path: /autostart-entry\.ts$/,
    text: /^(\[Desktop Entry\]|Hidden)$/,
    why: 'the format of a desktop entry',
  },
  {
    path: /autostart-entry\.ts$/,
    text: /^[`]?[A-Z][A-Za-z]+(\[zh_CN\])?=(\w*|\$\{createTranslator\('\w+'\)\('autostart\.comment'\)\}`)$/,
    why: 'the format of a desktop entry',
  },
  { path: /commands\/policy\.ts$/, text: /^key$/, why: 'the name that a policy file has for it' },
  { path: /system-proxy\.ts$/, text: /^org\.gnome\.system\.proxy /, why: 'a setting of GNOME' },
  { path: /windows-path\/main\.ts$/, text: /^HKEY_LOCAL_MACHINE/, why: 'a key of the registry' },
  { path: /windows-path\/main\.ts$/, text: /^path-entry: /, why: 'for the installer, which alone starts it' },
  { path: /registry-file\.ts$/, text: /^Windows Registry Editor /, why: 'how such a file begins' },
  { path: /command-line\.ts$/, text: /^--[a-z-]+ PATH\.\.\.$/, why: 'a word of the command line' },
  {
    path: /command-line\.ts$/,
    text: /^`\$\{translate\('help\.usage'\)\} koosync-desktop /,
    why: 'a command line, behind its heading',
  },
  {
    path: /uncaught\.ts$/,
    text: /^(an error that nobody|a promise that nobody)/,
    why: 'a reason for the log',
  },
  {
    path: /updater\/(feed-provider|updater)\.ts$/,
    text: /^(what came as| is no feed| is not signed with a key of ours|nothing was fetched)/,
    why: 'a reason for the log',
  },
  { path: /app-protocol\.ts$/, text: /^text\/\w+; charset=utf-8$/, why: 'a content type' },
  {
    path: /app-protocol\.ts$/,
    text: /^(sandbox|img-src|media-src|font-src) [a-z:\- ]+$/,
    why: 'a directive of a content policy',
  },
  { path: /tray-host\.ts$/, text: /^NameHasOwner$/, why: 'a call on the session bus' },
  { path: /tray\.ts$/, text: /^Template\.png$/, why: 'the end of a file name' },
  { path: /find-desktop\.ts$/, text: /^MacOS$/, why: 'a folder of an app bundle' },
  { path: /window\.ts$/, text: /^not loaded$/, why: 'a reason for the log' },
  { path: /lifecycle\.ts$/, text: /^not in time$/, why: 'a reason for the log' },
  { path: /keytar-vault\.ts$/, text: /^it gave no reason$/, why: 'a reason for the log' },
  { path: /keyring-child\.ts$/, text: /^(KooSync test |Bearer.*)$/, why: 'a program for tests' },
];

export type Allowed = (typeof allowed)[number];

export function handBuilt(product: Product, paths: readonly string[] = [...product.files.keys()]) {
  const used = new Set<Allowed>();
  const found: string[] = [];
  for (const path of paths) {
    const file = product.files.get(path);
    if (file === undefined || !speaks.test(path)) continue;
    for (const node of nodesOf(file)) {
      const fault = faultOf(node, product.checker);
      if (fault === undefined) continue;
      const pass = allowed.find((one) => one.path.test(path) && one.text.test(fault.text));
      if (pass === undefined) found.push(`${placeOf(path, node)} ${fault.rule}: ${fault.text}`);
      else used.add(pass);
    }
  }
  return { found, needless: allowed.filter((one) => !used.has(one)).map(({ text }) => String(text)) };
}

type Fault = { readonly rule: string; readonly text: string };

function faultOf(node: ts.Node, checker: ts.TypeChecker): Fault | undefined {
  if (ts.isJsxText(node))
    return hasLetters(node.text) ? { rule: 'text in JSX', text: node.text.trim() } : undefined;
  const text = textOf(node);
  if (text !== undefined) {
    if (isShownInJsx(node) && hasLetters(text)) return { rule: 'text in JSX', text };
    if (isProse(text) && !isForTheLog(node) && !isNoText(node)) return { rule: 'text in code', text };
  }
  if (gluesWords(node, checker)) return { rule: 'a sentence of pieces', text: node.getText() };
  if (showsRawValue(node, checker)) return { rule: 'a raw value', text: node.getText() };
  return undefined;
}

const hasLetters = (text: string): boolean => /\p{L}/u.test(text);

/** Two words with a space between them, a capitalised word at the beginning, or Chinese. */
const isProse = (text: string): boolean =>
  /\p{Script=Han}/u.test(text) ||
  /\p{L}{2,}[,.;:!?…]*\s+\p{L}/u.test(text) ||
  /^\p{Lu}\p{Ll}{2,}/u.test(text);

/** The text of a literal, or of one piece of a template. */
const textOf = (node: ts.Node): string | undefined =>
  ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
    ? node.text
    : undefined;

/** Attributes that are shown or read out, in HTML and in the components of renderer/src/ui. */
const shownAttributes =
  /^(title|alt|placeholder|label|text|hint|error|tooltip|body|confirm|detail|heading|valueLabel|textValue|aria-(label|description|roledescription|valuetext|placeholder))$/;

/** Between tags in braces, or in an attribute that is shown. */
function isShownInJsx(node: ts.Node): boolean {
  for (let at: ts.Node = node; ; at = at.parent) {
    const { parent } = at;
    if (ts.isJsxAttribute(parent)) return shownAttributes.test(parent.name.getText());
    if (ts.isJsxExpression(parent) && !ts.isJsxAttribute(parent.parent)) return true;
    const passesOn =
      ts.isTemplateSpan(parent) ||
      ts.isTemplateExpression(parent) ||
      ts.isJsxExpression(parent) ||
      ts.isParenthesizedExpression(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== at) ||
      (ts.isBinaryExpression(parent) && !isComparison(parent));
    if (!passesOn) return false;
  }
}

const isComparison = ({ operatorToken }: ts.BinaryExpression): boolean =>
  [
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.InKeyword,
  ].includes(operatorToken.kind);

/** The expression that a literal is part of, and the call that it is an argument of. */
function callAround(node: ts.Node): ts.CallExpression | ts.NewExpression | undefined {
  for (let at = node.parent; ; at = at.parent) {
    if (ts.isCallExpression(at) || ts.isNewExpression(at)) return at;
    const inside =
      ts.isTemplateSpan(at) ||
      ts.isTemplateExpression(at) ||
      ts.isConditionalExpression(at) ||
      ts.isBinaryExpression(at) ||
      ts.isParenthesizedExpression(at);
    if (!inside) return undefined;
  }
}

/** Messages of errors, and of the log. `refuse` and `unavailable` make errors of their argument. */
function isForTheLog(node: ts.Node): boolean {
  const call = callAround(node);
  if (call === undefined) return false;
  const callee = call.expression.getText();
  return ts.isNewExpression(call)
    ? /Error$/.test(callee)
    : /(^|\.)log\.\w+$|^(refuse|unavailable)$/.test(callee);
}

/** Imports, types, keys, what is compared, class names and drawings of JSX. */
function isNoText(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent))
    return true;
  if (ts.isTemplateLiteralTypeSpan(parent) || ts.isTemplateLiteralTypeNode(parent)) return true;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return true;
  // the name of a class of errors
  if (ts.isPropertyDeclaration(parent) && parent.name.getText() === 'name') return true;
  if (ts.isElementAccessExpression(parent)) return true;
  if (ts.isBinaryExpression(parent) && isComparison(parent)) return true;
  return isInPlainAttribute(node);
}

function isInPlainAttribute(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isJsxAttribute(at)) return !shownAttributes.test(at.name.getText());
    if (ts.isPropertyAssignment(at) && shownAttributes.test(at.name.getText())) return false;
    if (ts.isArrowFunction(at) || ts.isJsxElement(at)) return false;
  }
  return false;
}

/** Is it a call for words of the catalogue? The type of what is called has the name Translate. */
function asksForWords(node: ts.Node, checker: ts.TypeChecker): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    checker.getTypeAtLocation(node.expression).aliasSymbol?.getName() === 'Translate'
  );
}

/** The name that a line on a terminal begins with, and what stands between lines, belongs to no language. */
const glue = /^(koosync(-desktop)?: )?\s*$/;

function gluesWords(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isTemplateExpression(node))
    return (
      node.templateSpans.some(({ expression }) => asksForWords(expression, checker)) &&
      ![node.head, ...node.templateSpans.map(({ literal }) => literal)].every(({ text }) => glue.test(text))
    );
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    (asksForWords(node.left, checker) || asksForWords(node.right, checker))
  );
}

/** A closed value where text is shown. */
function showsRawValue(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isExpression(node) || ts.isStringLiteralLike(node)) return false;
  // asking for types takes long, so it comes last
  const isShown = isShownExpression(node) || isBlank(node, checker) || isPrinted(node);
  return isShown && isClosed(checker.getTypeAtLocation(node));
}

/** A string literal, or a union of such; `string` is not closed. */
const isClosed = (type: ts.Type): boolean =>
  type.isStringLiteral() ||
  (type.isUnion() &&
    type.types.some((one) => one.isStringLiteral()) &&
    type.types.every((one) => one.isStringLiteral() || (one.flags & ts.TypeFlags.Undefined) !== 0));

const isShownExpression = (node: ts.Expression): boolean => isWhole(node) && isShownInJsx(node);

/** A name, a path or a call, and not a part of a longer one. */
const isWhole = (node: ts.Expression): boolean =>
  (ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node)) &&
  !ts.isPropertyAccessExpression(node.parent) &&
  !(ts.isElementAccessExpression(node.parent) && node.parent.expression === node) &&
  !(ts.isCallExpression(node.parent) && node.parent.expression === node);

/** `t('key', { blank: value })` */
function isBlank(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  const isProperty =
    (ts.isPropertyAssignment(parent) && parent.initializer === node) ||
    ts.isShorthandPropertyAssignment(parent);
  if (!isProperty) return false;
  const call = parent.parent.parent;
  return asksForWords(call, checker) && call.arguments[1] === parent.parent;
}

/** What prints its arguments on a terminal, and what hands them on to the call around it. */
const prints = /(^|\.)(line|note|progress|write|table)$/;
const handsOn = /(^|\.)(map|flatMap|join|String|printable)$/;

function isPrinted(node: ts.Expression): boolean {
  if (!isWhole(node)) return false;
  for (let at: ts.Node = node; !ts.isSourceFile(at.parent); at = at.parent) {
    const { parent } = at;
    if (ts.isCallExpression(parent) && parent.expression !== at) {
      const callee = parent.expression.getText();
      if (prints.test(callee)) return true;
      if (!handsOn.test(callee)) return false;
    }
    if (ts.isElementAccessExpression(parent) && parent.argumentExpression === at) return false;
    if (ts.isConditionalExpression(parent) && parent.condition === at) return false;
    if (ts.isBinaryExpression(parent) && isComparison(parent)) return false;
    if (ts.isBlock(parent) || ts.isPropertyAssignment(parent)) return false;
  }
  return false;
}
