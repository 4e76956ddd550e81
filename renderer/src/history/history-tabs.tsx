import type { ReactNode } from 'react';
import { baseName } from '../format/path.ts';
import { useNavigation } from '../navigation/navigation-context.ts';
import { withoutTab, withTab, type HistoryRoute } from '../navigation/route.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Icon } from '../ui/icon.tsx';

/** The files that were opened together. Ctrl+Tab goes from one to the next, Ctrl+W closes the one that is shown. */
export function HistoryTabs({ route }: { readonly route: HistoryRoute }): ReactNode {
  const { t } = useStrings();
  const { go } = useNavigation();
  return (
    <nav className="file-tabs" aria-label={t('history.tabs')}>
      <ul>
        {route.tabs.map((path) => (
          <li key={path} className="file-tab" data-here={path === route.path}>
            <button
              type="button"
              className="file-tab-name"
              title={path}
              {...(path === route.path ? { 'aria-current': 'page' as const } : {})}
              onClick={() => {
                go(withTab(route, path));
              }}
            >
              <bdi className="ellipsis">{baseName(path)}</bdi>
            </button>
            <button
              type="button"
              className="file-tab-close"
              aria-label={t('history.closeTab', { name: baseName(path) })}
              onClick={() => {
                go(withoutTab(route, path));
              }}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
