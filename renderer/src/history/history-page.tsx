import type { ReactNode } from 'react';
import type { HistoryRoute } from '../navigation/route.ts';
import { useStatus } from '../state/use-status.ts';
import { deletionOf } from '../../../shared/deletion-of.ts';
import { useDeletionList } from '../state/use-deletion-list.ts';
import { DeletedFile } from './deleted-file.tsx';
import { FolderChanges } from './folder-changes.tsx';
import { HistoryHead } from './history-head.tsx';
import { HistoryPanes } from './history-panes.tsx';
import { HistoryTabs } from './history-tabs.tsx';
import { NoVersions } from './no-versions.tsx';
import { useHistory } from './use-history.ts';
import { useVersionActions } from './use-version-actions.ts';

/** The heart of it: every version of one file, and the way back to any of them. */
export function HistoryPage({ route }: { readonly route: HistoryRoute }): ReactNode {
  const { path } = route;
  const status = useStatus();
  // a synced folder itself is in no synced folder
  const isPair = status?.pairs.some(({ folder }) => folder === path) === true;
  return (
    <div className="history-page">
      {route.tabs.length > 1 ? <HistoryTabs route={route} /> : null}
      {isPair ? <FolderPage route={route} /> : <FilePage route={route} />}
    </div>
  );
}

function FolderPage({ route }: { readonly route: HistoryRoute }): ReactNode {
  return (
    <>
      <HistoryHead route={route} icon="folder" />
      <FolderChanges route={route} />
    </>
  );
}

function FilePage({ route }: { readonly route: HistoryRoute }): ReactNode {
  const { path } = route;
  const history = useHistory(path);
  const actions = useVersionActions(path, history);
  const deletions = useDeletionList();
  const deletion = deletions.loaded.state === 'ready' ? deletionOf(deletions.loaded.value, path) : undefined;
  const { versions, reading, isEmptySoFar } = history;

  if (reading.state === 'failed' && reading.error.code === 'IS_A_FOLDER') return <FolderPage route={route} />;
  return (
    <>
      <HistoryHead
        route={route}
        icon="file"
        versions={versions}
        isDeleted={deletion !== undefined}
        actions={actions}
        onRefresh={history.refresh}
      />
      {deletion === undefined ? null : (
        <DeletedFile
          path={path}
          deletion={deletion}
          onBack={() => {
            deletions.reload();
            history.refresh();
          }}
        />
      )}
      {versions.length > 0 || (reading.state === 'reading' && isEmptySoFar) ? (
        <HistoryPanes path={path} history={history} actions={actions} isDeleted={deletion !== undefined} />
      ) : (
        <NoVersions path={path} history={history} isDeleted={deletion !== undefined} />
      )}
    </>
  );
}
