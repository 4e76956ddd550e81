import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components';
import type { Transfer } from '../../../shared/views.ts';
import { baseName, parentOf } from '../format/path.ts';
import { useStrings } from '../strings/use-strings.ts';
import { shareOf } from './upload-share.ts';

/** More bars than this tell nothing more; the rest is a number. */
const shown = 5;

/** What is going up now. */
export function UploadList({ transfers }: { readonly transfers: readonly Transfer[] }): ReactNode {
  const { t } = useStrings();
  if (transfers.length === 0) return null;
  const more = transfers.length - shown;
  return (
    <div className="uploads">
      <ul className="uploads-list" aria-label={t('pair.uploading')}>
        {transfers.slice(0, shown).map((transfer) => (
          <li key={transfer.path}>
            <UploadRow transfer={transfer} />
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="uploads-more">{t('pair.moreTransfers', { count: more })}</p> : null}
    </div>
  );
}

function UploadRow({ transfer }: { readonly transfer: Transfer }): ReactNode {
  const { t, formats } = useStrings();
  const name = baseName(transfer.path);
  const percent = Math.round(shareOf(transfer) * 100);
  // all is sent, and KooDrive makes a version of it
  const amount =
    transfer.sent >= transfer.size
      ? t('pair.finishing')
      : t('pair.sentOf', { sent: formats.size(transfer.sent), size: formats.size(transfer.size) });
  return (
    <ProgressBar
      className="upload"
      value={percent}
      valueLabel={amount}
      aria-label={t('pair.uploadOf', { name })}
    >
      <span className="upload-name" title={transfer.path}>
        {name}
        <span className="upload-parent">{parentOf(transfer.path)}</span>
      </span>
      <span className="upload-amount">{amount}</span>
      <span className="bar">
        <span className="bar-fill" style={{ width: `${String(percent)}%` }} />
      </span>
    </ProgressBar>
  );
}
