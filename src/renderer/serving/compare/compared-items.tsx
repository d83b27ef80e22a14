/** The texts behind a comparison: on which one alone is right, on which both are wrong. */
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedItem, Comparison } from '../../../shared/contract/serving/comparison.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import classes from '../../ui/list-page.module.css';
import { Waiting } from '../../ui/waiting.tsx';
import { useComparisonNumbers } from './use-comparison-numbers.ts';

const kinds = ['only-a', 'only-b', 'both-wrong', 'all'] as const;
type Kind = (typeof kinds)[number];
const page = 100;

export interface ComparedItemsProps {
  readonly comparison: Comparison;
  readonly levelWords: (level: number) => string;
}

/** A hundred at a time. */
export function ComparedItems({ comparison, levelWords }: ComparedItemsProps) {
  const { t } = useTranslation();
  const numbers = useComparisonNumbers();
  const { id, levels, names } = comparison;
  const [which, setWhich] = useState<Kind>('only-a');
  const [level, setLevel] = useState(levels.at(-1)?.level ?? 1);
  const { data, error, fetchNextPage, hasNextPage, isPending } = useInfiniteQuery({
    queryKey: ['serving', 'compared', id, level, which],
    queryFn: ({ pageParam, signal }) =>
      core.serving.comparedItems({ id, level, which, offset: pageParam, limit: page }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, all) => (all.length * page < last.total ? all.length * page : undefined),
  });
  const items = data?.pages.flatMap((one) => one.items) ?? [];
  const guess = (one: ComparedItem['a']) =>
    one ? (
      <>
        <span className={classes.code}>{one.code}</span>
        <span className={classes.sub}>{numbers.decimal(Math.min(1, one.probability), 3)}</span>
      </>
    ) : (
      '–'
    );
  return (
    <section className={classes.section} aria-labelledby="comparison-items">
      <h2 id="comparison-items">
        {t('serving.comparing.items')}
        {data && ` · ${numbers.count(data.pages[0]?.total ?? 0)}`}
      </h2>
      <div className={classes.fields}>
        <SegmentedControl
          aria-label={t('serving.comparing.items')}
          value={which}
          onChange={(value) => setWhich(value)}
          data={kinds.map((kind) => ({ value: kind, label: t(`serving.comparing.which.${kind}`) }))}
        />
        <Select
          aria-label={t('serving.comparing.level')}
          value={String(level)}
          onChange={(value) => setLevel(Number(value ?? level))}
          data={levels.map((one) => ({ value: String(one.level), label: levelWords(one.level) }))}
          allowDeselect={false}
        />
      </div>
      {error && <FailureView failure={failureOf(error)} />}
      {isPending && <Waiting words={t('serving.comparing.items')} rows={4} />}
      {data && items.length === 0 && <p className={classes.note}>{t('serving.comparing.itemsNone')}</p>}
      {items.length > 0 && (
        <table className={classes.table} aria-labelledby="comparison-items">
          <thead>
            <tr>
              <th scope="col">{t('serving.comparing.text')}</th>
              <th scope="col">{t('serving.comparing.truth')}</th>
              <th scope="col">{t('serving.comparing.ofA', { name: names.a })}</th>
              <th scope="col">{t('serving.comparing.ofB', { name: names.b })}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.item}>
                <th scope="row">{item.text}</th>
                <td className={classes.code}>{item.truth}</td>
                <td>{guess(item.a)}</td>
                <td>{guess(item.b)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('serving.comparing.more')}</Button>}
    </section>
  );
}
