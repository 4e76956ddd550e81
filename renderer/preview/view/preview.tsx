/** One content: read, and drawn by its kind. */
import { useEffect, useState, type ReactNode } from 'react';
import type { FrameContent } from '../protocol.ts';
import { limits } from '../read/limits.ts';
import { load, type Loaded } from '../read/load.ts';
import type { Source } from '../read/source.ts';
import { DescribedContent } from './described-content.tsx';
import { HexView } from './hex-view.tsx';
import { ImageView } from './image-view.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { MediaView } from './media-view.tsx';
import { Fallible } from './fallible.tsx';
import { DocumentView, WordView } from './office-view.tsx';
import { FindingContext, Reading } from './parts.tsx';
import { PdfView } from './pdf-view.tsx';
import { kindOfLoaded } from './preview-kind.ts';
import type { ShownContent } from './shown-content.ts';
import { sourceOf } from './sources.ts';
import { CsvView, TablesView } from './table-view.tsx';
import { TextView } from './text-view.tsx';
import { ZipView } from './zip-view.tsx';

type State = { readonly loaded: Loaded; readonly source: Source };

export function Preview({
  content,
  finding,
  onShown,
}: {
  readonly content: FrameContent;
  readonly finding: boolean;
  readonly onShown: (what: ShownContent) => void;
}): ReactNode {
  const [state, setState] = useState<State>();
  // a key of its own for each turn: what is shown never changes for another content
  useEffect(() => {
    const source = sourceOf(content);
    void load(content.name, source, { textBytes: limits.textBytes })
      .catch((): Loaded => ({ kind: 'refused', what: 'binary', why: 'damaged', format: '' }))
      .then((loaded) => {
        setState({ loaded, source });
      });
    // once for each content
  }, []);
  useEffect(() => {
    // drawn already: what takes for ever to draw is given up by the window like what takes for ever to read
    if (state === undefined) return;
    const { loaded } = state;
    onShown({
      kind: kindOfLoaded(loaded),
      ...(loaded.kind === 'refused' ? { refused: loaded.why } : {}),
    });
  }, [state]);
  if (state === undefined) return <Reading />;
  const { kind, format } = state.loaded;
  const what = kind === 'refused' ? state.loaded.what : kindOfLoaded(state.loaded);
  return (
    <FindingContext value={finding}>
      <Fallible
        otherwise={
          <DescribedContent content={content} loaded={{ kind: 'refused', what, why: 'damaged', format }} />
        }
      >
        <PreviewView content={content} onShown={onShown} {...state} />
      </Fallible>
    </FindingContext>
  );
}

export function PreviewView({
  content,
  loaded,
  source,
  onShown,
}: State & {
  readonly content: FrameContent;
  readonly onShown: (what: ShownContent) => void;
}): ReactNode {
  const described = <DescribedContent content={content} loaded={loaded} />;
  switch (loaded.kind) {
    case 'text':
      return <TextView content={content} text={loaded.text} />;
    case 'markdown':
      return <MarkdownView content={content} text={loaded.text} />;
    case 'csv':
      return <CsvView content={content} text={loaded.text} table={loaded.table} />;
    case 'image':
      return <ImageView content={content} image={loaded} otherwise={described} />;
    case 'pdf':
      return (
        <PdfView
          content={content}
          bytes={loaded.bytes}
          onRefused={(refused) => {
            onShown({ kind: 'pdf', refused });
          }}
        />
      );
    case 'audio':
    case 'video':
      return <MediaView content={content} media={loaded} otherwise={described} />;
    case 'word':
      return <WordView content={content} html={loaded.html} />;
    case 'document':
      return <DocumentView content={content} document={loaded.document} slides={loaded.slides} />;
    case 'tables':
      return <TablesView content={content} tables={loaded.tables} />;
    case 'zip':
      return <ZipView content={content} list={loaded.list} />;
    case 'binary':
      return <HexView content={content} source={source} />;
    case 'empty':
    case 'old-office':
    case 'refused':
      return described;
  }
}
