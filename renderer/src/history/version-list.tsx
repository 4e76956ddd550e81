import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Version } from '../../../shared/views.ts';
import { baseName } from '../format/path.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Confirm } from '../ui/confirm.tsx';
import { LongList } from '../ui/long-list.tsx';
import { useNotices } from '../ui/notices.tsx';
import { groupFrom, groupVersions } from './group-versions.ts';
import { useVersionActions } from './use-version-actions.ts';
import { VersionRow } from './version-row.tsx';

export function VersionList({
  path,
  versions,
  lit,
  refresh,
}: {
  readonly path: string;
  readonly versions: readonly Version[];
  readonly lit: ReadonlySet<string>;
  readonly refresh: () => void;
}): ReactNode {
  const { t, formats } = useStrings();
  const { announce } = useNotices();
  const actions = useVersionActions(path, refresh);
  const rows = useMemo(() => groupVersions(versions), [versions]);
  const [asked, setAsked] = useState<Version>();
  // the dialog's words stay while it fades
  const [shown, setShown] = useState<Version>();
  const grouped = rows.length >= groupFrom;
  const name = baseName(path);

  useEffect(() => {
    const arrived = versions.find((version) => lit.has(version.revisionId));
    if (arrived !== undefined) announce(t('history.newArrived', { number: arrived.revisionVersion }));
    // said once per arrival, not again when the language or the list changes
  }, [lit]);

  return (
    <>
      <div className={grouped ? 'card versions versions-grouped' : 'card versions'}>
        <LongList
          items={rows}
          keyOf={(row) => row.version.revisionId}
          label={t('history.of', { name })}
          estimate={70}
          scroll="page"
          row={({ version, day }) => (
            <>
              {day === undefined ? null : <h2 className="version-day">{formats.day(day)}</h2>}
              <VersionRow
                version={version}
                grouped={grouped}
                isNew={lit.has(version.revisionId)}
                busy={actions.busy === version.revisionId}
                actions={{
                  restore: (chosen) => {
                    setShown(chosen);
                    setAsked(chosen);
                  },
                  saveAs: (chosen) => void actions.saveAs(chosen),
                  keep: (chosen, keep) => void actions.keep(chosen, keep),
                }}
              />
            </>
          )}
        />
      </div>
      <Confirm
        isOpen={asked !== undefined}
        onClose={() => {
          setAsked(undefined);
        }}
        title={t('history.confirmTitle', { when: shown === undefined ? '' : formats.exact(shown.createdAt) })}
        body={t('history.confirmBody', { name })}
        confirm={t('history.confirmButton')}
        progress={actions.progress}
        onStop={actions.stopRestore}
        onConfirm={async () => {
          if (asked !== undefined) await actions.restore(asked);
        }}
      />
    </>
  );
}
