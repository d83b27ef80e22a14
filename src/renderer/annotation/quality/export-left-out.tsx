/** What is in no file of an export, and why. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import type { Manifest } from './use-exports.ts';
import classes from './exchange.module.css';

const reasons = ['ties', 'conflicts'] as const;

/** A line for each reason; nothing where all is there. */
export function ExportLeftOut({ unresolved }: Pick<Manifest, 'unresolved'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  return reasons.map((reason) => {
    const count = unresolved?.[reason] ?? 0;
    return (
      count > 0 && (
        <p key={reason} className={classes.note}>
          <ToneIcon tone="warn" />{' '}
          {t(`quality.exchange.leftOut.${reason}`, { count, number: formatNumber(count, language) })}
        </p>
      )
    );
  });
}
