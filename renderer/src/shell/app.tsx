import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { DeletionsPage } from '../deletions/deletions-page.tsx';
import { FilesPage } from '../files/files-page.tsx';
import { HistoryPage } from '../history/history-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { AccountContext, useAccount, useAccountFeed } from '../state/use-account.ts';
import { PolicyContext, usePolicyFeed } from '../state/use-policy.ts';
import { useFailureText } from '../strings/use-failure-text.ts';
import { StatusContext, useStatus, useStatusFeed } from '../state/use-status.ts';
import { useSpokenHeadline } from '../status/headline-view.tsx';
import { StatusPage } from '../status/status-page.tsx';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { NoticesProvider } from '../ui/notices.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NavigationContext } from '../navigation/navigation-context.ts';
import { ArrivedContext } from '../ui/page.tsx';
import { historyOfAll, pageKey, type Route } from '../navigation/route.ts';
import { Sidebar } from './sidebar.tsx';
import { useOpenRequests } from './use-open-requests.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** Holds what every page needs: where we are, how things stand, who is signed in. */
export function App(): ReactNode {
  const { formats, language } = useStrings();
  const status = useStatusFeed();
  const [route, setRoute] = useState<Route>({ screen: 'status' });
  const [arrived, setArrived] = useState(false);
  // asked again after a change of language too: where the secret is kept is said in words
  const policy = usePolicyFeed(language);
  const account = useAccountFeed(
    `${language} ${String(status?.state.kind === 'sign-in')} ${String(policy.server)}`,
  );

  const go = useCallback((to: Route) => {
    setArrived(true);
    setRoute(to);
  }, []);
  const navigation = useMemo(() => ({ route, go }), [route, go]);

  useOpenRequests(
    useCallback((paths: readonly string[]) => {
      setArrived(true);
      setRoute((from) => historyOfAll(paths, from));
    }, []),
  );
  useShortcuts(navigation);

  return (
    <I18nProvider locale={formats.tag}>
      <StatusContext value={status}>
        <AccountContext value={account}>
          <PolicyContext value={policy}>
            <NavigationContext value={navigation}>
              <ArrivedContext value={arrived}>
                <NoticesProvider>
                  <Frame route={route} />
                </NoticesProvider>
              </ArrivedContext>
            </NavigationContext>
          </PolicyContext>
        </AccountContext>
      </StatusContext>
    </I18nProvider>
  );
}

function Frame({ route }: { readonly route: Route }): ReactNode {
  const { t } = useStrings();
  const status = useStatus();
  const { account, failure, reload } = useAccount();
  const textOf = useFailureText();
  const main = useRef<HTMLElement>(null);
  const key = pageKey(route);
  useSpokenHeadline(status);

  useEffect(() => {
    main.current?.scrollTo({ top: 0 });
  }, [key]);

  // nothing here yet, and nobody signed in: one thing to do, nothing to go to
  const first = account?.signedIn === false && status?.pairs.length === 0 && route.screen === 'status';
  // home needs to know who is signed in; every other page can be shown without
  const waiting = route.screen === 'status' && (account === undefined || status === undefined);

  return (
    <div className={first ? 'frame frame-first' : 'frame'}>
      {first ? null : <Sidebar />}
      <main ref={main} className="main" data-scroller data-screen={first ? 'sign-in' : route.screen}>
        <div className="page">
          <ErrorBoundary
            resetOn={key}
            fallback={
              <Empty
                icon="alert"
                tone="problem"
                title={t('common.didNotWork')}
                action={
                  <Button
                    icon="sync"
                    onPress={() => {
                      location.reload();
                    }}
                  >
                    {t('common.retry')}
                  </Button>
                }
              >
                {t('error.UNEXPECTED')}
              </Empty>
            }
          >
            {waiting && failure !== undefined ? (
              <Empty
                icon="key"
                tone="problem"
                title={t('common.didNotWork')}
                action={
                  <Button icon="sync" onPress={reload}>
                    {t('common.retry')}
                  </Button>
                }
              >
                {textOf(failure)}
              </Empty>
            ) : null}
            {waiting ? null : <Page route={first ? { screen: 'sign-in' } : route} />}
          </ErrorBoundary>
        </div>
      </main>
    </div>
  );
}

function Page({ route }: { readonly route: Route }): ReactNode {
  switch (route.screen) {
    case 'status':
      return <StatusPage />;
    case 'files':
      return <FilesPage show={route.show ?? 'all'} initialQuery={route.query ?? ''} />;
    case 'history':
      return <HistoryPage key={route.path} route={route} />;
    case 'deletions':
      return <DeletionsPage />;
    case 'sign-in':
      return <SignInPage />;
    case 'settings':
      return <SettingsPage />;
  }
}
