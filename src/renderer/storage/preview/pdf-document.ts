/** PDF documents, read by ranges in a worker of their own; loaded when the first is shown. */
import {
  getDocument,
  InvalidPDFException,
  PasswordException,
  PDFWorker,
  ResponseException,
  TextLayer,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist';
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';

export type PdfProblem = 'broken' | 'password' | 'missing' | 'slow';

export interface OpenPdf {
  readonly document: Promise<PDFDocumentProxy>;
  /** Ends the worker, whatever it is doing. */
  close(): void;
}

/** A document that keeps its worker busy for longer is given up. */
const patience = 30_000;

/** Pixels of one page at most: some 256 MiB of canvas would freeze the window. */
const mostPixels = 24_000_000;

/** Opens the document behind an address of our own host; nothing in it runs, and nothing else is fetched. */
export function openPdf(address: string): OpenPdf {
  const thread = new PdfWorker();
  const worker = PDFWorker.create({ port: thread });
  const task = getDocument({
    url: new URL(address, document.baseURI).href,
    worker,
    // Only the ranges of the pages that are looked at.
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: 128 * 1024,
    // The policy of the page lets no WebAssembly run.
    useWasm: false,
    disableWorkerRendering: true,
    enableXfa: false,
    maxImageSize: 100_000_000,
    verbosity: 0,
  });
  // A password is asked for by nobody here.
  task.onPassword = () => void task.destroy();
  return {
    document: within(task.promise, patience),
    close() {
      void task.destroy().catch(() => {});
      thread.terminate();
    },
  };
}

export class SlowPdf extends Error {
  override readonly name = 'SlowPdf';
}

/** The same promise, refused once it takes too long. @throws SlowPdf */
function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new SlowPdf()), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** What went wrong with a document. */
export function pdfProblem(error: unknown): PdfProblem {
  if (error instanceof PasswordException) return 'password';
  if (error instanceof SlowPdf) return 'slow';
  if (error instanceof ResponseException) return 'missing';
  if (error instanceof InvalidPDFException) return 'broken';
  return error instanceof Error && /password/i.test(error.message) ? 'password' : 'broken';
}

export interface PageDrawing {
  readonly done: Promise<void>;
  cancel(): void;
}

/**
 * Draws a page at a scale (1: 72 CSS pixels an inch) and lays its text over it, to be selected and read aloud.
 * Too many pixels are drawn coarser.
 */
export function drawPage(
  page: PDFPageProxy,
  scale: number,
  canvas: HTMLCanvasElement,
  text: HTMLDivElement,
): PageDrawing {
  const viewport = page.getViewport({ scale });
  const wanted = window.devicePixelRatio || 1;
  const area = viewport.width * viewport.height;
  const density = Math.min(wanted, Math.sqrt(mostPixels / Math.max(1, area)));
  canvas.width = Math.max(1, Math.floor(viewport.width * density));
  canvas.height = Math.max(1, Math.floor(viewport.height * density));
  text.replaceChildren();
  text.style.setProperty('--total-scale-factor', String(scale));
  text.style.setProperty('--scale-round-x', '1px');
  text.style.setProperty('--scale-round-y', '1px');
  const drawing = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
  const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport });
  const laid = layer.render().catch(() => {});
  return {
    done: within(
      drawing.promise.then(() => laid).then(() => {}),
      patience,
    ),
    cancel() {
      drawing.cancel();
      layer.cancel();
    },
  };
}
