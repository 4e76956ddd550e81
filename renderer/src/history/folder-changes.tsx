/** What changed in a folder and below, newest first; each row leads to its file's history. */
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components';
import type { StringKey } from '../../../shared/strings/index.ts';
import type { Failure } from '../../../shared/result.ts';
import type { FolderChange } from '../../../shared/views.ts';
import { baseName, isInside, parentOf, relativeTo } from '../format/path.ts';
import { dayKey } from '../format/time.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { historyWithin, type HistoryRoute } from '../navigation/route.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { changesByDay } from './changes-by-day.ts';

/** What one answer holds at most; older ones are asked for. */
const atOnce = 100;

const kindWords = {
  'new-file': 'history.changeNew',
  revision: 'history.changeRevision',
  deleted: 'history.changeDeleted',
} as const satisfies Record<FolderChange['kind'], StringKey>;

const kindIcons = {
  'new-file': 'file-new',
  revision: 'versions',
  deleted: 'archive',
} as const satisfies Record<FolderChange['kind'], IconName>;

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly changes: readonly FolderChange[]; readonly hasOlder: boolean }
  | { readonly kind: 'failed'; readonly error: Failure };

function useFolderChanges(folder: string): {
  readonly state: State;
  readonly reload: () => void;
  readonly older: () => void;
} {
  const bridge = useBridge();
  const [state, setState] = useState<State>({ kind: 'loading' });
  const reload = useCallback(() => {
    void bridge.folderChanges({ folder, limit: atOnce }).then((result) => {
      setState(
        result.ok
          ? { kind: 'ready', changes: result.value, hasOlder: result.value.length >= atOnce }
          : { kind: 'failed', error: result.error },
      );
    });
  }, [bridge, folder]);
  useEffect(() => {
    reload();
    return bridge.on('history:changed', (path) => {
      if (isInside(folder, path)) reload();
    });
  }, [bridge, folder, reload]);

  const older = async (changes: readonly FolderChange[]): Promise<void> => {
    const before = changes.at(-1)?.at;
    const result = await bridge.folderChanges({ folder, before, limit: atOnce });
    if (!result.ok) return;
    const all = [...changes, ...result.value];
    setState({ kind: 'ready', changes: all, hasOlder: result.value.length >= atOnce });
  };
  return {
    state,
    reload,
    older: () => {
      if (state.kind === 'ready') void older(state.changes);
    },
  };
}

export function FolderChanges({ route }: { readonly route: HistoryRoute }): ReactNode {
  const { t, formats } = useStrings();
  const { go } = useNavigation();
  const textOf = useFailureText();
  const { state, reload, older } = useFolderChanges(route.path);

  if (state.kind === 'loading') return <Skeleton label={t('common.loading')} rows={6} />;
  if (state.kind === 'failed')
    return (
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
        {textOf(state.error)}
      </Empty>
    );
  if (state.changes.length === 0)
    return (
      <Empty icon="folder" title={t('history.folderTitle')}>
        {t('history.folderEmpty')}
      </Empty>
    );
  const paths = new Map(state.changes.map((change, index) => [String(index), change.path]));
  return (
    <section className="card folder-changes">
      <ListBox
        className="folder-list"
        aria-label={t('history.folderTitle')}
        selectionMode="none"
        shouldFocusOnHover={false}
        onAction={(key) => {
          const path = paths.get(String(key));
          if (path !== undefined) go(historyWithin(path, route));
        }}
      >
        {changesByDay(state.changes).map(({ at, changes }) => (
          <ListBoxSection key={dayKey(at)} className="folder-day">
            <Header className="folder-day-head">{formats.day(at)}</Header>
            {changes.map(({ change, index }) => (
              <ListBoxItem
                key={index}
                id={String(index)}
                textValue={baseName(change.path)}
                className="folder-change"
                data-testid="change-row"
              >
                <Icon name={kindIcons[change.kind]} />
                <span className="folder-change-words">
                  <span className="folder-change-name ellipsis">
                    <bdi>{baseName(change.path)}</bdi>
                  </span>
                  <span className="folder-change-place ellipsis">
                    <span>{t(kindWords[change.kind])}</span>
                    {parentOf(relativeTo(route.path, change.path)) === '' ? null : (
                      <>
                        <span className="separator" />
                        <bdi>{parentOf(relativeTo(route.path, change.path))}</bdi>
                      </>
                    )}
                  </span>
                </span>
                <span className="folder-change-facts">
                  <time dateTime={new Date(change.at).toISOString()}>{formats.clock(change.at)}</time>
                  {change.size === undefined ? null : <span>{formats.sizeInList(change.size)}</span>}
                </span>
              </ListBoxItem>
            ))}
          </ListBoxSection>
        ))}
      </ListBox>
      {state.hasOlder ? (
        <div className="folder-older">
          <Button tone="quiet" onPress={older}>
            {t('history.folderOlder')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
