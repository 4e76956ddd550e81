/** The words for what contents are, and for why one is only described. */
import type { StringKey } from '../../../shared/strings/index.ts';
import type { Kind } from '../read/kind.ts';
import type { OldOffice } from '../read/old-office.ts';
import type { Refusal } from '../read/refusal.ts';

export const kindWords = {
  empty: 'preview.kind.empty',
  text: 'preview.kind.text',
  markdown: 'preview.kind.markdown',
  csv: 'preview.kind.csv',
  image: 'preview.kind.image',
  pdf: 'preview.kind.pdf',
  audio: 'preview.kind.audio',
  video: 'preview.kind.video',
  word: 'preview.kind.word',
  sheet: 'preview.kind.sheet',
  slides: 'preview.kind.slides',
  zip: 'preview.kind.zip',
  'old-office': 'preview.kind.old-office',
  binary: 'preview.kind.binary',
} as const satisfies Readonly<Record<Kind, StringKey>>;

export const refusalWords = {
  'too-large': 'preview.refused.too-large',
  damaged: 'preview.refused.damaged',
  inflates: 'preview.refused.inflates',
  encrypted: 'preview.refused.encrypted',
  pixels: 'preview.refused.pixels',
  format: 'preview.refused.format',
} as const satisfies Readonly<Record<Refusal, StringKey>>;

export const programWords = {
  word: 'preview.old.word',
  excel: 'preview.old.excel',
  powerpoint: 'preview.old.powerpoint',
  outlook: 'preview.old.outlook',
  visio: 'preview.old.visio',
  installer: 'preview.old.installer',
  encrypted: 'preview.old.encrypted',
  other: 'preview.old.other',
} as const satisfies Readonly<Record<OldOffice['program'], StringKey>>;
