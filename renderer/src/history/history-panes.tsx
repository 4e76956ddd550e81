/**
 * The timeline at the left and the chosen version at the right, or one above the other where there is no room. It is there
 * before the first versions are, so that their rows are all that is still to be drawn when they come.
 */
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useContext,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import type { ListedVersion } from '../../../shared/views.ts';
import { baseName } from '../format/path.ts';
import { useAccount } from '../state/use-account.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useStable } from '../state/use-stable.ts';
import { NowContext } from '../state/now.ts';
import { useEngineActions } from '../status/use-engine-actions.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Empty } from '../ui/empty.tsx';
import { useNotices } from '../ui/notices.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { isFiltering, noFilter, shownBy } from './search-versions.ts';
import { TimelineBody } from './timeline-body.tsx';
import type { TimelineHandle } from './timeline-list.tsx';
import { TimelineNote } from './timeline-note.tsx';
import { TimelineTools } from './timeline-tools.tsx';
import { timelineRows, type Row } from './timeline.ts';
import type { History } from './use-history.ts';
import { usePresent } from './use-present.ts';
import { useSelection } from './use-selection.ts';
import type { VersionActions } from './use-version-actions.ts';
import { asksForMenu, commandOf, commandsFor, type CommandId } from './version-commands.ts';
import { VersionMenu } from './version-menu.tsx';
import { VersionPane, type PaneHandle } from './version-pane.tsx';

type Menu = { readonly version: ListedVersion; readonly at: DOMRect };

