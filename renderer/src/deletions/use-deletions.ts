import { useState } from 'react';
import type { Result } from '../../../shared/result.ts';
import type { Deletion } from '../../../shared/views.ts';
import { useBridge } from '../state/bridge-context.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { useDeletionList } from '../state/use-deletion-list.ts';
import { saidNo } from '../state/said-no.ts';
import type { Loaded } from '../state/use-loaded.ts';
import { useStrings } from '../strings/use-strings.ts';
import { useNotices } from '../ui/notices.tsx';
import { inPortions } from './sort-deletions.ts';
import { undoneWords } from '../strings/undone-words.ts';

export type DeletionActions = {
  readonly working: boolean;
  readonly approve: (deletions: readonly Deletion[]) => Promise<void>;
  readonly undo: (deletions: readonly Deletion[]) => Promise<void>;
};

/** What was deleted, kept fresh while it is shown, and what can be done about it. */
export function useDeletions(): DeletionActions & {
  readonly loaded: Loaded<Deletion[]>;
  readonly reload: () => void;
} {
  const bridge = useBridge();
  const { t } = useStrings();
  const { say } = useNotices();
  const textOf = useFailureText();
  const [working, setWorking] = useState(false);
  const { loaded, refresh, reload } = useDeletionList();

  const all = async <T>(
    deletions: readonly Deletion[],
    call: (ids: number[]) => Promise<Result<T>>,
    words: (values: readonly T[]) => string,
  ): Promise<void> => {
    setWorking(true);
    let failure: Extract<Result<T>, { ok: false }> | undefined;
    const values: T[] = [];
    for (const ids of inPortions(deletions.map((deletion) => deletion.id))) {
      const result = await call(ids);
      if (!result.ok) {
        failure = result;
        break;
      }
      values.push(result.value);
    }
    setWorking(false);
    if (failure === undefined) say(words(values));
    else if (!saidNo(failure.error)) say(textOf(failure.error), 'failed');
    refresh();
  };

  return {
    loaded,
    reload,
    working,
    approve: (deletions) =>
      all(deletions, bridge.approveDeletions, () => t('deletions.approved', { count: deletions.length })),
    undo: (deletions) =>
      all(deletions, bridge.undoDeletions, (values) =>
        undoneWords(
          t,
          { beside: values.flatMap(({ beside }) => beside), lost: values.flatMap(({ lost }) => lost) },
          t('deletions.undone', { count: deletions.length }),
        ),
      ),
  };
}
