/** Syntax colours by highlight.js (through lowlight, which gives a tree and no HTML), as lines of coloured parts. */
import { common, createLowlight } from 'lowlight';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import dos from 'highlight.js/lib/languages/dos';
import latex from 'highlight.js/lib/languages/latex';
import powershell from 'highlight.js/lib/languages/powershell';
import properties from 'highlight.js/lib/languages/properties';
import scala from 'highlight.js/lib/languages/scala';
import { extensionOf } from './kind.ts';

const lowlight = createLowlight({ ...common, dockerfile, dos, latex, powershell, properties, scala });

/** A piece of a line; `colour` is what highlight.js calls it: "keyword", "string", ... */
export type ColouredPart = { readonly text: string; readonly colour?: string | undefined };
export type ColouredLine = readonly ColouredPart[];

/** Ends of names that highlight.js does not know, or knows as something else. */
const more: Readonly<Record<string, string>> = {
  cts: 'typescript',
  mts: 'typescript',
  cjs: 'javascript',
  mjs: 'javascript',
  jsonc: 'json',
  json5: 'javascript',
  geojson: 'json',
  ipynb: 'json',
  svg: 'xml',
  xsl: 'xml',
  plist: 'xml',
  vue: 'xml',
  svelte: 'xml',
  toml: 'ini',
  conf: 'ini',
  cfg: 'ini',
  desktop: 'ini',
  service: 'ini',
  env: 'bash',
  zshrc: 'bash',
  bashrc: 'bash',
  ps1: 'powershell',
  bat: 'dos',
  cmd: 'dos',
  patch: 'diff',
};

const wholeNames: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile',
  makefile: 'makefile',
  gnumakefile: 'makefile',
  '.bashrc': 'bash',
  '.profile': 'bash',
  '.zshrc': 'bash',
  '.gitconfig': 'ini',
  '.editorconfig': 'ini',
};

/** Undefined: no language that has colours. Never guessed out of the text: wrong colours mislead. */
export function languageOf(name: string): string | undefined {
  const base = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  if (Object.hasOwn(wholeNames, base)) return wholeNames[base];
  const extension = extensionOf(name);
  if (extension === '' || extension === 'txt' || extension === 'log') return undefined;
  if (Object.hasOwn(more, extension)) return more[extension];
  return lowlight.registered(extension) ? extension : undefined;
}

/** Undefined: a pattern failed on it. */
export function colouredLines(text: string, language: string): readonly ColouredLine[] | undefined {
  try {
    return linesOf(lowlight.highlight(language, text).children);
  } catch {
    return undefined;
  }
}

function linesOf(tree: unknown): readonly ColouredLine[] {
  const lines: ColouredPart[][] = [[]];
  for (const part of flatten(tree, undefined)) {
    const [first = '', ...rest] = part.text.split('\n');
    if (first !== '') lines.at(-1)?.push({ ...part, text: first });
    for (const line of rest) lines.push(line === '' ? [] : [{ ...part, text: line }]);
  }
  return lines;
}

/** hast, as far as lowlight makes it */
type Node =
  | { readonly type: 'text'; readonly value: string }
  | {
      readonly type: 'element';
      readonly properties: { readonly className?: unknown };
      readonly children: unknown;
    };

function* flatten(nodes: unknown, colour: string | undefined): Generator<ColouredPart> {
  for (const node of nodes as readonly Node[]) {
    if (node.type === 'text') yield { text: node.value, colour };
    else if (node.type === 'element')
      yield* flatten(node.children, colourOf(node.properties.className) ?? colour);
  }
}

/** "hljs-title function_" is a title; its sub-kinds have no colour of their own here. */
function colourOf(classes: unknown): string | undefined {
  const name = Array.isArray(classes) ? String(classes[0] ?? '') : '';
  return name.startsWith('hljs-') ? name.slice('hljs-'.length) : undefined;
}
