/** Which file is a request about? For faults that are aimed at one file. */
import { findNode } from '../work/nodes.ts';
import type { World } from '../world.ts';

/** The name in the body, else the name of the file whose id stands in the body or the path. */
export const fileNameOf = (world: World, path: string, body: unknown): string | undefined => {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  if (typeof fields['fileName'] === 'string') return fields['fileName'];
  const named = typeof fields['fileId'] === 'string' ? [fields['fileId']] : [];
  const listed = Array.isArray(fields['fileIds']) ? fields['fileIds'] : [];
  for (const id of [...named, ...listed, ...path.split('/')]) {
    const node = typeof id === 'string' && id.startsWith('F') ? findNode(world, id) : undefined;
    if (node) return node.name;
  }
  return undefined;
};
