/** What is said when deletions were undone: where they came back, and what did not. */
import type { Undone } from '../../../shared/views.ts';
import { baseName } from '../format/path.ts';
import type { Translate } from '../../../shared/strings/index.ts';

/** `usual`: what is said when all is back where it was. */
export function undoneWords(t: Translate, { beside, lost }: Undone, usual: string): string {
  const [first, ...others] = beside;
  const sentences: string[] = [];
  if (first && others.length === 0)
    sentences.push(t('deletions.cameBeside', { name: baseName(first.wanted), other: baseName(first.path) }));
  else if (first) sentences.push(t('deletions.cameBesideMany', { count: beside.length }));
  if (lost.length > 0) sentences.push(t('deletions.lostSome', { count: lost.length }));
  return sentences.length === 0 ? usual : sentences.join(' ');
}
