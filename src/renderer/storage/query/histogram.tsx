/** How values are spread, as plain bars from zero. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from './query.module.css';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const width = 240;
const height = 72;

/** Told in words to those who do not see it; each bar tells its own bin. */
export function Histogram({
  bins,
  formatValue,
}: {
  readonly bins: readonly Bin[];
  readonly formatValue: (value: number) => string;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const peak = bins.find((bin) => bin.count === most) ?? bins[0];
  const step = width / bins.length;
  const [first, last] = [bins[0], bins.at(-1)];
  return (
    <figure className={classes.histogram}>
      <figcaption>{t('query.histogram')}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('query.histogramText', {
          bins: bins.length,
          from: formatValue(first?.from ?? 0),
          to: formatValue(last?.to ?? 0),
          peakFrom: formatValue(peak?.from ?? 0),
          peakTo: formatValue(peak?.to ?? 0),
          count: formatNumber(peak?.count ?? 0, language),
        })}
      >
        {bins.map((bin, index) => {
          // What is there is seen, however little it is.
          const high = bin.count === 0 ? 0 : Math.max(1, (bin.count / most) * (height - 1));
          return (
            <rect
              key={index}
              x={index * step + 0.5}
              y={height - high}
              width={Math.max(0.5, step - 1)}
              height={high}
            >
              <title>
                {`${formatValue(bin.from)} – ${formatValue(bin.to)}: ${formatNumber(bin.count, language)}`}
              </title>
            </rect>
          );
        })}
        <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
      </svg>
      <div className={classes.histogramEnds} aria-hidden="true">
        <span>{formatValue(first?.from ?? 0)}</span>
        <span>{formatValue(last?.to ?? 0)}</span>
      </div>
    </figure>
  );
}
