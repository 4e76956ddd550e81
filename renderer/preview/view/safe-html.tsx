/**
 * HTML that mammoth made of a Word document, as elements: those that are in the list, with no attribute but a few. A page
 * is never given HTML as text; DOMParser's document runs nothing and loads nothing.
 */
import { createElement, type ReactNode } from 'react';

const plain = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'td',
  'th',
  'strong',
  'em',
  'u',
  's',
  'sup',
  'sub',
  'br',
]);

export const elementsOf = (html: string): ReactNode =>
  childrenOf(new DOMParser().parseFromString(html, 'text/html').body, 0);

const deepest = 100;

function childrenOf(parent: Node, depth: number): ReactNode[] {
  if (depth > deepest) return [];
  return [...parent.childNodes].map((node, n) => elementOf(node, n, depth + 1));
}

function elementOf(node: Node, key: number, depth: number): ReactNode {
  if (node instanceof Text) return node.data;
  if (!(node instanceof HTMLElement)) return null;
  const name = node.localName;
  if (name === 'br') return <br key={key} />;
  if (name === 'img') return pictureOf(node, key);
  const inside = childrenOf(node, depth);
  if (name === 'a')
    return (
      <span key={key} className="link" title={node.getAttribute('href') ?? undefined}>
        {inside}
      </span>
    );
  if (!plain.has(name)) return <span key={key}>{inside}</span>;
  return createElement(name, { key, ...spansOf(node) }, ...inside);
}

function spansOf(node: HTMLElement): { colSpan?: number; rowSpan?: number } {
  const [columns, rows] = [Number(node.getAttribute('colspan')), Number(node.getAttribute('rowspan'))];
  return {
    ...(columns > 1 && columns < 200 ? { colSpan: columns } : {}),
    ...(rows > 1 && rows < 2_000 ? { rowSpan: rows } : {}),
  };
}

/** Pictures are within the text, and of kinds that hold nothing else. */
function pictureOf(node: HTMLElement, key: number): ReactNode {
  const src = node.getAttribute('src') ?? '';
  if (!/^data:image\/(png|jpeg|gif|webp|bmp);base64,/u.test(src)) return null;
  return <img key={key} src={src} alt={node.getAttribute('alt') ?? ''} />;
}
