import type { ReactNode } from 'react';
import { deletionReasonWords, deletionStateWords } from '../../../shared/strings/index.ts';
import type { Deletion } from '../../../shared/views.ts';
import { baseName, parentOf } from '../format/path.ts';
import { placeOf } from '../format/place.ts';
import { useStatus } from '../state/use-status.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Facts } from '../ui/facts.tsx';
import { Icon } from '../ui/icon.tsx';

export function DeletionRow({
  deletion,
  working,
  onUndo,
  onApprove,
}: {
  readonly deletion: Deletion;
  readonly working: boolean;
  readonly onUndo: () => void;
  readonly onApprove: () => void;
}): ReactNode {
  const { t, formats } = useStrings();
  const status = useStatus();
  const name = baseName(deletion.path);
  const { lost } = deletion;
  const where = placeOf(status?.pairs ?? [], deletion.path)?.crumbs.join('/') ?? parentOf(deletion.path);
  return (
    <div className="deletion" data-testid="deletion-row" data-state={deletion.state}>
      <span className="file-icon">
        <Icon name={deletion.kind === 'folder' ? 'folder' : 'file'} />
      </span>
      <div className="deletion-words">
        <p className="deletion-name">
          <strong title={deletion.path}>{name}</strong>
          <span className="muted ellipsis">{where}</span>
        </p>
        <Facts className="deletion-facts">
          {deletion.reason === undefined || deletion.state !== 'held'
            ? t(deletionStateWords[deletion.state])
            : t(deletionReasonWords[deletion.reason])}
          {deletion.kind === 'folder' ? t('deletions.folderOf', { count: deletion.files }) : null}
          <time
            dateTime={new Date(deletion.noticedAt).toISOString()}
            title={formats.precise(deletion.noticedAt)}
          >
            {formats.relative(deletion.noticedAt)}
          </time>
        </Facts>
        {lost === undefined ? null : (
          <>
            <p className="deletion-facts">
              {t('deletions.lostSince', {
                sent: formats.exact(lost.sentAt),
                found: formats.exact(lost.foundAt),
              })}
            </p>
            <p className="deletion-facts">
              {lost.same === undefined
                ? t('deletions.noCopy')
                : t('deletions.sameContent', { path: lost.same })}
            </p>
          </>
        )}
      </div>
      <div className="deletion-actions">
        {lost === undefined ? (
          <Button
            size="small"
            icon="restore"
            isDisabled={working}
            label={t('deletions.undoItem', { name })}
            onPress={onUndo}
          >
            {t('deletions.undo')}
          </Button>
        ) : null}
        {deletion.state === 'held' ? (
          <Button
            size="small"
            isDisabled={working}
            label={t('deletions.approveItem', { name })}
            onPress={onApprove}
          >
            {t('deletions.approve')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
