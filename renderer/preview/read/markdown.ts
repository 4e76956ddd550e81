/**
 * Markdown by marked's lexer: tokens, never HTML. HTML within Markdown is shown as it is written, links and images are
 * words with an address that leads nowhere. Pure.
 */
import { Lexer, type Token, type Tokens } from 'marked';

/** Elements of HTML that Markdown has, and what is drawn otherwise than it would be there. */
type ElementName =
  | 'p'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'blockquote'
  | 'ul'
  | 'ol'
  | 'li'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td'
  | 'strong'
  | 'em'
  | 'del'
  | 'br'
  | 'hr'
  | 'code'
  | 'codespan'
  | 'link'
  | 'image'
  | 'task'
  | 'raw';

export type MarkdownNode =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'element';
      readonly name: ElementName;
      /** of a link its address, of an ordered list its first number, of a task "x" when it is done */
      readonly title?: string | undefined;
      readonly children: readonly MarkdownNode[];
    };

/** Undefined: it is made so that nobody can read it, such as quotes within quotes a thousand times. */
export function readMarkdown(text: string): readonly MarkdownNode[] | undefined {
  try {
    return nodesOf(new Lexer({ gfm: true }).lex(withoutHead(text)), 0);
  } catch {
    return undefined;
  }
}

/** A head of YAML between lines of dashes is for programs. */
const withoutHead = (text: string): string => text.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/u, '');

/** Quotes within quotes within quotes: nobody reads further. */
const deepest = 60;

const text = (value: string): MarkdownNode => ({ kind: 'text', text: value });
const element = (
  name: ElementName,
  children: readonly MarkdownNode[] = [],
  title?: string,
): MarkdownNode => ({ kind: 'element', name, children, title });

function nodesOf(tokens: readonly Token[] | undefined, depth: number): readonly MarkdownNode[] {
  if (depth > deepest) return [];
  return (tokens ?? []).flatMap((token) => nodeOf(token as Tokens.Generic, depth + 1));
}

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

function nodeOf(token: Tokens.Generic, depth: number): readonly MarkdownNode[] {
  const inside = (): readonly MarkdownNode[] => nodesOf(token.tokens, depth);
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'paragraph':
      return [element('p', inside())];
    case 'heading':
      return [element(headings[Number(token['depth']) - 1] ?? 'h6', inside())];
    case 'blockquote':
    case 'strong':
    case 'em':
    case 'del':
      return [element(token.type, inside())];
    case 'br':
    case 'hr':
      return [element(token.type)];
    case 'code':
    case 'codespan':
      return [element(token.type, [text(String(token['text']))])];
    case 'link':
      return [element('link', inside(), String(token['href']))];
    case 'image':
      return [element('image', [text(String(token['text'] || token['href']))], String(token['href']))];
    case 'html':
      return [element('raw', [text(token.raw.trim())])];
    case 'list':
      return [listOf(token as Tokens.List, depth)];
    case 'table':
      return [tableOf(token as Tokens.Table, depth)];
    case 'checkbox':
      return [];
    case 'text':
      return token.tokens === undefined ? [text(unescaped(String(token['text'])))] : inside();
    default:
      return [text(String(token['text'] ?? token.raw))];
  }
}

function listOf(list: Tokens.List, depth: number): MarkdownNode {
  const items = list.items.map((item) => {
    const children = nodesOf(item.tokens, depth);
    return element(
      'li',
      item.task ? [element('task', [], item.checked === true ? 'x' : ''), ...children] : children,
    );
  });
  return list.ordered ? element('ol', items, String(list.start)) : element('ul', items);
}

function tableOf(table: Tokens.Table, depth: number): MarkdownNode {
  const row = (cells: readonly Tokens.TableCell[], name: 'th' | 'td'): MarkdownNode =>
    element(
      'tr',
      cells.map((cell) => element(name, nodesOf(cell.tokens, depth))),
    );
  return element('table', [
    element('thead', [row(table.header, 'th')]),
    element(
      'tbody',
      table.rows.map((cells) => row(cells, 'td')),
    ),
  ]);
}

/** The entities that people write; all others stand as they are written. */
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
  '&copy;': '©',
  '&mdash;': '—',
  '&ndash;': '–',
  '&hellip;': '…',
};

const unescaped = (value: string): string => value.replace(/&#?\w+;/gu, (one) => entities[one] ?? one);
