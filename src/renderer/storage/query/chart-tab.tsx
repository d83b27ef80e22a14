/** The result as a chart: what is drawn across and up, and the same data as a table. */
import { Button, NativeSelect, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cell } from '../../../shared/contract/storage/preview.ts';
import type { QueryState } from '../../../shared/contract/storage/query.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatNumber } from '../../ui/format.ts';
import { dark, light } from '../../ui/tokens.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { cellText } from '../preview/cell-text.ts';
import { ChartCanvas } from './chart-canvas.tsx';
import { chartOption, type ChartKind, type Point } from './chart-options.ts';
import { ChartTable } from './chart-table.tsx';
import { aggregates, firstChoice, settle, type Aggregate, type ChartChoice } from './chart-wish.ts';
import classes from './query.module.css';

const kinds: readonly ChartKind[] = ['bar', 'line', 'scatter', 'histogram'];

/** The fields, the picture, the table. */
export function ChartTab({ run }: { readonly run: QueryState }) {
  const { t } = useTranslation();
  const columns = run.columns ?? [];
  const [choice, setChoice] = useState(() => firstChoice(columns));
  if (!choice) return <Empty title={t('query.chart.none')} />;
  const change = (part: Partial<ChartChoice>) => setChoice(settle({ ...choice, ...part }));
  const numbers = columns.filter((column) => column.kind === 'number');
  const across =
    choice.kind === 'histogram'
      ? columns.filter((one) => one.kind === 'number' || one.kind === 'time')
      : columns;
  const names = (all: readonly { readonly name: string }[]) => all.map((one) => one.name);
  return (
    <div className={classes.chart}>
      <div className={classes.chartFields}>
        <NativeSelect
          size="xs"
          label={t('query.chart.kind')}
          value={choice.kind}
          data={kinds.map((kind) => ({ value: kind, label: t(`query.chart.kinds.${kind}`) }))}
          onChange={(event) => {
            const kind = kinds.find((one) => one === event.currentTarget.value) ?? 'bar';
            const fits = kind !== 'histogram' || numbers.some((one) => one.name === choice.x);
            change({ kind, ...(fits ? {} : { x: numbers[0]?.name ?? choice.x }) });
          }}
        />
        <NativeSelect
          size="xs"
          label={t('query.chart.x')}
          value={choice.x}
          data={names(across)}
          onChange={(event) => change({ x: event.currentTarget.value })}
        />
        {choice.kind !== 'histogram' && (
          <>
            <NativeSelect
              size="xs"
              label={t('query.chart.y')}
              value={choice.y}
              data={[{ value: '', label: t('query.chart.aggregates.count') }, ...names(numbers)]}
              onChange={(event) => {
                const y = event.currentTarget.value;
                change({ y, ...(y !== '' && choice.aggregate === 'count' ? { aggregate: 'sum' } : {}) });
              }}
            />
            {choice.kind !== 'scatter' && choice.y !== '' && (
              <NativeSelect
                size="xs"
                label={t('query.chart.aggregate')}
                value={choice.aggregate}
                data={aggregates
                  .filter((one) => choice.kind === 'line' || one !== 'none')
                  .map((one) => ({ value: one, label: t(`query.chart.aggregates.${one}`) }))}
                onChange={(event) =>
                  change({ aggregate: aggregates.find((one) => one === event.currentTarget.value) ?? 'sum' })
                }
              />
            )}
            <NativeSelect
              size="xs"
              label={t('query.chart.series')}
              value={choice.series}
              data={[{ value: '', label: t('query.chart.noSeries') }, ...names(columns)]}
              onChange={(event) => change({ series: event.currentTarget.value })}
            />
          </>
        )}
      </div>
      {choice.kind === 'scatter' && choice.y === '' ? (
        <Empty title={t('query.chart.noColumns')} />
      ) : (
        <Drawing run={run} choice={choice} />
      )}
    </div>
  );
}

function usePoints(run: QueryState, choice: ChartChoice) {
  return useQuery({
    queryKey: ['chart', run.id, choice],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({
      signal,
    }): Promise<{ points: readonly Point[]; truncated: boolean; bins?: boolean }> => {
      const { id } = run;
      if (choice.kind === 'histogram') {
        const { histogram = [] } = await core.storage.columnProfile({ id, column: choice.x }, { signal });
        return { points: histogram.map((bin) => ({ x: bin.from, y: bin.count })), truncated: false };
      }
      return core.storage.chart(
        {
          id,
          x: choice.x,
          aggregate: choice.aggregate,
          ...(choice.y === '' ? {} : { y: choice.y }),
          ...(choice.series === '' ? {} : { series: choice.series }),
        },
        { signal },
      );
    },
  });
}

function yNameOf(choice: ChartChoice, words: (aggregate: Aggregate) => string): string {
  if (choice.y === '' || choice.kind === 'histogram') return words('count');
  return choice.aggregate === 'none' ? choice.y : `${choice.y}, ${words(choice.aggregate)}`;
}

function Drawing({ run, choice }: { readonly run: QueryState; readonly choice: ChartChoice }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const scheme = useComputedColorScheme('light');
  const [isTable, setTable] = useState(false);
  const { data, error, refetch } = usePoints(run, choice);
  const xKind = run.columns?.find((column) => column.name === choice.x)?.kind ?? 'other';
  const yName = yNameOf(choice, (aggregate) => t(`query.chart.aggregates.${aggregate}`));
  const formatX = (value: Cell) => cellText(value, xKind, language) ?? t('preview.grid.null');
  const formatY = (value: number) => cellText(value, 'number', language) ?? '';
  const option = useMemo(
    () =>
      data &&
      chartOption({
        kind: choice.kind,
        points: data.points,
        xName: choice.x,
        yName,
        xKind,
        palette: scheme === 'dark' ? dark : light,
        formatX,
        formatY,
      }),
    [data, choice, scheme, language, yName, xKind],
  );
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (!data || !option) return <Waiting words={t('query.chart.drawing')} />;
  if (data.points.length === 0) return <Empty title={t('query.chart.none')} />;
  const label = t('query.chart.label', {
    kind: t(`query.chart.kinds.${choice.kind}`),
    x: choice.x,
    y: yName,
  });
  return (
    <div className={classes.drawing}>
      {data.truncated && (
        <p className="quiet">
          {t('query.chart.truncated', { number: formatNumber(data.points.length, language) })}
        </p>
      )}
      {isTable ? (
        <ChartTable points={data.points} xName={choice.x} yName={yName} formatX={formatX} formatY={formatY} />
      ) : (
        <ChartCanvas option={option} label={label} />
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        aria-pressed={isTable}
        className={classes.asTable ?? ''}
        onClick={() => setTable(!isTable)}
      >
        {t(isTable ? 'query.tabs.chart' : 'query.chart.asTable')}
      </Button>
    </div>
  );
}
