/** How old the report is, and how far a new one has come. */
import { useTranslation } from 'react-i18next';
import type { QualityReport } from '../../../shared/contract/annotation/quality.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import { formatPercent } from './numbers.ts';
import classes from './quality.module.css';

/** "live", "as of 14:02", or what is being computed with its share. */
export function ReportState({ report }: { readonly report: QualityReport }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(60_000);
  const { state, asOf, progress } = report;
  const time = formatMoment(asOf, now, language);
  if (state === 'live') return <StateMark tone="good" word={t('frame.live')} />;
  if (state === 'stored') return <StateMark tone="paused" word={t('frame.asOf', { time })} />;
  const share = formatPercent(progress ?? 0, language);
  return (
    <span className={classes.computing}>
      <StateMark
        tone="busy"
        word={progress === undefined ? t('quality.computing') : t('quality.computingShare', { share })}
      />
      {progress !== undefined && <progress value={progress} max={1} aria-label={t('quality.computing')} />}
      {report.agreement.length > 0 && <span className="quiet">{t('quality.shownAsOf', { time })}</span>}
    </span>
  );
}