export function HistoryPanes({
  path,
  history,
  actions,
  isDeleted,
}: {
  readonly path: string;
  readonly history: History;
  readonly actions: VersionActions;
  readonly isDeleted: boolean;
}): ReactNode {
  const { t, formats } = useStrings();
  const { platform } = useBridge();
  const { account } = useAccount();
  const { reveal } = useEngineActions();
  const now = useContext(NowContext);
  const { versions, lit, reading } = history;
  const present = usePresent(path);
  const selection = useSelection(versions, present !== undefined);
  const { chosen, version } = selection;
  const [filter, setFilter] = useState(noFilter);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [menu, setMenu] = useState<Menu>();
  const [shownMenu, setShownMenu] = useState<Menu>();
  const [labelling, setLabelling] = useState<string>();
  const [doomed, setDoomed] = useState<ListedVersion>();
  const [isAsking, setAsking] = useState(false);
  const list = useRef<TimelineHandle>(null);
  const pane = useRef<PaneHandle>(null);

  const wanted = useDeferredValue(filter);
  const shown = useMemo(
    () => shownBy(versions, wanted, now, { ownId: account?.userId, you: t('history.you') }),
    [versions, wanted, now, account?.userId, t],
  );
  const rows = useMemo(
    () =>
      timelineRows(versions, {
        shown,
        folded,
        hasPresent: present !== undefined && shown === undefined,
      }),
    [versions, shown, folded, present === undefined],
  );
  const drawn = useMemo(
    () => (shown === undefined ? versions : versions.filter(({ revisionId }) => shown.has(revisionId))),
    [versions, shown],
  );
  useAnnounced(versions, lit);
  // the rows are looked at first, and the pane takes longer to draw than they do: it comes in a later frame
  const isPaneDue = useDeferredValue(chosen !== undefined, false);

  const focusList = useCallback(() => {
    list.current?.focus();
  }, []);
  const hasRows = rows.length > 0;
  // who has just come here goes on with the arrows; a focus that was put somewhere since stays there
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === document.body || activeElement?.tagName === 'H1') list.current?.focus();
  }, [hasRows]);
  const fold = useCallback((key: string) => {
    setFolded((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  const openMenu = useCallback((of: ListedVersion, at: DOMRect) => {
    setShownMenu({ version: of, at });
    setMenu({ version: of, at });
  }, []);

  const run = (id: CommandId, of: ListedVersion): void => {
    const commands: Record<CommandId, () => void> = {
      restore: () => {
        actions.restore(of);
      },
      restoreCopy: () => {
        actions.restoreCopy(of);
      },
      open: () => {
        actions.open(of);
      },
      saveAs: () => {
        actions.saveAs(of);
      },
      keep: () => {
        actions.keep(of, true);
      },
      release: () => {
        actions.keep(of, false);
      },
      label: () => {
        selection.activate({
          kind: 'version',
          key: of.revisionId,
          version: of,
          change: 0,
          withSeconds: false,
        });
        setLabelling(of.revisionId);
      },
      compareWith: () => {
        selection.compareWith(of);
      },
      copyLink: actions.copyLink,
      reveal: () => {
        reveal(path);
      },
      deleteVersion: () => {
        setDoomed(of);
        setAsking(true);
      },
    };
    commands[id]();
  };
  const around = {
    chosen: chosen?.kind === 'version' ? chosen.revisionId : undefined,
    isDeleted,
  };

  const onKey = (event: KeyboardEvent, row: Row | undefined): void => {
    if (event.key === 'Escape' && selection.isPicking) {
      event.preventDefault();
      selection.setPicking(false);
      return;
    }
    if (row?.kind === 'version' && asksForMenu(event)) {
      event.preventDefault();
      const drawnRow = document.querySelector(`[data-testid="version-row"][data-active="true"]`);
      openMenu(row.version, drawnRow?.getBoundingClientRect() ?? new DOMRect());
      return;
    }
    const command =
      row?.kind === 'version'
        ? commandOf(event, commandsFor(row.version, around), platform === 'darwin')
        : undefined;
    if (command !== undefined && row?.kind === 'version') run(command, row.version);
    else if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) choose(row);
    else return;
    event.preventDefault();
  };
  /** Enter: the second version where one is looked for, else into the pane. */
  const choose = (row: Row): void => {
    if (selection.isPicking && row.kind === 'version') selection.compareWith(row.version);
    else pane.current?.focus();
  };
  const activate = (row: Row): void => {
    selection.activate(row);
    if (labelling !== undefined && labelling !== row.key) setLabelling(undefined);
  };

  const onActive = useStable(activate);
  const onRestore = useStable(actions.restore);
  const onStop = useStable(actions.stopRestore);
  const number = shownMenu?.version.revisionVersion ?? 0;
  return (
    <div
      className="history-panes"
      onKeyDown={(event) => {
        const isUndo = (platform === 'darwin' ? event.metaKey : event.ctrlKey) && event.key === 'z';
        if (!isUndo || event.target instanceof HTMLInputElement) return;
        event.preventDefault();
        actions.undo();
      }}
    >
      <section className="timeline" aria-label={t('history.timeline')}>
        <TimelineTools filter={filter} onFilter={setFilter} onDown={focusList} />
        {history.isEmptySoFar ? null : (
          <TimelineNote
            history={history}
            found={shown?.size}
            isDeleted={isDeleted}
            isPicking={selection.isPicking}
            onStopPicking={() => {
              selection.setPicking(false);
            }}
          />
        )}
        {history.isEmptySoFar ? (
          <Skeleton label={t('history.loading')} rows={6} />
        ) : !hasRows ? (
          <Empty
            icon="search"
            action={
              <Button
                onPress={() => {
                  setFilter(noFilter);
                }}
              >
                {t('history.showAll')}
              </Button>
            }
          >
            {t('history.foundNone')}
          </Empty>
        ) : (
          <TimelineBody
            path={path}
            drawn={drawn}
            isLoading={reading.state === 'reading' && !isFiltering(filter)}
            list={list}
            onDetails={history.tell}
            label={t('history.of', { name: baseName(path) })}
            rows={rows}
            present={present}
            active={selection.active}
            chosen={chosen?.kind === 'present' ? 'present' : chosen?.revisionId}
            second={selection.against.kind === 'version' ? selection.against.revisionId : undefined}
            lit={lit}
            restoring={actions.restoring}
            canRestore={!isDeleted}
            onActive={onActive}
            onPicked={selection.isPicking ? selection.compareWith : undefined}
            onCompare={selection.compareWith}
            onFold={fold}
            onRestore={onRestore}
            onStop={onStop}
            onMenu={openMenu}
            onKey={onKey}
          />
        )}
      </section>
      {chosen === undefined || !isPaneDue ? (
        <div className="pane" aria-hidden="true" />
      ) : (
        <VersionPane
          ref={pane}
          path={path}
          chosen={chosen}
          version={version}
          versions={versions}
          against={selection.against}
          isDeleted={isDeleted}
          asOf={`${String(versions[0]?.revisionId)} ${String(present?.kind)}`}
          actions={actions}
          isPicking={selection.isPicking}
          isLabelling={labelling !== undefined && labelling === version?.revisionId}
          onLabelled={() => {
            setLabelling(undefined);
            focusList();
          }}
          onCommand={run}
          onMenu={openMenu}
          onAgainst={selection.setAgainst}
          onPick={() => {
            selection.setPicking(true);
            focusList();
          }}
          tab={selection.tab}
          onTab={selection.setTab}
          onLeave={focusList}
        />
      )}
      <VersionMenu
        label={t('history.actions', { number })}
        commands={shownMenu === undefined ? [] : commandsFor(shownMenu.version, around)}
        at={menu?.at}
        onCommand={(id) => {
          if (shownMenu !== undefined) run(id, shownMenu.version);
        }}
        onClose={() => {
          setMenu(undefined);
        }}
      />
      <Confirm
        isOpen={isAsking}
        danger
        onClose={() => {
          setAsking(false);
          focusList();
        }}
        title={t('history.deleteTitle', {
          number: doomed?.revisionVersion ?? 0,
          when: doomed?.createdAt === undefined ? '' : formats.exact(doomed.createdAt),
        })}
        body={t('history.deleteBody')}
        confirm={t('history.deleteConfirm')}
        onConfirm={async () => {
          if (doomed !== undefined) await actions.remove(doomed);
        }}
      />
    </div>
  );
}

/** A version that arrives is read out, once. */
function useAnnounced(versions: readonly ListedVersion[], lit: ReadonlySet<string>): void {
  const { t } = useStrings();
  const { announce } = useNotices();
  useEffect(() => {
    const arrived = versions.find((version) => lit.has(version.revisionId));
    if (arrived !== undefined) announce(t('history.newArrived', { number: arrived.revisionVersion ?? 0 }));
    // said once per arrival, not again when the language or the list changes
  }, [lit]);
}
