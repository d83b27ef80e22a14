/** A picture on a checkerboard, whole or in its own size. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import classes from './preview.module.css';
import { PreviewHead } from './preview-head.tsx';

/** The bytes come by the address; the browser decodes them, off the main thread. */
export function ImagePreview({
  preview,
  name,
}: {
  readonly preview: Extract<Preview, { kind: 'image' }>;
  readonly name: string;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [size, setSize] = useState<{ readonly width: number; readonly height: number }>();
  const [isBroken, setBroken] = useState(false);
  const [fit, setFit] = useState('fit');
  const dimensions = size && {
    width: formatNumber(size.width, language),
    height: formatNumber(size.height, language),
  };
  return (
    <>
      <PreviewHead preview={preview} facts={[dimensions && t('preview.image.dimensions', dimensions)]}>
        {!isBroken && (
          <SegmentedControl
            size="xs"
            aria-label={t('preview.image.label')}
            value={fit}
            onChange={setFit}
            data={[
              { value: 'fit', label: t('preview.image.fit') },
              { value: 'actual', label: t('preview.image.actual') },
            ]}
          />
        )}
      </PreviewHead>
      {isBroken ? (
        <p className={classes.problem} role="alert">
          <ToneIcon tone="bad" />
          {t('preview.image.broken')}
        </p>
      ) : (
        <div
          className={classes.picture}
          data-fit={fit}
          tabIndex={0}
          role="region"
          aria-label={t('preview.content', { name })}
        >
          <img
            src={preview.address}
            alt={name}
            decoding="async"
            onLoad={(event) =>
              setSize({
                width: event.currentTarget.naturalWidth,
                height: event.currentTarget.naturalHeight,
              })
            }
            onError={() => setBroken(true)}
          />
        </div>
      )}
    </>
  );
}
