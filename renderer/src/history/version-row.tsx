import type { ReactNode } from 'react';
import { ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import type { Version } from '../../../shared/views.ts';
import { useAccount } from '../state/use-account.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Facts } from '../ui/facts.tsx';
import { Icon } from '../ui/icon.tsx';

export type VersionActions = {
  readonly restore: (version: Version) => void;
  readonly saveAs: (version: Version) => void;
  readonly keep: (version: Version, keep: boolean) => void;
};

/** One version: when, by whom, how large; and what can be done with it. */
export function VersionRow({
  version,
  grouped,
  isNew,
  busy,
  actions,
}: {
  readonly version: Version;
  /** the day stands above already, so the clock is enough */
  readonly grouped: boolean;
  readonly isNew: boolean;
  readonly busy: boolean;
  readonly actions: VersionActions;
}): ReactNode {
  const { t, formats } = useStrings();
  const { account } = useAccount();
  const number = version.revisionVersion;
  const when = formats.exact(version.createdAt);
  // a version of long ago has no relative time, only its date
  const relative = formats.recent(version.createdAt) ? formats.relative(version.createdAt) : undefined;
  const firstly = grouped ? formats.clock(version.createdAt) : (relative ?? when);
  const secondly = grouped ? relative : relative === undefined ? undefined : when;

  return (
    <div
      className="version"
      data-testid="version-row"
      data-revision={version.revisionId}
      data-latest={version.latest}
      data-new={isNew}
    >
      <span className="version-dot" />
      <div className="version-words">
        <p className="version-when">
          <time
            dateTime={new Date(version.createdAt).toISOString()}
            title={formats.precise(version.createdAt)}
          >
            {firstly}
          </time>
          {version.latest ? <span className="badge badge-accent">{t('history.latest')}</span> : null}
          {version.keepForever ? <span className="badge">{t('history.kept')}</span> : null}
          {isNew ? <span className="badge badge-new">{t('history.isNew')}</span> : null}
        </p>
        <Facts className="version-facts">
          {secondly}
          {formats.size(version.size)}
          {version.createdBy === undefined
            ? null
            : version.createdBy === account?.userId
              ? t('history.byYou')
              : t('history.by', { who: version.createdBy })}
          {t('history.version', { number })}
        </Facts>
      </div>
      <div className="version-actions">
        {version.latest ? null : (
          <Button
            size="small"
            icon="restore"
            isDisabled={busy}
            label={t('history.restoreVersion', { number, when })}
            onPress={() => {
              actions.restore(version);
            }}
          >
            {t('history.restore')}
          </Button>
        )}
        <IconButton
          icon="save"
          label={t('history.saveVersion', { number })}
          tooltip={t('history.saveAs')}
          isDisabled={busy}
          onPress={() => {
            actions.saveAs(version);
          }}
        />
        <TooltipTrigger delay={500} closeDelay={0}>
          <ToggleButton
            className="icon-button icon-toggle"
            aria-label={t('history.keepVersion', { number })}
            isSelected={version.keepForever}
            isDisabled={busy}
            onChange={(keep) => {
              actions.keep(version, keep);
            }}
          >
            <Icon name="pin" />
          </ToggleButton>
          <Tooltip className="tooltip" offset={6}>
            {t('history.keep')}
          </Tooltip>
        </TooltipTrigger>
      </div>
    </div>
  );
}
