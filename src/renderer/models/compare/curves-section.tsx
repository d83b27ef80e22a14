/** A metric by step for each run: the curves, and the same as a table. */
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../shared/contract/models/runs.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../models.module.css';
import { CurveChart } from './curve-chart.tsx';
import { CurveTable } from './curve-table.tsx';
import { metricLines } from './differing.ts';

/** Steps that are drawn of each run: more than the picture has places for say nothing more. */
const points = 400;

export interface CurvesSectionProps {
  readonly server: string;
  readonly runs: readonly Run[];
  /** Absent: the first that most runs have, until the person chooses. */
  readonly metric?: string | undefined;
  readonly onMetric?: (metric: string) => void;
}

/** The choice of the metric, the picture or the table. */
export function CurvesSection({ server, runs, metric, onMetric }: CurvesSectionProps) {
  const { t } = useTranslation();
  const [own, setOwn] = useState<string>();
  const [isTable, setTable] = useState(false);
  const keys = metricLines(runs).map(({ key }) => key);
  const chosen = keys.find((key) => key === (metric ?? own)) ?? keys[0];
  const ids = runs.map(({ id }) => id);
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'history', server, ids, chosen],
    queryFn: ({ signal }) =>
      core.models.metricHistory({ server, runs: ids, metric: chosen ?? '', points }, { signal }),
    enabled: chosen !== undefined,
    retry: false,
    placeholderData: (before) => before,
  });
  if (chosen === undefined) return <p className="quiet">{t('models.run.noMetrics')}</p>;
  const hasCurve = data?.some(({ steps }) => steps.length > 1);
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2>{t('models.compare.curves')}</h2>
        <NativeSelect
          size="xs"
          aria-label={t('models.compare.metric')}
          value={chosen}
          data={keys}
          onChange={(event) => {
            const next = event.currentTarget.value;
            setOwn(next);
            onMetric?.(next);
          }}
        />
        <Button aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'models.compare.asChart' : 'models.compare.asTable')}
        </Button>
      </div>
      {error ? (
        <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Waiting words={t('models.compare.readingCurves')} />
      ) : isTable || !hasCurve ? (
        <>
          {!hasCurve && <p className="quiet">{t('models.compare.oneStep')}</p>}
          <CurveTable metric={chosen} runs={runs} curves={data} />
        </>
      ) : (
        <CurveChart metric={chosen} runs={runs} curves={data} />
      )}
    </section>
  );
}
