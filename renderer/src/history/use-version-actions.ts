import { useEffect, useState } from 'react';
import { fetchedPercent } from '../../../shared/fetched-percent.ts';
import type { RestoreStage, Version } from '../../../shared/views.ts';
import type { Translate } from '../../../shared/strings/index.ts';
import type { Failure, Result } from '../../../shared/result.ts';
import { baseName } from '../format/path.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useStrings } from '../strings/use-strings.ts';
import { useNotices } from '../ui/notices.tsx';

/** What can be done with a version. Each says how it ended, and has the list asked for again. */
export function useVersionActions(
  path: string,
  refresh: () => void,
): {
  /** the revision that something is being done with */
  readonly busy: string | undefined;
  /** how far the restore is, in words */
  readonly progress: string | undefined;
  readonly restore: (version: Version) => Promise<void>;
  readonly stopRestore: () => void;
  readonly saveAs: (version: Version) => Promise<void>;
  readonly keep: (version: Version, keep: boolean) => Promise<void>;
} {
  const bridge = useBridge();
  const { t, formats } = useStrings();
  const { say } = useNotices();
  const textOf = useFailureText();
  const [busy, setBusy] = useState<string>();
  const [progress, setProgress] = useState<string>();

  useEffect(
    () =>
      bridge.on('history:restoring', ({ path: of, stage }) => {
        if (of === path) setProgress(wordsOf(stage, t));
      }),
    [bridge, path, t],
  );

  const failed = (error: Failure): void => {
    // closing the system's dialog is a choice, not a failure
    if (error.code !== 'CANCELLED') say(textOf(error), 'failed');
  };

  const during = async <T>(version: Version, call: () => Promise<Result<T>>): Promise<Result<T>> => {
    setBusy(version.revisionId);
    const result = await call();
    setBusy(undefined);
    if (!result.ok) failed(result.error);
    return result;
  };

  return {
    busy,
    progress,
    stopRestore: () => void bridge.stopRestore(path),
    restore: async (version) => {
      setProgress(wordsOf({ kind: 'fetching', bytes: 0, size: version.size }, t));
      const result = await during(version, () => bridge.restore(path, version.revisionId));
      if (result.ok)
        say(t('history.restored', { name: baseName(path), when: formats.exact(version.createdAt) }));
      refresh();
    },
    saveAs: async (version) => {
      const result = await during(version, () => bridge.saveAs(path, version.revisionId));
      if (result.ok && result.value !== undefined) say(t('history.savedTo', { path: result.value }));
    },
    keep: async (version, keep) => {
      const result = await during(version, () => bridge.keepForever(path, version.revisionId, keep));
      if (result.ok) say(t(keep ? 'history.keptOn' : 'history.keptOff', { number: version.revisionVersion }));
      refresh();
    },
  };
}

const wordsOf = (stage: RestoreStage, t: Translate): string =>
  stage.kind === 'keeping' ? t('history.keeping') : t('history.fetching', { percent: fetchedPercent(stage) });
