import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { FrameContent } from '../protocol.ts';
import { limits } from '../read/limits.ts';
import type { Refusal } from '../read/refusal.ts';
import { DescribedContent } from './described-content.tsx';
import { FactLine, Note, Reading, useFinding } from './parts.tsx';
import type { PDFDocumentProxy, PDFPageProxy } from './pdf.ts';
import { useWords } from './words.ts';

type State =
  | { readonly pdf?: undefined; readonly refused?: undefined }
  | { readonly pdf: PDFDocumentProxy; readonly refused?: undefined }
  | { readonly refused: Refusal; readonly pdf?: undefined };

export function PdfView({
  content,
  bytes,
  onRefused,
}: {
  readonly content: FrameContent;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly onRefused: (why: Refusal) => void;
}): ReactNode {
  const [{ pdf, refused }, setState] = useState<State>({});
  useEffect(() => {
    let close = (): void => undefined;
    void (async () => {
      // a megabyte that only PDFs need
      const { openPdf, isEncrypted } = await import('./pdf.ts');
      try {
        const opened = await openPdf(bytes);
        close = () => void opened.loadingTask.destroy();
        // the first page says whether it can be drawn at all
        await opened.getPage(1);
        setState({ pdf: opened });
      } catch (error) {
        const why = isEncrypted(error) ? 'encrypted' : 'damaged';
        setState({ refused: why });
        onRefused(why);
      }
    })();
    return () => {
      close();
    };
    // once for each content
  }, []);
  if (refused !== undefined)
    return (
      <DescribedContent
        content={content}
        loaded={{ kind: 'refused', what: 'pdf', why: refused, format: '' }}
      />
    );
  if (pdf === undefined) return <Reading />;
  return <PdfPages content={content} pdf={pdf} />;
}

export function PdfPages({
  content,
  pdf,
}: {
  readonly content: FrameContent;
  readonly pdf: PDFDocumentProxy;
}): ReactNode {
  const { t, size, count } = useWords();
  const pages = Math.min(pdf.numPages, limits.pdfPages);
  return (
    <>
      {pages < pdf.numPages ? (
        <Note>{t('preview.cutPages', { shown: count(pages), total: count(pdf.numPages) })}</Note>
      ) : null}
      <div className="paper pdf scroll" tabIndex={0}>
        {Array.from({ length: pages }, (_, n) => (
          <PdfPage key={n} pdf={pdf} number={n + 1} />
        ))}
      </div>
      <FactLine
        facts={[t('preview.kind.pdf'), t('preview.pages', { count: pdf.numPages }), size(content.size)]}
      />
    </>
  );
}

/** Drawn when it comes near; until then as tall as most pages are. */
function PdfPage({ pdf, number }: { readonly pdf: PDFDocumentProxy; readonly number: number }): ReactNode {
  const { t, count } = useWords();
  const place = useRef<HTMLDivElement>(null);
  const near = useNear(place);
  const finding = useFinding();
  const [page, setPage] = useState<PDFPageProxy>();
  useEffect(() => {
    if ((!near && !finding) || page !== undefined) return;
    void pdf.getPage(number).then(setPage, () => undefined);
  }, [pdf, number, near, finding, page]);
  const room = useWidth(place);
  const natural = page?.getViewport({ scale: 1 });
  const scale = natural === undefined ? 1 : Math.min(1.6, Math.max(0.2, room / natural.width));
  return (
    <div
      className="pdf-page"
      ref={place}
      role="group"
      aria-label={t('preview.page', { number: count(number) })}
      style={
        natural === undefined
          ? {}
          : { width: natural.width * scale, height: natural.height * scale, aspectRatio: 'auto' }
      }
    >
      {page === undefined ? null : <PdfDrawing page={page} scale={scale} drawn={near} />}
    </div>
  );
}

/** Of a canvas in memory */
const mostPixels = 16_000_000;

function PdfDrawing({
  page,
  scale,
  drawn,
}: {
  readonly page: PDFPageProxy;
  readonly scale: number;
  readonly drawn: boolean;
}): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = canvas;
    if (!drawn || current === null) return undefined;
    const viewport = page.getViewport({ scale });
    const dense = Math.min(
      window.devicePixelRatio,
      Math.sqrt(mostPixels / Math.max(1, viewport.width * viewport.height)),
    );
    current.width = Math.max(1, Math.floor(viewport.width * dense));
    current.height = Math.max(1, Math.floor(viewport.height * dense));
    const task = page.render({ canvas: current, viewport, transform: [dense, 0, 0, dense, 0, 0] });
    // cancelled when it is drawn anew; what a damaged page lacks is left white
    task.promise.catch(() => undefined);
    return () => {
      task.cancel();
    };
  }, [page, scale, drawn]);
  useEffect(() => {
    const { current } = text;
    if (current === null) return;
    let layer: { cancel: () => void } | undefined;
    let gone = false;
    void import('./pdf.ts').then(({ TextLayer }) => {
      if (gone) return;
      current.replaceChildren();
      current.style.setProperty('--total-scale-factor', String(scale));
      const made = new TextLayer({
        textContentSource: page.streamTextContent(),
        container: current,
        viewport: page.getViewport({ scale }),
      });
      layer = made;
      made.render().catch(() => undefined);
    });
    return () => {
      gone = true;
      layer?.cancel();
    };
  }, [page, scale]);
  return (
    <>
      {drawn ? <canvas ref={canvas} /> : null}
      <div className="textLayer" ref={text} />
    </>
  );
}

function useNear(place: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    const watch = new IntersectionObserver(
      ([entry]) => {
        setNear(entry?.isIntersecting ?? false);
      },
      { rootMargin: '900px 0px' },
    );
    watch.observe(current);
    return () => {
      watch.disconnect();
    };
  }, [place]);
  return near;
}

/** What a page may take, of the pane that it is in. */
function useWidth(place: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const pane = place.current?.parentElement;
    if (pane === null || pane === undefined) return undefined;
    const watch = new ResizeObserver(() => {
      setWidth(Math.max(120, pane.clientWidth - 40));
    });
    watch.observe(pane);
    return () => {
      watch.disconnect();
    };
  }, [place]);
  return width;
}
