/** What the chosen contents look like, from the moment they are asked for. */
import { useState, type ReactNode, type Ref } from 'react';
import type { ListedVersion } from '../../../shared/views.ts';
import { baseName } from '../format/path.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import type { Needed } from './against.ts';
import { PreviewFrame, type PreviewHandle } from './preview-frame.tsx';
import type { TakenText } from './use-version-actions.ts';
import { useHeldContents, type Wanted } from './use-held-contents.ts';

/** From here on the user is asked before anything is fetched. */
const askFrom = 200 * 1024 * 1024;

export function PreviewArea({
  path,
  mode,
  needed,
  versions,
  asOf,
  onTake,
  onLeave,
  frame,
}: {
  readonly path: string;
  readonly mode: 'preview' | 'changes';
  readonly needed: Needed;
  readonly versions: readonly ListedVersion[];
  /** changes with the file on disk */
  readonly asOf: string;
  readonly onTake: (taken: TakenText) => void;
  /** Escape was pressed in the preview */
  readonly onLeave: () => void;
  readonly frame: Ref<PreviewHandle>;
}): ReactNode {
  const { t, formats } = useStrings();
  const [confirmed, setConfirmed] = useState<string>();
  const wanted = needed.state === 'contents' ? needed.wanted : [];
  const key = wanted.map(({ revisionId }) => revisionId).join();
  const size = Math.max(0, ...wanted.map((each) => sizeOf(each, versions)));
  const isAsked = size >= askFrom && confirmed !== key;

  if (needed.state === 'nothing-before') return <Empty icon="compare">{t('history.nothingBefore')}</Empty>;
  if (needed.state === 'same') return <Empty icon="compare">{t('history.sameVersion')}</Empty>;
  if (isAsked)
    return (
      <Empty
        icon="cloud"
        action={
          <Button
            icon="save"
            onPress={() => {
              setConfirmed(key);
            }}
          >
            {t('history.fetchNow')}
          </Button>
        }
      >
        {t('history.fetchLarge', { size: formats.size(size) })}
      </Empty>
    );
  return (
    <HeldPreview
      path={path}
      mode={mode}
      wanted={wanted}
      versions={versions}
      asOf={asOf}
      onTake={onTake}
      onLeave={onLeave}
      frame={frame}
    />
  );
}

function HeldPreview({
  path,
  mode,
  wanted,
  versions,
  asOf,
  onTake,
  onLeave,
  frame,
}: {
  readonly path: string;
  readonly mode: 'preview' | 'changes';
  readonly wanted: readonly Wanted[];
  readonly versions: readonly ListedVersion[];
  readonly asOf: string;
  readonly onTake: (taken: TakenText) => void;
  /** Escape was pressed in the preview */
  readonly onLeave: () => void;
  readonly frame: Ref<PreviewHandle>;
}): ReactNode {
  const { t } = useStrings();
  const textOf = useFailureText();
  const held = useHeldContents(path, wanted, asOf);

  if (held.state === 'failed')
    return (
      <Empty icon="alert" tone="problem" title={t('history.cannotShow')}>
        {textOf(held.error)}
      </Empty>
    );
  if (held.state !== 'ready')
    return (
      <div className="preview-wait" role="status">
        {held.state === 'fetching' ? (
          <>
            <span>
              {t(held.waits ? 'history.fetchingAgain' : 'history.fetching', { percent: held.percent ?? 0 })}
            </span>
            <span className="bar" aria-hidden="true">
              <span className="bar-fill" style={{ width: `${String(held.percent ?? 3)}%` }} />
            </span>
          </>
        ) : null}
      </div>
    );
  const titleOf = ({ revisionId }: Wanted | undefined = { revisionId: undefined }): string => {
    const number = versions.find((version) => version.revisionId === revisionId)?.revisionVersion;
    return number === undefined ? t('history.againstDisk') : t('history.version', { number });
  };
  const contents = held.contents.map((content, index) => ({
    ...content,
    name: baseName(path),
    title: titleOf(wanted[index]),
  }));
  // parts can be taken into the file as it is, from an older version
  const canTake = wanted.length === 2 && wanted[1]?.revisionId === undefined;
  return (
    <PreviewFrame
      contents={contents}
      mode={mode}
      onTake={canTake ? onTake : undefined}
      onLeave={onLeave}
      ref={frame}
    />
  );
}

const sizeOf = ({ revisionId }: Wanted, versions: readonly ListedVersion[]): number =>
  versions.find((version) => version.revisionId === revisionId)?.size ?? 0;
