/** What is known but not opened, and what is broken: why, and what to do instead. */
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { Empty } from '../../ui/empty.tsx';
import classes from './preview.module.css';
import { PreviewHead } from './preview-head.tsx';

/** A format by its name; nothing of it was opened. */
export function NamedPreview({ preview }: { readonly preview: Extract<Preview, { kind: 'named' }> }) {
  const { t } = useTranslation();
  const { format, reason } = preview;
  return (
    <>
      <PreviewHead preview={preview} facts={[format]} />
      <Empty
        title={t(`preview.named.${reason}.title`, { format })}
        text={t(`preview.named.${reason}.text`)}
      />
    </>
  );
}

/** Recognised, but damaged, lying or too much. */
export function BrokenPreview({ preview }: { readonly preview: Extract<Preview, { kind: 'broken' }> }) {
  const { t } = useTranslation();
  return (
    <>
      <PreviewHead preview={preview} facts={[preview.format]} />
      <div className={classes.message}>
        <h2 className={classes.title}>{t('preview.broken.title', { format: preview.format })}</h2>
        <FailureView failure={preview.problem} />
        <p className="quiet">{t('preview.broken.advice')}</p>
      </div>
    </>
  );
}
