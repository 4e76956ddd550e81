/**
 * What an element shows, shown as what it is: names of files, people and spaces come from other people's disks, and one
 * may hold signs that turn the letters around it about (shared/visible-text.ts). Done once for whatever is drawn, so that no
 * component has to think of it. What is typed into a field, or handed back to the main process, is no text of an element
 * and stays as it is.
 */
import { visibleLines, visibleText } from '../../shared/visible-text.ts';

/** Of these attributes people read, or hear, the text. */
const read = ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'textValue', 'alt'] as const;

/** The very list where nothing in it changes: React knows by it that its elements were written side by side. */
function visibleChildren(children: unknown): unknown {
  if (typeof children === 'string') return visibleLines(children);
  if (!Array.isArray(children)) return children;
  const shown = children.map(visibleChildren);
  return shown.some((child, i) => child !== children[i]) ? shown : children;
}

export function visibleProps<P>(props: P): P {
  if (typeof props !== 'object' || props === null) return props;
  const given = props as Readonly<Record<string, unknown>>;
  const changed: Record<string, unknown> = {};
  for (const name of read) {
    const value = given[name];
    if (typeof value !== 'string') continue;
    const shown = visibleText(value);
    if (shown !== value) changed[name] = shown;
  }
  const children = visibleChildren(given['children']);
  if (children !== given['children']) changed['children'] = children;
  return Object.keys(changed).length === 0 ? props : { ...props, ...changed };
}
