/** A PDF document: its pages are drawn as they come into view. */
import { ActionIcon, Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { openPdf, pdfProblem, type PdfProblem } from './pdf-document.ts';
import { PdfPage, type PageSize } from './pdf-page.tsx';
import classes from './preview.module.css';
import { PreviewHead } from './preview-head.tsx';

type Pdf = Extract<Preview, { kind: 'pdf' }>;

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
/** A document that claims more pages is shown up to here. */
const mostPages = 20_000;
const a4: PageSize = { width: 595, height: 842 };
const gap = 12;

/** Opens the document, and closes its worker with the component. */
export function PdfPreview({ preview, name }: { readonly preview: Pdf; readonly name: string }) {
  const { t } = useTranslation();
  const [document, setDocument] = useState<PDFDocumentProxy>();
  const [problem, setProblem] = useState<PdfProblem>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isGone = false;
    setProblem(undefined);
    const opened = openPdf(preview.address);
    opened.document.then(
      (found) => isGone || setDocument(found),
      (error: unknown) => {
        opened.close();
        if (!isGone) setProblem(pdfProblem(error));
      },
    );
    return () => {
      isGone = true;
      setDocument(undefined);
      opened.close();
    };
  }, [preview.address, attempt]);

  if (problem)
    return (
      <>
        <PreviewHead preview={preview} />
        <div className={classes.problem} role="alert">
          <ToneIcon tone={problem === 'missing' ? 'warn' : 'bad'} />
          <div>
            <p>{t(`preview.pdf.${problem}`)}</p>
            {problem === 'missing' && (
              <Button size="compact-sm" onClick={() => setAttempt(attempt + 1)}>
                {t('words.retry')}
              </Button>
            )}
          </div>
        </div>
      </>
    );
  if (!document)
    return (
      <>
        <PreviewHead preview={preview} />
        <Waiting words={t('preview.pdf.opening')} />
      </>
    );
  return <Pages preview={preview} document={document} name={name} />;
}

interface PagesProps {
  readonly preview: Pdf;
  readonly document: PDFDocumentProxy;
  readonly name: string;
}

function Pages({ preview, document, name }: PagesProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [zoom, setZoom] = useState(1);
  const [sizes, setSizes] = useState<ReadonlyMap<number, PageSize>>(new Map());
  const count = Math.min(document.numPages, mostPages);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth(Math.max(0, element.clientWidth - 2 * gap)));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  const sizeOf = (index: number) => sizes.get(index) ?? sizes.get(0) ?? a4;
  // At 100 % the widest usual page fills the pane, but no page grows beyond one and a half times its printed size.
  const scaleOf = (index: number) => Math.max(0.05, Math.min(1.5, width / sizeOf(index).width)) * zoom;
  const pages = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: (index) => Math.round(sizeOf(index).height * scaleOf(index)) + gap,
    overscan: 1,
    paddingStart: gap,
  });
  useEffect(() => pages.measure(), [pages, sizes, width, zoom]);

  const middle = (pages.scrollOffset ?? 0) + (box.current?.clientHeight ?? 0) / 2;
  const items = pages.getVirtualItems();
  const page = (items.find((item) => item.end > middle) ?? items.at(-1))?.index ?? 0;
  const turn = (to: number) => pages.scrollToIndex(Math.max(0, Math.min(count - 1, to)), { align: 'start' });
  const step = (by: number) => {
    const next = zooms[zooms.indexOf(zoom) + by];
    if (next !== undefined) setZoom(next);
  };

  return (
    <>
      <PreviewHead preview={preview}>
        <span className="num" role="status">
          {t('preview.pdf.page', {
            page: formatNumber(page + 1, language),
            pages: formatNumber(document.numPages, language),
          })}
        </span>
        <ActionIcon
          aria-label={t('preview.pdf.previous')}
          disabled={page === 0}
          onClick={() => turn(page - 1)}
        >
          <IconChevronUp size={18} />
        </ActionIcon>
        <ActionIcon
          aria-label={t('preview.pdf.next')}
          disabled={page >= count - 1}
          onClick={() => turn(page + 1)}
        >
          <IconChevronDown size={18} />
        </ActionIcon>
        <ActionIcon
          aria-label={t('preview.pdf.smaller')}
          disabled={zoom === zooms[0]}
          onClick={() => step(-1)}
        >
          <IconZoomOut size={18} />
        </ActionIcon>
        <span className="num" aria-label={t('preview.pdf.zoom')} role="status">
          {formatNumber(zoom * 100, language)} %
        </span>
        <ActionIcon
          aria-label={t('preview.pdf.larger')}
          disabled={zoom === zooms.at(-1)}
          onClick={() => step(1)}
        >
          <IconZoomIn size={18} />
        </ActionIcon>
      </PreviewHead>
      <div
        ref={box}
        className={classes.pages}
        style={{ padding: 0 }}
        tabIndex={0}
        role="region"
        aria-label={t('preview.content', { name })}
      >
        <div
          style={{
            height: pages.getTotalSize(),
            position: 'relative',
            minWidth: Math.max(0, ...items.map((item) => sizeOf(item.index).width * scaleOf(item.index))),
          }}
        >
          {width > 0 &&
            items.map((item) => (
              <div
                key={item.key}
                style={{
                  position: 'absolute',
                  left: gap,
                  right: gap,
                  transform: `translateY(${item.start}px)`,
                }}
              >
                <PdfPage
                  document={document}
                  number={item.index + 1}
                  size={sizeOf(item.index)}
                  scale={scaleOf(item.index)}
                  onSize={(size) =>
                    setSizes((before) => {
                      const known = before.get(item.index);
                      if (known?.width === size.width && known.height === size.height) return before;
                      return new Map(before).set(item.index, size);
                    })
                  }
                />
              </div>
            ))}
        </div>
      </div>
    </>
  );
}
