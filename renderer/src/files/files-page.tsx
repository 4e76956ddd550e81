import { useEffect, useState, type ReactNode } from 'react';
import { useNavigation } from '../navigation/navigation-context.ts';
import { historyOf, type FilesShown } from '../navigation/route.ts';
import { PageTitle } from '../ui/page.tsx';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStatus } from '../state/use-status.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Empty } from '../ui/empty.tsx';
import { useNotices } from '../ui/notices.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { StringKey } from '../../../shared/strings/index.ts';
import { FileFinder } from './file-finder.tsx';
import { fileLimit, useFileSearch } from './use-file-search.ts';

const shownWords = {
  all: 'files.showAll',
  recent: 'files.showRecent',
  deleted: 'files.showDeleted',
} as const satisfies Record<FilesShown, StringKey>;

const noneWords = {
  all: 'files.nonePair',
  recent: 'files.noneRecent',
  deleted: 'files.noneDeleted',
} as const satisfies Record<FilesShown, StringKey>;

/** Find a file, whether it is still on disk or only on the server, and go to its versions. */
export function FilesPage({
  show: initialShow,
  initialQuery,
}: {
  readonly show: FilesShown;
  readonly initialQuery: string;
}): ReactNode {
  const { t } = useStrings();
  const bridge = useBridge();
  const status = useStatus();
  const { go } = useNavigation();
  const textOf = useFailureText();
  const { say } = useNotices();
  const [query, setQuery] = useState(initialQuery);
  const [show, setShow] = useState(initialShow);
  const { loaded, refresh, reload } = useFileSearch(query, show);

  // a new version changes what stands beside its file
  useEffect(() => bridge.on('history:changed', refresh), [bridge, refresh]);

  if (status?.pairs.length === 0) {
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
        <Choice
          label={t('files.show')}
          hideLabel
          value={show}
          options={(['all', 'recent', 'deleted'] as const).map((each) => ({
            value: each,
            text: t(shownWords[each]),
          }))}
          onChange={setShow}
        />
      </div>
      <FileFinder
        files={files}
        query={query}
        onQuery={setQuery}
        onOpen={(file) => {
          // Back leads to this search, not to an empty one
          go(historyOf(file.path, { screen: 'files', query, show }));
        }}
        onReveal={(file) => {
          void bridge.reveal(file.path).then((result) => {
            if (!result.ok) say(textOf(result.error), 'failed');
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
            {query.trim() === '' ? t(noneWords[show]) : t('files.none', { query: query.trim() })}
          </Empty>
        ) : null}
        {files.length >= fileLimit ? (
          <p className="finder-note">{t('files.limited', { count: fileLimit })}</p>
        ) : null}
      </FileFinder>
    </div>
  );
}
