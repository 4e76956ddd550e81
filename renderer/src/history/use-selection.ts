/** Which row the keys are on, what the pane shows, and with what it is compared. */
import { useEffect, useState } from 'react';
import type { ListedVersion } from '../../../shared/views.ts';
import type { Against, Chosen } from './against.ts';
import type { Row } from './timeline.ts';

export type Selection = {
  readonly active: string | undefined;
  readonly chosen: Chosen | undefined;
  readonly version: ListedVersion | undefined;
  readonly against: Against;
  /** the next choice in the list is the second version */
  readonly isPicking: boolean;
  readonly tab: 'preview' | 'changes';
  readonly activate: (row: Row) => void;
  /** keys only move while a second version is looked for; this takes it */
  readonly compareWith: (version: ListedVersion) => void;
  readonly setAgainst: (against: Against) => void;
  readonly setPicking: (isPicking: boolean) => void;
  readonly setTab: (tab: 'preview' | 'changes') => void;
};

const keyOf = (chosen: Chosen): string => (chosen.kind === 'present' ? 'present' : chosen.revisionId);

export function useSelection(versions: readonly ListedVersion[], hasPresent: boolean): Selection {
  const [active, setActive] = useState<string>();
  const [wanted, setWanted] = useState<Chosen>();
  const [against, setAgainst] = useState<Against>({ kind: 'before' });
  const [isPicking, setPicking] = useState(false);
  const [tab, setTab] = useState<'preview' | 'changes'>('preview');

  const isHere = (chosen: Chosen): boolean =>
    chosen.kind === 'present'
      ? hasPresent
      : versions.some((version) => version.revisionId === chosen.revisionId);
  const newest = versions[0];
  const first: Chosen | undefined =
    newest === undefined ? undefined : { kind: 'version', revisionId: newest.revisionId };
  // what was chosen may be gone: deleted, or a version by now
  const chosen = wanted !== undefined && isHere(wanted) ? wanted : first;

  // a second version that was deleted is none
  const isSecondGone =
    against.kind === 'version' && !versions.some(({ revisionId }) => revisionId === against.revisionId);
  useEffect(() => {
    if (isSecondGone) setAgainst({ kind: 'before' });
  }, [isSecondGone]);

  const compareWith = (version: ListedVersion): void => {
    setAgainst({ kind: 'version', revisionId: version.revisionId });
    setPicking(false);
    setTab('changes');
  };
  return {
    active: active ?? (chosen === undefined ? undefined : keyOf(chosen)),
    chosen,
    version:
      chosen?.kind === 'version'
        ? versions.find((version) => version.revisionId === chosen.revisionId)
        : undefined,
    against: isSecondGone ? { kind: 'before' } : against,
    isPicking,
    tab,
    activate: (row) => {
      setActive(row.key);
      if (isPicking || row.kind === 'day') return;
      setWanted(row.kind === 'present' ? { kind: 'present' } : { kind: 'version', revisionId: row.key });
    },
    compareWith,
    setAgainst,
    setPicking,
    setTab,
  };
}
