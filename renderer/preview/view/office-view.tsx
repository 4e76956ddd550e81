import { useMemo, type ReactNode } from 'react';
import type { FrameContent } from '../protocol.ts';
import type { Block, OfficeDocument, Page, Picture, Run } from '../read/document.ts';
import { limits } from '../read/limits.ts';
import { FactLine, Note, useBlobUrl } from './parts.tsx';
import { elementsOf } from './safe-html.tsx';
import { useWords } from './words.ts';

export function WordView({
  content,
  html,
}: {
  readonly content: FrameContent;
  readonly html: string;
}): ReactNode {
  const { t, size } = useWords();
  const elements = useMemo(() => elementsOf(html), [html]);
  return (
    <>
      <div className="paper scroll" tabIndex={0}>
        <article className="prose page">{elements}</article>
      </div>
      <FactLine facts={[t('preview.kind.word'), t('preview.withoutLayout'), size(content.size)]} />
    </>
  );
}

export function DocumentView({
  content,
  document,
  slides,
}: {
  readonly content: FrameContent;
  readonly document: OfficeDocument;
  readonly slides: boolean;
}): ReactNode {
  const { t, size, count } = useWords();
  return (
    <>
      {document.cut ? <Note>{t('preview.cutDocument', { total: count(limits.blocks) })}</Note> : null}
      <div className="paper scroll" tabIndex={0}>
        {document.thumbnail === undefined || !slides ? null : (
          <figure className="thumbnail" aria-label={t('preview.firstPage')}>
            <PictureView picture={document.thumbnail} alt="" />
          </figure>
        )}
        {document.pages.map((page, n) =>
          slides ? (
            <section className="slide" key={n} aria-label={t('preview.slide', { number: count(n + 1) })}>
              <span className="slide-number">{count(n + 1)}</span>
              <div className="prose">
                <Blocks page={page} />
              </div>
            </section>
          ) : (
            <article className="prose page" key={n}>
              <Blocks page={page} />
            </article>
          ),
        )}
      </div>
      <FactLine
        facts={[
          t(slides ? 'preview.kind.slides' : 'preview.kind.word'),
          slides ? t('preview.slides', { count: document.pages.length }) : undefined,
          t('preview.withoutLayout'),
          size(content.size),
        ]}
      />
    </>
  );
}

function Blocks({ page }: { readonly page: Page }): ReactNode {
  return page.blocks.map((block, n) => <BlockView key={n} block={block} />);
}

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

function BlockView({ block }: { readonly block: Block }): ReactNode {
  switch (block.kind) {
    case 'heading': {
      const Heading = headings[Math.min(Math.max(block.level, 1), 6) - 1] ?? 'h6';
      return (
        <Heading>
          <Runs runs={block.runs} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Runs runs={block.runs} />
        </p>
      );
    case 'item':
      return (
        <p className="item" style={{ marginInlineStart: `${Math.min(block.depth, 8) * 1.4 + 1.4}em` }}>
          <Runs runs={block.runs} />
        </p>
      );
    case 'table':
      return (
        <table>
          <tbody>
            {block.rows.map((row, r) => (
              <tr key={r}>
                {row.map((cell, c) => (
                  <td key={c}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'picture':
      return <PictureView picture={block.picture} alt="" />;
  }
}

function Runs({ runs }: { readonly runs: readonly Run[] }): ReactNode {
  return runs.map((run, n) => {
    const classes = [
      run.bold === true ? 'bold' : '',
      run.italic === true ? 'italic' : '',
      run.underlined === true ? 'underlined' : '',
      run.struck === true ? 'struck' : '',
    ].filter((name) => name !== '');
    return classes.length === 0 ? (
      run.text
    ) : (
      <span key={n} className={classes.join(' ')}>
        {run.text}
      </span>
    );
  });
}

function PictureView({ picture, alt }: { readonly picture: Picture; readonly alt: string }): ReactNode {
  const url = useBlobUrl(picture.bytes, picture.mime);
  return url === undefined ? null : <img src={url} alt={alt} />;
}
