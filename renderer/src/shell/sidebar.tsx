import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useStatus } from '../state/use-status.ts';
import { headlineOf } from '../status/headline.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import { useNavigation } from '../navigation/navigation-context.ts';
import { sectionOf, sectionWords, type Section } from '../navigation/route.ts';

const sections: readonly { readonly section: Section; readonly icon: IconName }[] = [
  { section: 'status', icon: 'pulse' },
  { section: 'files', icon: 'files' },
  { section: 'settings', icon: 'sliders' },
];

/** At the side of a wide window, along the top of a narrow one: CSS decides. */
export function Sidebar(): ReactNode {
  const { t } = useStrings();
  const { route, go } = useNavigation();
  const status = useStatus();
  const here = sectionOf(route);
  const headline = status === undefined ? undefined : headlineOf(status);
  // a light for what is going on or needs somebody; none when there is nothing to say
  const tone = headline?.action === undefined || headline.tone === 'good' ? undefined : headline.tone;

  return (
    <nav className="sidebar" aria-label={t('nav.label')}>
      <div className="brand">
        <Mark size={26} />
        <span className="brand-name">KooSync</span>
      </div>
      <div className="nav">
        {sections.map(({ section, icon }) => (
          <Button
            key={section}
            className="nav-item"
            data-here={here === section}
            {...(here === section ? { 'aria-current': 'page' as const } : {})}
            onPress={() => {
              go({ screen: section });
            }}
          >
            <Icon name={icon} />
            <span>{t(sectionWords[section])}</span>
            {section === 'status' && tone !== undefined ? (
              <span className={`nav-dot nav-dot-${tone}`} />
            ) : null}
          </Button>
        ))}
      </div>
    </nav>
  );
}
