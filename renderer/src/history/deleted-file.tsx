import { useState, type ReactNode } from 'react';
import { deletionReasonWords, deletionStateWords } from '../../../shared/strings/index.ts';
import type { Deletion } from '../../../shared/views.ts';
import { baseName } from '../format/path.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { saidNo } from '../state/said-no.ts';
import { undoneWords } from '../strings/undone-words.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useNotices } from '../ui/notices.tsx';

/** Of a file that was deleted here: when, what becomes of it on KooDrive, and the way back. */
export function DeletedFile({
  path,
  deletion,
  onBack,
}: {
  readonly path: string;
  readonly deletion: Deletion;
  readonly onBack: () => void;
}): ReactNode {
  const { t, formats } = useStrings();
  const bridge = useBridge();
  const { say } = useNotices();
  const textOf = useFailureText();
  const [working, setWorking] = useState(false);
  const name = baseName(deletion.path);

  const bringBack = async (): Promise<void> => {
    setWorking(true);
    const result = await bridge.undoDeletions([deletion.id]);
    setWorking(false);
    if (result.ok) say(undoneWords(t, result.value, t('history.broughtBack', { name })));
    else if (!saidNo(result.error)) say(textOf(result.error), 'failed');
    onBack();
  };

  const state =
    deletion.reason === undefined || deletion.state !== 'held'
      ? deletionStateWords[deletion.state]
      : deletionReasonWords[deletion.reason];
  const hint = deletion.path === path ? t('history.deletedFile') : t('history.deletedFolder', { name });

  return (
    <section className="banner" aria-label={t('history.deletedTitle')}>
      <Icon name="archive" size={20} />
      <div className="banner-words">
        <p className="banner-title" title={formats.precise(deletion.noticedAt)}>
          {t('history.deletedWhen', { when: formats.relative(deletion.noticedAt) })}
        </p>
        <p className="banner-text">{t('history.deletedState', { state: t(state), hint })}</p>
      </div>
      {deletion.state === 'lost' ? null : (
        <Button icon="restore" tone="accent" isPending={working} onPress={() => void bringBack()}>
          {t('history.bringBack')}
        </Button>
      )}
    </section>
  );
}
