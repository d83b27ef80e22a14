/** One page of a PDF document. */
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drawPage, type PageDrawing } from './pdf-document.ts';
import classes from './preview.module.css';

/** At scale 1, in CSS pixels. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

export interface PdfPageProps {
  readonly document: PDFDocumentProxy;
  /** From 1. */
  readonly number: number;
  readonly size: PageSize;
  readonly scale: number;
  readonly onSize: (size: PageSize) => void;
}

/** Drawn once it is there, again when the scale changes; what is drawn is given up when it leaves the view. */
export function PdfPage({ document, number, size, scale, onSize }: PdfPageProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [isBroken, setBroken] = useState(false);
  const [isDrawn, setDrawn] = useState(false);
  const tell = useRef(onSize);
  tell.current = onSize;

  useEffect(() => {
    let isGone = false;
    let drawing: PageDrawing | undefined;
    setBroken(false);
    document
      .getPage(number)
      .then((page) => {
        if (isGone || !canvas.current || !text.current) return undefined;
        const { width, height } = page.getViewport({ scale: 1 });
        tell.current({ width, height });
        drawing = drawPage(page, scale, canvas.current, text.current);
        return drawing.done.then(() => isGone || setDrawn(true));
      })
      .catch(() => isGone || setBroken(true));
    return () => {
      isGone = true;
      drawing?.cancel();
    };
  }, [document, number, scale]);

  return (
    <div
      className={classes.sheet}
      style={{ width: Math.round(size.width * scale), height: Math.round(size.height * scale) }}
      role="group"
      aria-label={t('preview.pdf.pageAlone', { page: number })}
      aria-busy={!isDrawn && !isBroken}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <div ref={text} className={classes.textLayer} />
      {isBroken && <p>{t('preview.pdf.brokenPage')}</p>}
    </div>
  );
}
