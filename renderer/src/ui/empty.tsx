import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** What stands in place of a list that has nothing to show: why, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
  action,
  tone = 'calm',
}: {
  readonly icon: IconName;
  readonly title?: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly tone?: 'calm' | 'problem';
}): ReactNode {
  return (
    <div className={`empty empty-${tone}`}>
      <span className="empty-icon">
        <Icon name={icon} size={26} />
      </span>
      {title === undefined ? null : <h2 className="empty-title">{title}</h2>}
      <p className="empty-text">{children}</p>
      {action === undefined ? null : <div className="empty-action">{action}</div>}
    </div>
  );
}
