import { useEffect, useRef, type ReactNode } from 'react';
import type { EngineStatus } from '../../../shared/views.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { PageTitle } from '../ui/page.tsx';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useNotices } from '../ui/notices.tsx';
import { headlineOf } from './headline.ts';
import { useEngineActions } from './use-engine-actions.ts';

/** The one truth, large, and the one thing to do about it. */
export function HeadlineView({ status }: { readonly status: EngineStatus }): ReactNode {
  const { t } = useStrings();
  const { go } = useNavigation();
  const engine = useEngineActions();
  const headline = headlineOf(status);
  const title = t(headline.title, { count: headline.count });

  return (
    <header className={`headline headline-${headline.tone}`} data-state={status.state.kind}>
      <span className="headline-mark">
        <Icon name={headline.icon} size={26} />
      </span>
      <div className="headline-words">
        <PageTitle testId="headline">{title}</PageTitle>
        {headline.sub === undefined ? null : <p className="headline-sub">{t(headline.sub)}</p>}
      </div>
      <div className="headline-action">
        {headline.action === 'pause' ? (
          <Button
            icon="pause"
            onPress={() => {
              engine.pause();
            }}
            isPending={engine.working}
          >
            {t('status.pause')}
          </Button>
        ) : null}
        {headline.action === 'resume' ? (
          <Button
            icon="play"
            tone="accent"
            onPress={() => {
              engine.resume();
            }}
            isPending={engine.working}
          >
            {t('status.resume')}
          </Button>
        ) : null}
        {headline.action === 'retry' ? (
          <Button icon="sync" onPress={engine.retry} isPending={engine.working}>
            {t('common.retry')}
          </Button>
        ) : null}
        {headline.action === 'sign-in' ? (
          <Button
            icon="key"
            tone="accent"
            onPress={() => {
              go({ screen: 'sign-in' });
            }}
          >
            {t('common.signIn')}
          </Button>
        ) : null}
      </div>
    </header>
  );
}

/** Reads the headline out when its kind changes, on whatever page; counts ticking down would only chatter. */
export function useSpokenHeadline(status: EngineStatus | undefined): void {
  const { t } = useStrings();
  const { announce } = useNotices();
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (status === undefined) return;
    const headline = headlineOf(status);
    const problems = status.state.kind === 'problem' ? String(status.state.count) : '';
    const kind = headline.title + problems;
    if (last.current !== undefined && last.current !== kind) {
      announce(t(headline.title, { count: headline.count }));
    }
    last.current = kind;
  }, [status, t, announce]);
}
