import type { ReactNode } from 'react';
import type { IconName } from '../../src/ui/icon.tsx';
import type { FrameContent } from '../protocol.ts';
import type { Kind } from '../read/kind.ts';
import type { Loaded } from '../read/load.ts';
import { kindWords, programWords, refusalWords } from './kind-words.ts';
import { Described } from './parts.tsx';
import { kindOfLoaded } from './preview-kind.ts';
import { useWords } from './words.ts';

const icons: Readonly<Partial<Record<Kind, IconName>>> = { zip: 'archive', audio: 'play', video: 'play' };

/** What is known of a content that is not drawn. */
export function DescribedContent({
  content,
  loaded,
}: {
  readonly content: FrameContent;
  readonly loaded: Loaded;
}): ReactNode {
  const { t, size, count, date } = useWords();
  const kind = kindOfLoaded(loaded);
  const old = loaded.kind === 'old-office' ? loaded.file : undefined;
  const pixels = loaded.kind === 'refused' || loaded.kind === 'image' ? loaded.pixels : undefined;
  const title =
    old !== undefined
      ? t(programWords[old.program])
      : t(kindWords[loaded.kind === 'refused' ? loaded.what : kind]);
  const why =
    loaded.kind === 'refused'
      ? t(refusalWords[loaded.why])
      : old !== undefined
        ? t(old.program === 'encrypted' ? 'preview.refused.encrypted' : 'preview.old.why')
        : loaded.kind === 'empty'
          ? t('preview.emptyWhy')
          : t('preview.refused.format');
  return (
    <Described
      icon={icons[kind] ?? 'file'}
      title={title}
      facts={[
        [t('preview.fact.name'), content.name],
        [t('preview.fact.title'), old?.title],
        [t('preview.fact.author'), old?.author],
        [t('preview.fact.savedBy'), old?.savedBy],
        [t('preview.fact.created'), old?.created === undefined ? undefined : date(old.created)],
        [t('preview.fact.saved'), old?.saved === undefined ? undefined : date(old.saved)],
        [t('preview.fact.pages'), old?.pages === undefined ? undefined : count(old.pages)],
        [
          t('preview.fact.pixels'),
          pixels === undefined
            ? undefined
            : t('preview.pixels', { width: count(pixels.width), height: count(pixels.height) }),
        ],
        [t('preview.fact.size'), size(content.size)],
        [t('preview.fact.sha256'), content.sha256],
      ]}
    >
      {why}
    </Described>
  );
}
