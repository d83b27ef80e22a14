/** What an archive holds: names and sizes, nothing is unpacked. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatBytes, formatMoment, formatNumber } from '../../ui/format.ts';
import classes from './preview.module.css';
import { PreviewHead } from './preview-head.tsx';

/** A list of any length, of which the lines in sight are drawn. */
export function ArchivePreview({
  preview,
  name,
}: {
  readonly preview: Extract<Preview, { kind: 'archive' }>;
  readonly name: string;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const { entries } = preview;
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => 28,
    overscan: 12,
  });
  return (
    <>
      <PreviewHead
        preview={preview}
        facts={[
          t('preview.archive.entries', {
            count: entries.length,
            number: formatNumber(entries.length, language),
          }),
        ]}
      />
      {preview.truncated && <p className={classes.note}>{t('preview.archive.truncated')}</p>}
      {entries.length === 0 ? (
        <Empty title={t('preview.archive.none')} />
      ) : (
        <div
          ref={box}
          className={classes.entries}
          tabIndex={0}
          role="table"
          aria-label={t('preview.archive.list', { name })}
          aria-rowcount={entries.length + 1}
        >
          <div role="row" aria-rowindex={1} className={classes.entryHead}>
            <span role="columnheader">{t('preview.archive.name')}</span>
            <span role="columnheader">{t('preview.archive.size')}</span>
            <span role="columnheader">{t('preview.archive.modified')}</span>
          </div>
          <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {rows.getVirtualItems().map((row) => {
              const entry = entries[row.index];
              return (
                <div
                  key={row.key}
                  role="row"
                  aria-rowindex={row.index + 2}
                  className={classes.entry}
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <span role="cell" title={entry?.name}>
                    {entry?.name}
                  </span>
                  <span role="cell" className="num">
                    {entry?.name.endsWith('/') ? '' : formatBytes(entry?.size ?? 0, language)}
                  </span>
                  <span role="cell" className="num quiet">
                    {entry?.modified === undefined ? '' : formatMoment(entry.modified, Date.now(), language)}
                  </span>
                </div>
              );
            })}
          </div>
        </div>
      )}
    </>
  );
}
