/** The line above a preview: what it is, how large, how much of it was fetched. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatBytes } from '../../ui/format.ts';
import classes from './preview.module.css';

export interface PreviewHeadProps {
  readonly preview: Pick<Preview, 'kind' | 'size' | 'bytesFetched' | 'mismatch'>;
  /** Bytes that were fetched since, for pages of rows. */
  readonly more?: number;
  /** Facts that belong to the kind, as text. */
  readonly facts?: readonly (string | undefined)[];
  /** Buttons and fields. */
  readonly children?: ReactNode;
}

/** `12 KiB of 300 MiB read`. */
export function PreviewHead({ preview, more = 0, facts = [], children }: PreviewHeadProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const fetched = Math.min(preview.size, preview.bytesFetched + more);
  const size = formatBytes(preview.size, language);
  const read =
    fetched >= preview.size
      ? t('preview.readAll', { size })
      : t('preview.read', { read: formatBytes(fetched, language), size });
  // Pictures, sound and documents are fetched by the browser as it needs them: nobody here counts those bytes.
  const isCounted = !['image', 'pdf', 'audio', 'video'].includes(preview.kind);
  return (
    <div className={classes.head}>
      <p className={classes.facts}>
        <span className={classes.kind}>{t(`preview.kinds.${preview.kind}`)}</span>
        {facts.filter(Boolean).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        <span className="num">{isCounted ? read : size}</span>
        {preview.mismatch && <span>{t('preview.mismatch', preview.mismatch)}</span>}
      </p>
      {children && <div className={classes.tools}>{children}</div>}
    </div>
  );
}
