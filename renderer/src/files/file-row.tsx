import type { ReactNode } from 'react';
import { fileStateWords } from '../../../shared/strings/index.ts';
import type { FileEntry } from '../../../shared/views.ts';
import { baseName, parentOf } from '../format/path.ts';
import { placeOf } from '../format/place.ts';
import { useStatus } from '../state/use-status.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Icon } from '../ui/icon.tsx';
import { highlight } from './highlight.ts';

export function FileRow({ file, query }: { readonly file: FileEntry; readonly query: string }): ReactNode {
  const { t, formats } = useStrings();
  const status = useStatus();
  const pairs = status?.pairs ?? [];
  // of several synced folders it is said in which one the file is
  const pair = pairs.length > 1 ? placeOf(pairs, file.path)?.crumbs[0] : undefined;
  const place = [pair, parentOf(file.relativePath)].filter((part) => part !== undefined && part !== '');
  const parent = place.join('/');
  return (
    <>
      <span className={`file-icon file-${file.state}`}>
        <Icon name={file.kind === 'folder' ? 'folder' : file.state === 'deleted' ? 'archive' : 'file'} />
      </span>
      <span className="file-words">
        <span className="file-name ellipsis" title={file.path}>
          <Marked text={baseName(file.relativePath)} query={query} />
        </span>
        <span className="file-place ellipsis">
          {file.state === 'synced' ? null : (
            <span className={`file-state file-state-${file.state}`}>{t(fileStateWords[file.state])}</span>
          )}
          {file.state === 'synced' || parent === '' ? null : <span className="separator" />}
          <Marked text={parent} query={query} />
        </span>
      </span>
      <span className="file-facts">
        {file.kind === 'file' ? <span>{formats.size(file.size)}</span> : <span>{t('files.folder')}</span>}
        <span className="muted">{file.syncedAt === undefined ? null : formats.relative(file.syncedAt)}</span>
      </span>
    </>
  );
}

function Marked({ text, query }: { readonly text: string; readonly query: string }): ReactNode {
  return highlight(text, query).map((piece, index) =>
    piece.hit ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
  );
}
