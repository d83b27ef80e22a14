/** Two versions compared on the gold set, before one is promoted. */
import { Button, Progress } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useLanguage } from '../app/language/setup.ts';
import { formatNumber } from '../ui/format.ts';
import classes from '../ui/list-page.module.css';
import { ComparisonForm } from './compare/comparison-form.tsx';
import { ComparisonResult } from './compare/comparison-result.tsx';
import { EarlierComparisons } from './compare/earlier-comparisons.tsx';
import { useComparing } from './compare/use-comparing.ts';

const earlierKey = ['serving', 'comparisons'];

/** The page of `/serving/compare`. */
export function ComparisonPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id, a, b, gold } = useSearch({ from: '/serving/compare' });
  const { data: earlier = [] } = useQuery({
    queryKey: earlierKey,
    queryFn: ({ signal }) => core.serving.comparisons({}, { signal }),
  });
  const show = (shown: string | undefined) =>
    void navigate({
      to: '/serving/compare',
      search: shown === undefined ? {} : { id: shown },
      replace: true,
    });
  const comparing = useComparing((comparison) => {
    void client.invalidateQueries({ queryKey: earlierKey });
    show(comparison.id);
  });
  const shown = earlier.find((one) => one.id === id);
  const forget = async (one: string) => {
    await core.serving.removeComparison({ id: one });
    await client.invalidateQueries({ queryKey: earlierKey });
    if (one === id) show(undefined);
  };
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('serving.comparing.title')}</h1>
      </div>
      <div className={classes.body}>
        <div className={classes.content}>
          <ComparisonForm
            first={{ a, b, gold }}
            isBusy={comparing.step !== undefined}
            onStart={comparing.start}
          />
          {comparing.step && <Asking step={comparing.step} onStop={comparing.stop} />}
          {comparing.problem && <FailureView failure={comparing.problem} />}
          {shown && <ComparisonResult key={shown.id} comparison={shown} />}
          <EarlierComparisons
            comparisons={earlier}
            shown={id}
            onShow={show}
            onForget={(one) => void forget(one)}
          />
        </div>
      </div>
    </div>
  );
}

function Asking({
  step,
  onStop,
}: {
  readonly step: { readonly done: number; readonly total?: number | undefined };
  readonly onStop: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { done, total } = step;
  const words =
    total === undefined
      ? t('serving.comparing.reading')
      : t('serving.comparing.asked', {
          done: formatNumber(done, language),
          total: formatNumber(total, language),
        });
  return (
    <div className={classes.section}>
      <p role="status" className={classes.note}>
        {words}
      </p>
      <Progress
        value={total === undefined || total === 0 ? 0 : (100 * done) / total}
        aria-label={words}
        style={{ width: 360, maxWidth: '100%' }}
      />
      <Button onClick={onStop}>{t('serving.comparing.stop')}</Button>
    </div>
  );
}
