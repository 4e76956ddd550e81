/**
 * Word documents by mammoth, which gives plain HTML; the window draws only elements that it knows of it (safe-html.ts).
 * mammoth inflates without a limit, so it gets the parts that were inflated within ours.
 */
import mammoth from 'mammoth';
import { isDrawable } from './picture.ts';
import { limits } from './limits.ts';
import { plainPackage, type OfficePackage } from './package.ts';
import { Refused } from './refusal.ts';

export type WordDocument = { readonly html: string; readonly text: string };

/** Text, and what it needs to be read; pictures are counted apart. */
const needed = /^(\[Content_Types\]\.xml|_rels\/\.rels|word\/[^/]+\.xml|word\/_rels\/[^/]+\.rels)$/u;
const picture = /^word\/media\/[^/]+\.(png|jpe?g|gif|webp|bmp)$/iu;

export async function readDocx(pack: OfficePackage): Promise<WordDocument> {
  const parts: Record<string, Uint8Array<ArrayBuffer>> = {};
  let pictures = 0;
  for (const name of pack.names) {
    const isPicture = picture.test(name) && pictures < limits.pictures;
    const bytes = needed.test(name) || isPicture ? pack.part(name) : undefined;
    if (bytes === undefined || (isPicture && !isDrawable(bytes))) continue;
    parts[name] = bytes;
    pictures += isPicture ? 1 : 0;
  }
  // strict documents and other programs may call the main part otherwise, and mammoth finds it; without any there is none
  if (!Object.keys(parts).some((name) => name.startsWith('word/'))) throw new Refused('damaged');
  const plain = plainPackage(parts);
  // its builds for browsers and for Node take the same thing under two names
  const input = { arrayBuffer: plain.buffer, buffer: plain.buffer } as unknown as {
    arrayBuffer: ArrayBuffer;
  };
  try {
    const options = { externalFileAccess: false, styleMap: ['u => u', 'strike => s'] };
    const html = await mammoth.convertToHtml(input, options);
    const text = await mammoth.extractRawText(input);
    return { html: html.value, text: text.value.replace(/\n\n/gu, '\n') };
  } catch {
    throw new Refused('damaged');
  }
}
