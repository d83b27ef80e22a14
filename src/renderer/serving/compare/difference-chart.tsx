/** The difference at each level as a dot with its interval; the numbers stand in the table above. */
import { useTranslation } from 'react-i18next';
import type { LevelComparison } from '../../../shared/contract/serving/comparison.ts';
import styles from './difference-chart.module.css';
import { useComparisonNumbers } from './use-comparison-numbers.ts';

const width = 560;
const left = 150;
const line = 28;

export interface DifferenceChartProps {
  readonly levels: readonly LevelComparison[];
  readonly levelWords: (level: number) => string;
}

/** Zero is always in the picture. */
export function DifferenceChart({ levels, levelWords }: DifferenceChartProps) {
  const { t } = useTranslation();
  const numbers = useComparisonNumbers();
  const reach = Math.max(0.01, ...levels.flatMap(({ difference: { low, high } }) => [-low, high]));
  const place = (value: number) => left + ((value + reach) / (2 * reach)) * (width - left - 60);
  const height = levels.length * line + 24;
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('serving.comparing.chart')}
    >
      <line className={styles.zero} x1={place(0)} x2={place(0)} y1={0} y2={height - 20} />
      {levels.map(({ level, difference: { value, low, high } }, index) => {
        const y = index * line + line / 2;
        return (
          <g key={level}>
            <text className={styles.word} x={0} y={y + 4}>
              {levelWords(level)}
            </text>
            <rect
              className={styles.band}
              x={place(low)}
              width={Math.max(1, place(high) - place(low))}
              y={y - 5}
              height={10}
              rx={2}
            />
            <circle className={styles.dot} cx={place(value)} cy={y} r={4} />
            <text className={styles.word} x={place(high) + 6} y={y + 4}>
              {numbers.points(value)}
            </text>
          </g>
        );
      })}
      <text className={styles.axis} x={place(0)} y={height - 6} textAnchor="middle">
        0
      </text>
    </svg>
  );
}
