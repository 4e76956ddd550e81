/** What can be done with a version. Each says how it ended; what changes the list has it asked for again. */
import { useEffect, useRef, useState } from 'react';
import { fetchedPercent } from '../../../shared/fetched-percent.ts';
import type { ListedVersion } from '../../../shared/views.ts';
import { restoreStageText } from '../../../shared/strings/index.ts';
import type { Failure, Result } from '../../../shared/result.ts';
import { baseName } from '../format/path.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useEngineActions } from '../status/use-engine-actions.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { useNotices } from '../ui/notices.tsx';
import type { History } from './use-history.ts';

/** A text made of parts that were chosen, for the file that has the content with this SHA-256. */
export type TakenText = { readonly text: string; readonly encoding: string; readonly sha256: string };

export type Restoring = {
  /** the version that the file is to become; undefined: chosen parts */
  readonly revisionId: string | undefined;
  readonly words: string;
  readonly percent: number | undefined;
};

export type VersionActions = {
  /** the restore that is under way */
  readonly restoring: Restoring | undefined;
  /** versions that something else is being done with */
  readonly busy: ReadonlySet<string>;
  readonly restore: (version: ListedVersion) => void;
  readonly stopRestore: () => void;
  /** undoes the last restore; nothing where there is none */
  readonly undo: () => void;
  readonly takeText: (taken: TakenText) => void;
  readonly restoreCopy: (version: ListedVersion) => void;
  readonly open: (version: ListedVersion) => void;
  readonly saveAs: (version: ListedVersion) => void;
  readonly keep: (version: ListedVersion, keep: boolean) => void;
  readonly label: (version: ListedVersion, label: string) => void;
  readonly remove: (version: ListedVersion) => Promise<void>;
  readonly exportAll: () => void;
  readonly copyLink: () => void;
};

type Undo = { readonly undo?: string | undefined };

/** The calls, with their failures said. Closing the system's dialog is a choice, not a failure. */
function useCalls(): {
  readonly busy: ReadonlySet<string>;
  readonly during: <T>(key: string, call: () => Promise<Result<T>>) => Promise<Result<T>>;
} {
  const { say } = useNotices();
  const textOf = useFailureText();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const failed = (error: Failure): void => {
    if (error.code !== 'CANCELLED') say(textOf(error), 'failed');
  };
  return {
    busy,
    during: async (key, call) => {
      setBusy((before) => new Set([...before, key]));
      const result = await call();
      setBusy((before) => new Set([...before].filter((each) => each !== key)));
      if (!result.ok) failed(result.error);
      return result;
    },
  };
}

type Calls = ReturnType<typeof useCalls>;

/** Restoring: at once, told while it lasts, and undone by restoring what was there. */
function useRestores(path: string, history: History, { during }: Calls) {
  const bridge = useBridge();
  const { t, formats } = useStrings();
  const { say } = useNotices();
  const { reveal } = useEngineActions();
  const [restoring, setRestoring] = useState<Restoring>();
  const last = useRef<string>(undefined);
  const name = baseName(path);

  useEffect(
    () =>
      bridge.on('history:restoring', ({ path: of, stage }) => {
        if (of !== path) return;
        const percent = stage.kind === 'fetching' ? fetchedPercent(stage) : undefined;
        setRestoring((before) =>
          before === undefined ? undefined : { ...before, words: restoreStageText(stage, t), percent },
        );
      }),
    [bridge, path, t],
  );

  const run = async (
    revisionId: string | undefined,
    call: () => Promise<Result<Undo>>,
    done: (undo: boolean) => string,
  ): Promise<void> => {
    const words = t('history.fetching', { percent: 0 });
    setRestoring({ revisionId, words, percent: undefined });
    const result = await during(revisionId ?? path, call);
    setRestoring(undefined);
    if (result.ok) {
      last.current = result.value.undo;
      const back = { text: t('history.undo'), onPress: undo };
      say(done(result.value.undo !== undefined), 'done', [
        ...(result.value.undo === undefined ? [] : [back]),
        {
          text: t('common.reveal'),
          onPress: () => {
            reveal(path);
          },
        },
      ]);
    }
    history.refresh();
  };

  const undo = (): void => {
    const revisionId = last.current;
    if (revisionId === undefined) return;
    last.current = undefined;
    void run(
      revisionId,
      () => bridge.restore(path, revisionId),
      () => t('history.undone', { name }),
    );
  };

  return {
    restoring,
    undo,
    stopRestore: () => void bridge.stopRestore(path),
    restore: (version: ListedVersion) => {
      if (restoring !== undefined) return;
      const when = formats.exact(version.createdAt ?? 0);
      void run(
        version.revisionId,
        () => bridge.restore(path, version.revisionId),
        (hadFile) => t(hadFile ? 'history.restored' : 'history.restoredNew', { name, when }),
      );
    },
    takeText: ({ text, encoding, sha256 }: TakenText) => {
      if (restoring !== undefined) return;
      void run(
        undefined,
        () => bridge.restoreText(path, { text, encoding, sha256 }),
        () => t('history.partTaken', { name }),
      );
    },
  };
}

