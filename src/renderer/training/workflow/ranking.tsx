/** The finished runs on all levels of the nomenclature, and the way to register the best. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RankedRun, Workflow } from '../../../shared/contract/training/workflows.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatFixed } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { Waiting } from '../../ui/waiting.tsx';
import { RegisterDialog } from './register-dialog.tsx';

/** Asked again each time another run ended. */
export function Ranking({ workflow: { workflow, pods } }: { readonly workflow: Workflow }) {
  const { t } = useTranslation();
  const [registering, setRegistering] = useState<RankedRun>();
  const { name, server } = workflow;
  const { data, error, refetch } = useQuery({
    queryKey: ['training', 'ranking', name, pods.done],
    queryFn: ({ signal }) => core.training.rankRuns({ name }, { signal }),
    placeholderData: (before) => before,
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Waiting words={t('training.looking')} />;
  const { runs, best } = data;
  const first = runs.find(({ run }) => run === best);
  if (runs.length === 0)
    return (
      <p className={classes.note} style={{ padding: 16 }}>
        {t('training.ranking.none')}
      </p>
    );
  return (
    <div className={classes.content}>
      <div className={classes.line}>
        {first && server !== undefined && (
          <Button variant="filled" size="sm" onClick={() => setRegistering(first)}>
            {t('training.ranking.register')}
          </Button>
        )}
        <span className={classes.note}>{t('training.ranking.rule')}</span>
      </div>
      <RankingTable runs={runs} best={best} {...(server !== undefined && { onRegister: setRegistering })} />
      {registering && server !== undefined && (
        <RegisterDialog run={registering} server={server} onClose={() => setRegistering(undefined)} />
      )}
    </div>
  );
}

function RankingTable({
  runs,
  best,
  onRegister,
}: {
  readonly runs: readonly RankedRun[];
  readonly best: string | undefined;
  readonly onRegister?: (run: RankedRun) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const depth = Math.max(...runs.map(({ levels }) => levels.length));
  const share = (value: number | undefined) => (value === undefined ? '–' : formatFixed(value, language, 4));
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={t('training.workflow.tabs.ranking')}>
        <thead>
          <tr>
            <th scope="col">{t('training.workflow.run')}</th>
            {Array.from({ length: depth }, (_, index) => (
              <th key={index} scope="col" data-number>
                {t('training.ranking.level', { level: index + 1 })}
              </th>
            ))}
            <th scope="col" data-number>
              {t('training.ranking.mean')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.run}>
              <th scope="row">
                {run.name}
                <span className={classes.sub}>
                  {[
                    run.run === best && t('training.ranking.best'),
                    run.undominated && t('training.ranking.undominated'),
                    ...Object.entries(run.params).map(([name, value]) => `${name} ${value}`),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </th>
              {Array.from({ length: depth }, (_, index) => (
                <td key={index} data-number>
                  {share(run.levels[index])}
                </td>
              ))}
              <td data-number>
                <strong>{share(run.mean)}</strong>
              </td>
              <td>
                {onRegister && (
                  <Button size="compact-sm" onClick={() => onRegister(run)}>
                    {t('training.ranking.registerOne')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
