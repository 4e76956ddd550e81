import { useEffect, useState, type ReactNode } from 'react';
import { baseName } from '../format/path.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { PageTitle } from '../ui/page.tsx';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStatus } from '../state/use-status.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Picker } from '../ui/picker.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { FileFinder } from './file-finder.tsx';
import { fileLimit, useFileSearch } from './use-file-search.ts';

/** Find a file, whether it is still on disk or only on the server, and go to its versions. */
export function FilesPage({
  pairId,
  initialQuery,
}: {
  readonly pairId: number | undefined;
  readonly initialQuery: string;
}): ReactNode {
  const { t } = useStrings();
  const bridge = useBridge();
  const status = useStatus();
  const { go } = useNavigation();
  const textOf = useFailureText();
  const [query, setQuery] = useState(initialQuery);
  const pairs = status?.pairs ?? [];
  const pair = pairs.find((each) => each.id === pairId) ?? pairs[0];
  const { loaded, refresh, reload } = useFileSearch(pair?.id, query);

  // a new version changes what stands beside its file
  useEffect(() => bridge.on('history:changed', refresh), [bridge, refresh]);

  if (status !== undefined && pair === undefined) {
    return (
      <>
        <PageTitle>{t('files.title')}</PageTitle>
        <Empty icon="folder">{t('files.noPair')}</Empty>
      </>
    );
  }

  const files = loaded.state === 'ready' ? loaded.value : [];
  return (
    <div className="files-page">
      <div className="page-head">
        <div>
          <PageTitle>{t('files.title')}</PageTitle>
          <p className="page-lead">{t('files.lead')}</p>
        </div>
        {pairs.length > 1 ? (
          <Picker
            label={t('files.pair')}
            hideLabel
            value={String(pair?.id)}
            options={pairs.map((each) => ({
              value: String(each.id),
              text: baseName(each.folder),
              detail: each.folder,
            }))}
            onChange={(chosen) => {
              go({ screen: 'files', pairId: Number(chosen), query });
            }}
          />
        ) : null}
      </div>
      <FileFinder
        files={files}
        query={query}
        onQuery={setQuery}
        onOpen={(file) => {
          // Back leads to this search, not to an empty one
          go({
            screen: 'history',
            path: file.path,
            from: { screen: 'files', query, ...(pair === undefined ? {} : { pairId: pair.id }) },
          });
        }}
      >
        {loaded.state === 'loading' ? <Skeleton label={t('common.loading')} rows={6} /> : null}
        {loaded.state === 'failed' ? (
          <Empty
            icon="alert"
            tone="problem"
            title={t('common.didNotWork')}
            action={
              <Button icon="sync" onPress={reload}>
                {t('common.retry')}
              </Button>
            }
          >
            {textOf(loaded.error)}
          </Empty>
        ) : null}
        {loaded.state === 'ready' && files.length === 0 ? (
          <Empty icon="search">
            {query.trim() === '' ? t('files.nonePair') : t('files.none', { query: query.trim() })}
          </Empty>
        ) : null}
        {files.length >= fileLimit ? (
          <p className="finder-note">{t('files.limited', { count: fileLimit })}</p>
        ) : null}
      </FileFinder>
    </div>
  );
}
