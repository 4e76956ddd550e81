/** In place of a list that is not there: no version yet, not here, or not now. */
import { useEffect, type ReactNode } from 'react';
import type { Failure } from '../../../shared/result.ts';
import { baseName, parentOf } from '../format/path.ts';
import { placeOf } from '../format/place.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { useStatus } from '../state/use-status.ts';
import { AddFolderButton } from '../status/add-folder-dialog.tsx';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import type { History } from './use-history.ts';

export function NoVersions({
  path,
  history,
  isDeleted,
}: {
  readonly path: string;
  readonly history: History;
  readonly isDeleted: boolean;
}): ReactNode {
  const { reading, refresh } = history;
  if (reading.state === 'failed') return <Failed path={path} error={reading.error} reload={refresh} />;
  return isDeleted ? null : <NotYet />;
}

function NotYet(): ReactNode {
  const { t } = useStrings();
  return (
    <Empty icon="versions" title={t('history.emptyTitle')}>
      {t('history.empty')}
    </Empty>
  );
}

/** Two failures are answers in truth: not synced yet, and not ours to sync. The others can be tried again. */
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
  const { go } = useNavigation();
  const textOf = useFailureText();
  if (error.code === 'NOT_YET_SYNCED') return <NotYet />;
  if (error.code === 'NOT_IN_A_PAIR') return <Outside path={path} reload={reload} />;
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

/** The way out is to sync its folder; once it is, the list is asked for again. */
function Outside({ path, reload }: { readonly path: string; readonly reload: () => void }): ReactNode {
  const { t } = useStrings();
  const status = useStatus();
  const isInside = placeOf(status?.pairs ?? [], path) !== undefined;
  useEffect(() => {
    if (isInside) reload();
  }, [isInside, reload]);
  return (
    <Empty icon="folder" title={t('history.outsideTitle')} action={<AddFolderButton size="normal" />}>
      {t('history.outsideOffer', { name: baseName(parentOf(path)) })}
    </Empty>
  );
}
