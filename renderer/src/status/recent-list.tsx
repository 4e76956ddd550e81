import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { recentKindWords } from '../../../shared/strings/index.ts';
import type { EngineStatus } from '../../../shared/views.ts';
import { baseName, joinPath, parentOf } from '../format/path.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { LongList } from '../ui/long-list.tsx';

type Change = EngineStatus['recent'][number];

const icons: Record<Change['kind'], IconName> = {
  'new-file': 'file-new',
  revision: 'versions',
  restored: 'restore',
  renamed: 'rename',
  deleted: 'archive',
  recycled: 'archive',
  'concurrent-edit': 'versions',
  'history-apart': 'versions',
  'renamed-remotely': 'rename',
  'newer-remotely': 'versions',
};

/** What reached the server last; a file leads to its versions. */
export function RecentList({ recent }: { readonly recent: EngineStatus['recent'] }): ReactNode {
  const { t } = useStrings();
  if (recent.length === 0) return <p className="card card-note">{t('status.noRecent')}</p>;
  return (
    <div className="card recent">
      <LongList
        items={recent}
        keyOf={(change) => `${String(change.at)}\n${String(change.pairId)}\n${change.path}\n${change.kind}`}
        row={(change) => <RecentRow change={change} />}
        label={t('status.recent')}
        estimate={52}
        scroll="page"
      />
    </div>
  );
}

function RecentRow({ change }: { readonly change: Change }): ReactNode {
  const { t, formats } = useStrings();
  const { openHistory } = useNavigation();
  const name = baseName(change.path);
  const place = [baseName(change.folder), parentOf(change.path)].filter((part) => part !== '').join('/');
  const words = (
    <>
      <span className={`recent-icon recent-${change.kind}`}>
        <Icon name={icons[change.kind]} />
      </span>
      <span className="recent-words">
        <span className="recent-name">{name}</span>
        <span className="recent-place ellipsis">
          {t(recentKindWords[change.kind])}
          <span className="separator" />
          {place}
        </span>
      </span>
      <time
        className="recent-when"
        dateTime={new Date(change.at).toISOString()}
        title={formats.precise(change.at)}
      >
        {formats.relative(change.at)}
      </time>
    </>
  );
  // a folder has no versions to go to
  return (
    <Button
      className="recent-row recent-button"
      onPress={() => {
        openHistory(joinPath(change.folder, change.path));
      }}
    >
      {words}
      <span className="recent-arrow">
        <Icon name="right" size={14} />
      </span>
    </Button>
  );
}
