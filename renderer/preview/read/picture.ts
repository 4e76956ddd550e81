/** A picture out of a package, if it is one and no larger than may be decoded. */
import type { Picture } from './document.ts';
import { pictureType } from './document.ts';
import { imageSize } from './image-size.ts';
import { kindOf } from './kind.ts';
import { limits } from './limits.ts';
import type { OfficePackage } from './package.ts';

export function pictureOf(pack: OfficePackage, name: string): Picture | undefined {
  const mime = pictureType(name);
  const bytes = mime === undefined ? undefined : pack.part(name);
  if (mime === undefined || bytes === undefined) return undefined;
  return isDrawable(bytes) ? { bytes, mime } : undefined;
}

/** A picture in a document may be as made as one in a file of its own. */
export function isDrawable(bytes: Uint8Array): boolean {
  const { kind, format } = kindOf('', bytes.subarray(0, 4_096));
  const size = kind === 'image' ? imageSize(format, bytes) : undefined;
  // several of them are decoded at once
  return size !== undefined && size.width * size.height <= limits.pixels / 4;
}

/** Programs put a small picture of the first page into the package. */
export const thumbnailOf = (pack: OfficePackage): Picture | undefined =>
  ['Thumbnails/thumbnail.png', 'docProps/thumbnail.jpeg', 'docProps/thumbnail.png', 'docProps/thumbnail.jpg']
    .filter((name) => pack.names.includes(name))
    .map((name) => pictureOf(pack, name))
    .find((picture) => picture !== undefined);
