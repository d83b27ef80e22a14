/** Sound and film, played by the browser, which asks only for the ranges it needs. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import classes from './preview.module.css';
import { PreviewHead } from './preview-head.tsx';

/** With the controls of the browser; nothing plays by itself. */
export function MediaPreview({
  preview,
  name,
}: {
  readonly preview: Extract<Preview, { kind: 'audio' | 'video' }>;
  readonly name: string;
}) {
  const { t } = useTranslation();
  const [isBroken, setBroken] = useState(false);
  const label = t('preview.of', { name });
  const shared = {
    controls: true,
    preload: 'metadata' as const,
    src: preview.address,
    'aria-label': label,
    onError: () => setBroken(true),
  };
  return (
    <>
      <PreviewHead preview={preview} facts={[preview.type]} />
      {isBroken ? (
        <div className={classes.problem} role="alert">
          <ToneIcon tone="bad" />
          <div>
            <p>{t('preview.media.broken')}</p>
            <p className="quiet">{t('preview.media.advice')}</p>
          </div>
        </div>
      ) : (
        <div className={classes.media}>
          {/* An object of a bucket comes without captions. */}
          {preview.kind === 'audio' ? (
            <audio {...shared}>
              <track kind="captions" />
            </audio>
          ) : (
            <video {...shared}>
              <track kind="captions" />
            </video>
          )}
        </div>
      )}
    </>
  );
}
