/** Asks a server once, before it is kept. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from '../models.module.css';
import { counted } from '../parts/numbers.ts';
import { draftOf, type TypedServer } from './server-draft.ts';

/** The button and what came; nothing is kept. */
export function TryServer({
  typed,
  id,
  isReady,
}: {
  readonly typed: TypedServer;
  readonly id: string | undefined;
  readonly isReady: boolean;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => core.models.tryModelServer({ ...draftOf(typed), ...(id !== undefined && { id }) }),
  });
  const problem = error ? failureOf(error) : data?.problem;
  return (
    <div className={classes.line} role="status">
      <Button size="sm" disabled={!isReady} loading={isPending} onClick={() => mutate()}>
        {t('models.servers.try')}
      </Button>
      {problem && !isPending && <FailureView failure={problem} compact />}
      {data && !problem && !isPending && (
        <>
          <StateMark tone="good" word={t('models.servers.answers')} />
          <span className="quiet num">
            {[
              data.version === undefined ? undefined : `MLflow ${data.version}`,
              data.experiments === undefined
                ? undefined
                : t('models.experiments.count', counted(data.experiments, language)),
              `${formatNumber(data.milliseconds, language)} ms`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </>
      )}
    </div>
  );
}
