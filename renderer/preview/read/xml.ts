/**
 * XML as a stream of elements. It reads no document type and no entity but XML's own five, so that no part can grow by
 * itself or ask for another; what is not well-formed gives what can be read of it.
 */
import { Parser } from 'htmlparser2';
import { limits } from './limits.ts';
import { Refused } from './refusal.ts';

export type Attributes = Readonly<Record<string, string>>;

export type XmlEvents = {
  /** Names with their prefix, as written: prefixes are the same in all files that programs write. */
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

/** Thrown by a reader that has seen enough. */
export class Enough extends Error {}

export function readXml(xml: string, events: XmlEvents): void {
  let depth = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1;
        if (depth > limits.xmlDepth) throw new Refused('damaged');
        events.open?.(name, attributes);
      },
      ontext: (text) => events.text?.(text),
      onclosetag: (name) => {
        depth -= 1;
        events.close?.(name);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  try {
    parser.write(xml);
    parser.end();
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
}

/** The elements of one name, by their attributes. */
export function attributesOf(xml: string, wanted: string): readonly Attributes[] {
  const found: Attributes[] = [];
  readXml(xml, {
    open: (name, attributes) => {
      if (name === wanted) found.push(attributes);
    },
  });
  return found;
}

/** From id to the part that it stands for, paths made whole: "../media/a.png" of "ppt/slides/slide1.xml". */
export function relationsOf(xml: string | undefined, part: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  if (xml === undefined) return targets;
  for (const one of attributesOf(xml, 'Relationship')) {
    const { Id: id, Target: target, TargetMode: mode } = one;
    // what lies outside of the package is not asked for
    if (id !== undefined && target !== undefined && mode !== 'External')
      targets.set(id, resolvePart(part, target));
  }
  return targets;
}

export const relationsPart = (part: string): string => part.replace(/([^/]*)$/u, '_rels/$1.rels');

function resolvePart(from: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const steps = from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}
