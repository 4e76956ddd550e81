/**
 * Thunar's custom actions: one file, `uca.xml`, for those of the user and ours. Ours are put in and taken out again, and
 * every byte that is not ours stays. Thunar itself writes the file anew when a user edits an action, ours included; so
 * ours are known by their id alone.
 */
import { labels, about } from '../words.ts';
import { entryName, icons, verbs, type Verb } from '../verbs.ts';
import { shellWord, startScript } from './shell.ts';
import { readXml, xmlText, type XmlElement } from './xml.ts';

type Action = { readonly id: string; readonly command: string; readonly block: string };

/** What Thunar would write where there is nothing yet. */
export const emptyActions = '<?xml version="1.0" encoding="UTF-8"?>\n<actions>\n</actions>\n';

export const ownActions = (launcher: string): readonly Action[] =>
  verbs.map((verb) => {
    const id = entryName(verb);
    const command = thunarCommand(launcher, verb);
    return { id, command, block: blockOf(verb, id, command) };
  });

/** % begins a field code in every part of a command, quoted or not. */
const thunarCommand = (launcher: string, verb: Verb): string =>
  `sh -c ${shellWord(startScript(verb))} ${shellWord(launcher).replaceAll('%', '%%')} %F`;

const blockOf = (verb: Verb, id: string, command: string): string =>
  [
    '<action>',
    `\t<icon>${icons[verb]}</icon>`,
    `\t<name>${xmlText(labels[verb].en)}</name>`,
    `\t<name xml:lang="zh_CN">${xmlText(labels[verb].zh)}</name>`,
    // "View versions" is one click away, the others are two
    `\t<submenu>${verb === 'view-versions' ? '' : 'KooSync'}</submenu>`,
    `\t<unique-id>${id}</unique-id>`,
    `\t<command>${xmlText(command)}</command>`,
    `\t<description>${xmlText(about[verb].en)}</description>`,
    `\t<description xml:lang="zh_CN">${xmlText(about[verb].zh)}</description>`,
    '\t<range>*</range>',
    '\t<patterns>*</patterns>',
    '\t<directories/>',
    '\t<audio-files/>',
    '\t<image-files/>',
    '\t<other-files/>',
    '\t<text-files/>',
    '\t<video-files/>',
    '</action>',
  ].join('\n');

/** The file with our actions in it, as they are now; undefined when it is broken. The same text when nothing is to change. */
export function withActions(text: string, own: readonly Action[]): string | undefined {
  let merged = text;
  for (const action of own) {
    const root = rootOf(merged);
    if (root === undefined) return undefined;
    const [first, ...more] = found(root, [action.id]);
    if (first === undefined) merged = added(merged, root, action.block);
    else if (more.length > 0 || !isCurrent(first, action))
      merged = `${merged.slice(0, first.start)}${action.block}${without(merged, more).slice(first.end)}`;
  }
  return merged;
}

/** The file without any action of ours; undefined when it is broken. */
export function withoutActions(text: string): string | undefined {
  const root = rootOf(text);
  return root === undefined ? undefined : without(text, found(root, verbs.map(entryName)));
}

export type ActionsState = 'broken' | 'none' | 'stale' | 'current';

export function actionsState(text: string, own: readonly Action[]): ActionsState {
  const root = rootOf(text);
  if (root === undefined) return 'broken';
  const each = own.map((action) => found(root, [action.id]).map((element) => isCurrent(element, action)));
  if (each.every((one) => one.length === 0)) return 'none';
  return each.every((one) => one.length === 1 && one[0]) ? 'current' : 'stale';
}

const rootOf = (text: string): XmlElement | undefined => {
  const root = readXml(text);
  return root?.name === 'actions' ? root : undefined;
};

const found = (root: XmlElement, ids: readonly string[]): readonly XmlElement[] =>
  root.children.filter((action) => {
    const id = action.children.find((child) => child.name === 'unique-id')?.text.trim();
    return action.name === 'action' && id !== undefined && ids.includes(id);
  });

/** Thunar may have laid it out anew, or a user may have named it: what it does is what counts. */
const isCurrent = (element: XmlElement, { command }: Action): boolean =>
  element.children.find((child) => child.name === 'command')?.text.trim() === command;

function added(text: string, root: XmlElement, block: string): string {
  const { innerStart, innerEnd } = root;
  if (innerStart === undefined || innerEnd === undefined) {
    const tag = text.slice(root.start, root.end).replace(/\s*\/>$/u, '>');
    return `${text.slice(0, root.start)}${tag}${block}\n</actions>${text.slice(root.end)}`;
  }
  // before the indentation of the end tag, so that taking it out leaves that line as it was
  const line = text.lastIndexOf('\n', innerEnd - 1) + 1;
  const at = line > innerStart && text.slice(line, innerEnd).trim() === '' ? line : innerEnd;
  return `${text.slice(0, at)}${block}\n${text.slice(at)}`;
}

/** From the last to the first, so that the places of those before stay true. */
const without = (text: string, elements: readonly XmlElement[]): string =>
  elements.toReversed().reduce((rest, { start, end }) => {
    const after = rest[end] === '\n' ? end + 1 : end;
    return rest.slice(0, start) + rest.slice(after);
  }, text);
