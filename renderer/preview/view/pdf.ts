/**
 * PDF.js, as this frame uses it: its "worker" runs in the frame itself, which has a process of its own already; scripts
 * in a PDF are not run, forms are not filled in, and it asks for nothing but its own tables of characters and fonts.
 */
import {
  getDocument,
  TextLayer,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
// where PDF.js looks for it before it starts a worker
import * as worker from 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { limits } from '../read/limits.ts';

(globalThis as { pdfjsWorker?: unknown }).pdfjsWorker = worker;

export type { PDFDocumentProxy, PDFPageProxy };
export { TextLayer };

/** Files of PDF.js that renderer/vite.config.ts puts there. */
const own = new URL('/preview/pdf/', document.baseURI).href;

/** Errors are those of PDF.js: "PasswordException", "InvalidPDFException", ... */
export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PDFDocumentProxy> {
  return getDocument({
    // it takes the bytes away from whoever gives them
    data: bytes.slice(),
    cMapUrl: `${own}cmaps/`,
    standardFontDataUrl: `${own}standard_fonts/`,
    wasmUrl: `${own}wasm/`,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    maxImageSize: limits.pixels / 4,
    canvasMaxAreaInBytes: 64 * 1024 * 1024,
    enableXfa: false,
    verbosity: 0,
  }).promise;
}

export const isEncrypted = (error: unknown): boolean =>
  error instanceof Error && error.name === 'PasswordException';

/** The words of all pages, one line for each line there. */
export async function pdfText(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const pdf = await openPdf(bytes);
  try {
    const pages: string[] = [];
    for (let n = 1; n <= Math.min(pdf.numPages, limits.pdfPages); n += 1) {
      const { items } = await (await pdf.getPage(n)).getTextContent();
      pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
    }
    return pages.join('\n\n');
  } finally {
    await pdf.loadingTask.destroy();
  }
}