export function useVersionActions(path: string, history: History): VersionActions {
  const bridge = useBridge();
  const { t } = useStrings();
  const { say } = useNotices();
  const { reveal } = useEngineActions();
  const calls = useCalls();
  const { during, busy } = calls;
  const restores = useRestores(path, history, calls);

  const copy = async (version: ListedVersion): Promise<void> => {
    const result = await during(version.revisionId, () => bridge.restoreCopy(path, version.revisionId));
    if (!result.ok) return;
    const made = result.value;
    const show = {
      text: t('common.reveal'),
      onPress: () => {
        reveal(made);
      },
    };
    say(t('history.copied', { name: baseName(made) }), 'done', [show]);
  };

  const saveAs = async (version: ListedVersion): Promise<void> => {
    const result = await during(version.revisionId, () => bridge.saveAs(path, version.revisionId));
    if (result.ok && result.value !== undefined) say(t('history.savedTo', { path: result.value }));
  };

  const keep = async (version: ListedVersion, wanted: boolean): Promise<void> => {
    const { revisionId, revisionVersion } = version;
    const result = await during(revisionId, () => bridge.keepForever(path, revisionId, wanted));
    if (!result.ok) return;
    history.tell([{ revisionId, keepForever: wanted }]);
    say(t(wanted ? 'history.keptOn' : 'history.keptOff', { number: revisionVersion ?? 0 }));
  };

  const label = async ({ revisionId }: ListedVersion, text: string): Promise<void> => {
    const result = await during(revisionId, () => bridge.labelVersion(path, revisionId, text));
    if (result.ok) history.tell([{ revisionId, label: text }]);
  };

  const exportAll = async (): Promise<void> => {
    const result = await during(path, () => bridge.exportVersions(path));
    if (result.ok && result.value !== undefined) say(t('history.exportedTo', { path: result.value }));
  };

  const copyLink = async (): Promise<void> => {
    const result = await during(path, () => bridge.copyVersionsLink(path));
    if (result.ok) say(t('history.linkCopied'));
  };

  return {
    ...restores,
    busy,
    restoreCopy: (version) => void copy(version),
    open: (version) => void during(version.revisionId, () => bridge.openVersion(path, version.revisionId)),
    saveAs: (version) => void saveAs(version),
    keep: (version, wanted) => void keep(version, wanted),
    label: (version, text) => void label(version, text),
    remove: async ({ revisionId, revisionVersion }) => {
      const result = await during(revisionId, () => bridge.deleteVersion(path, revisionId));
      if (!result.ok) return;
      history.forget(revisionId);
      say(t('history.deleted', { number: revisionVersion ?? 0 }));
    },
    exportAll: () => void exportAll(),
    copyLink: () => void copyLink(),
  };
}
