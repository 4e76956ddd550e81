import type { ReactNode } from 'react';
import { Icon } from '../../src/ui/icon.tsx';
import type { FrameContent } from '../protocol.ts';
import type { ZipList } from '../read/zip.ts';
import { FactLine, Note } from './parts.tsx';
import { useWords } from './words.ts';

export function ZipView({
  content,
  list,
}: {
  readonly content: FrameContent;
  readonly list: ZipList;
}): ReactNode {
  const { t, size, count } = useWords();
  const inflated = list.entries.reduce((sum, entry) => sum + entry.size, 0);
  return (
    <>
      {list.count > list.entries.length ? (
        <Note>{t('preview.cutZip', { shown: count(list.entries.length), total: count(list.count) })}</Note>
      ) : null}
      <div className="cells zip scroll" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('preview.fact.name')}</th>
              <th scope="col">{t('preview.fact.size')}</th>
              <th scope="col">{t('preview.fact.saved')}</th>
            </tr>
          </thead>
          <tbody>
            {list.entries.map((entry, n) => (
              <tr key={n}>
                <td className="zip-name">
                  <Icon name={entry.folder ? 'folder' : entry.encrypted ? 'key' : 'file'} size={15} />
                  <bdi>{entry.name}</bdi>
                </td>
                <td data-number="true">{entry.folder ? '' : size(entry.size)}</td>
                <td className="zip-date">{entry.modified}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <FactLine
        facts={[
          t('preview.entries', { count: list.count }),
          t('preview.unpacked', { size: size(inflated) }),
          size(content.size),
        ]}
      />
    </>
  );
}
