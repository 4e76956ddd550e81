import type { ReactNode } from 'react';
import { useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

/** What stands in the place of a preview that had to be given up: which file it was, and that nothing is lost. */
export function PreviewGone({
  name,
  size,
  onAgain,
}: {
  readonly name: string;
  readonly size: number;
  readonly onAgain: () => void;
}): ReactNode {
  const { t, formats } = useStrings();
  return (
    <div className="preview-gone" role="alert">
      <span className="preview-gone-icon">
        <Icon name="shield" size={26} />
      </span>
      <h3>{t('preview.gone')}</h3>
      <p>{t('preview.goneWhy')}</p>
      <p className="muted">{t('preview.goneFile', { name, size: formats.size(size) })}</p>
      <Button icon="sync" size="small" onPress={onAgain}>
        {t('preview.again')}
      </Button>
    </div>
  );
}
