/** The first bytes of what nobody knows. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TextLines } from '../../ui/text-lines.tsx';
import { hexLines } from './hex-lines.ts';
import classes from './preview.module.css';

/** Offset, hexadecimal, letters. */
export function BytesPreview({ hex, name }: { readonly hex: string; readonly name: string }) {
  const { t } = useTranslation();
  const lines = useMemo(() => hexLines(hex), [hex]);
  return (
    <>
      <p className={classes.note}>{t('preview.bytes.title')}</p>
      <div className={classes.fill}>
        <TextLines text={lines} label={t('preview.bytes.label', { name })} numbered={false} />
      </div>
    </>
  );
}
