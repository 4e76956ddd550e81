import type { ReactNode } from 'react';
import type { PairStatus } from '../../../shared/views.ts';
import { baseName } from '../format/path.ts';
import { saidNo } from '../state/said-no.ts';
import { useAccount } from '../state/use-account.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStatus } from '../state/use-status.ts';
import { AddFolderButton } from '../status/add-folder-dialog.tsx';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useNotices } from '../ui/notices.tsx';

/** The synced folders, and how to stop syncing one without losing anything. */
export function FolderSettings(): ReactNode {
  const { t } = useStrings();
  const bridge = useBridge();
  const { say } = useNotices();
  const textOf = useFailureText();
  const status = useStatus();
  const { account } = useAccount();
  const pairs = status?.pairs ?? [];

  // the main process asks first
  const remove = async ({ id, folder }: PairStatus): Promise<void> => {
    const result = await bridge.removePair(id);
    if (result.ok) say(t('settings.removed', { name: baseName(folder) }));
    else if (!saidNo(result.error)) say(textOf(result.error), 'failed');
  };

  return (
    <section className="section" aria-labelledby="folders-heading">
      <div className="section-head">
        <h2 id="folders-heading">{t('settings.folders')}</h2>
        {account?.signedIn === true ? <AddFolderButton /> : null}
      </div>
      <div className="card settings">
        {pairs.length === 0 ? <p className="card-note">{t('settings.noFolders')}</p> : null}
        {pairs.map((pair) => (
          <div className="setting folder-setting" key={pair.id}>
            <span className="pair-icon">
              <Icon name="folder" size={20} />
            </span>
            <div className="pair-words">
              <p className="setting-name">{baseName(pair.folder)}</p>
              <p className="pair-places">
                <span className="ellipsis">{pair.folder}</span>
                <span className="pair-remote">
                  <Icon name="cloud" size={14} />
                  <span className="ellipsis">{pair.remote}</span>
                </span>
              </p>
            </div>
            <Button
              size="small"
              label={t('settings.removeFolder', { name: baseName(pair.folder) })}
              onPress={() => void remove(pair)}
            >
              {t('settings.remove')}
            </Button>
          </div>
        ))}
      </div>
    </section>
  );
}
