/** Facts of contents, where nothing more can be shown of them. */
import type { ReactNode } from 'react';
import { useStrings } from '../strings/use-strings.ts';
import type { PreviewProps } from './preview-props.ts';

export function PreviewFrame({ contents }: PreviewProps): ReactNode {
  const { t, formats } = useStrings();
  return (
    <div className="preview-facts">
      {contents.map((content) => (
        <dl key={content.url} className="facts">
          <dt>{content.title}</dt>
          <dd>
            <bdi>{content.name}</bdi>
          </dd>
          <dt>{t('history.factsSize')}</dt>
          <dd>{formats.size(content.size)}</dd>
          <dt>{t('history.factsHash')}</dt>
          <dd className="facts-hash">{content.sha256}</dd>
        </dl>
      ))}
    </div>
  );
}
