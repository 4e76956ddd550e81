import type { ReactNode } from 'react';
import { useStrings } from '../strings/use-strings.ts';
import { Icon } from '../ui/icon.tsx';

/** Beside a control that cannot be used, because the organisation fixed what it would change. */
export function FixedNote({ id, isFixed }: { readonly id: string; readonly isFixed: boolean }): ReactNode {
  const { t } = useStrings();
  if (!isFixed) return null;
  return (
    <p className="fixed-note" id={id}>
      <Icon name="shield" size={14} />
      <span>{t('policy.fixed')}</span>
    </p>
  );
}
