import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { Icon, type IconName } from './icon.tsx';

/** A line that unfolds: for what most users need not see most of the time. */
export function Fold({
  icon,
  title,
  children,
  open = false,
  tone = 'quiet',
  aside,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly tone?: 'quiet' | 'problem';
  /** stands at the right of the line, outside of the button */
  readonly aside?: ReactNode;
}): ReactNode {
  return (
    <Disclosure className={`fold fold-${tone}`} defaultExpanded={open}>
      <div className="fold-line">
        <Heading level={3} className="fold-heading">
          <Button slot="trigger" className="fold-button">
            <Icon name={icon} />
            <span className="fold-title">{title}</span>
            <span className="fold-arrow">
              <Icon name="right" size={14} />
            </span>
          </Button>
        </Heading>
        {aside}
      </div>
      <DisclosurePanel className="fold-panel">{children}</DisclosurePanel>
    </Disclosure>
  );
}
