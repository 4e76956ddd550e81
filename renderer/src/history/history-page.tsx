import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { Failure } from '../../../shared/result.ts';
import type { Version } from '../../../shared/views.ts';
import { baseName } from '../format/path.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { PageTitle } from '../ui/page.tsx';
import { sectionOf, sectionWords, type Route } from '../navigation/route.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStatus } from '../state/use-status.ts';
import { useEngineActions } from '../status/use-engine-actions.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { placeOf } from '../format/place.ts';
import { deletionOf } from '../../../shared/deletion-of.ts';
import { useDeletionList } from '../state/use-deletion-list.ts';
import { DeletedFile } from './deleted-file.tsx';
import { useHistory } from './use-history.ts';
import { VersionList } from './version-list.tsx';

/** The heart of it: every version of one file, and the way back to any of them. */
export function HistoryPage({ path, from }: { readonly path: string; readonly from: Route }): ReactNode {
  const { t } = useStrings();
  const { go } = useNavigation();
  const engine = useEngineActions();
  const { loaded, lit, refresh, reload } = useHistory(path);
  const deletions = useDeletionList();
  const deletion = deletions.loaded.state === 'ready' ? deletionOf(deletions.loaded.value, path) : undefined;
  const isDeleted = deletion !== undefined && (loaded.state !== 'ready' || loaded.value.length === 0);

  return (
    <>
      <AriaButton
        className="back"
        onPress={() => {
          go(from);
        }}
      >
        <Icon name="back" size={16} />
        {t(sectionWords[sectionOf(from)])}
      </AriaButton>
      <header className="history-head">
        <span className="history-icon">
          <Icon name="file" size={24} />
        </span>
        <div className="history-words">
          <PageTitle>{baseName(path)}</PageTitle>
          <Where path={path} />
          {loaded.state === 'ready' && loaded.value.length > 0 ? <Sum versions={loaded.value} /> : null}
        </div>
        {deletion === undefined ? (
          <Button
            icon="reveal"
            onPress={() => {
              engine.reveal(path);
            }}
          >
            {t('common.reveal')}
          </Button>
        ) : null}
      </header>
      {deletion === undefined ? null : (
        <DeletedFile
          path={path}
          deletion={deletion}
          onBack={() => {
            deletions.reload();
            reload();
          }}
        />
      )}
      {loaded.state === 'loading' ? <Skeleton label={t('history.loading')} rows={5} /> : null}
      {loaded.state === 'failed' && !isDeleted ? (
        <Failed path={path} error={loaded.error} reload={reload} />
      ) : null}
      {loaded.state === 'ready' && loaded.value.length === 0 && !isDeleted ? <NotYet /> : null}
      {loaded.state === 'ready' && loaded.value.length > 0 ? (
        <VersionList path={path} versions={loaded.value} lit={lit} refresh={refresh} />
      ) : null}
    </>
  );
}

/** The folders that lead to the file, beginning with the synced one; the whole path for files outside of any. */
function Where({ path }: { readonly path: string }): ReactNode {
  const status = useStatus();
  const place = placeOf(status?.pairs ?? [], path);
  if (place === undefined) return <p className="crumbs ellipsis">{path}</p>;
  return (
    <p className="crumbs" title={path}>
      {place.crumbs.map((crumb, index) => (
        <span key={index} className="crumb">
          {index === 0 ? null : <Icon name="right" size={12} />}
          <span className="ellipsis">{crumb}</span>
        </span>
      ))}
    </p>
  );
}

function Sum({ versions }: { readonly versions: readonly Version[] }): ReactNode {
  const { t, formats } = useStrings();
  const total = versions.reduce((sum, version) => sum + version.size, 0);
  return (
    <p className="history-sum">
      {t('history.count', { count: versions.length })}
      <span className="separator" />
      {t('history.total', { size: formats.size(total) })}
    </p>
  );
}

function NotYet(): ReactNode {
  const { t } = useStrings();
  return (
    <Empty icon="versions" title={t('history.emptyTitle')}>
      {t('history.empty')}
    </Empty>
  );
}

/** Three failures are answers in truth: not synced yet, a folder, and not ours to sync. The others can be tried again. */
function Failed({
  path,
  error,
  reload,
}: {
  readonly path: string;
  readonly error: Failure;
  readonly reload: () => void;
}): ReactNode {
  const { t } = useStrings();
  const status = useStatus();
  const { go } = useNavigation();
  const textOf = useFailureText();
  if (error.code === 'NOT_YET_SYNCED') return <NotYet />;
  // a synced folder itself is in no synced folder
  const isPair = status?.pairs.some(({ folder }) => folder === path) === true;
  if (isPair || error.code === 'IS_A_FOLDER')
    return (
      <Empty icon="folder" title={t('history.folderTitle')}>
        {t('history.folder')}
      </Empty>
    );
  if (error.code === 'NOT_IN_A_PAIR')
    return (
      <Empty icon="folder" title={t('history.outsideTitle')}>
        {textOf(error)}
      </Empty>
    );
  return (
    <Empty
      icon={error.code === 'OFFLINE' ? 'offline' : 'alert'}
      tone="problem"
      title={t('history.errorTitle')}
      action={
        <div className="button-row">
          <Button icon="sync" onPress={reload}>
            {t('common.retry')}
          </Button>
          {error.code === 'SIGN_IN_NEEDED' ? (
            <Button
              icon="key"
              tone="accent"
              onPress={() => {
                go({ screen: 'sign-in' });
              }}
            >
              {t('common.signIn')}
            </Button>
          ) : null}
        </div>
      }
    >
      {textOf(error)}
    </Empty>
  );
}
