/** Experiments of a server; one or several lead to their runs. */
import { Button, Checkbox } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatMoment, formatNumber } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../models.module.css';
import { useExperiments } from '../parts/model-streams.ts';
import { counted } from '../parts/numbers.ts';
import { moveInTable } from '../../ui/move-in-table.ts';

/** X ticks, Enter opens the runs of the one, the button those of all that are ticked. */
export function ExperimentsTab({ server }: { readonly server: ModelServer }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(60_000);
  const navigate = useNavigate();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [last, setLast] = useState('');
  const { value, failure } = useExperiments(server.id);
  if (!value)
    return failure ? <FailureView failure={failure} /> : <Waiting words={t('models.experiments.reading')} />;
  const experiments = value.experiments
    .filter(({ lifecycle }) => lifecycle === 'active')
    .toSorted((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
  if (experiments.length === 0 && value.problem && value.asOf === undefined)
    return <FailureView failure={value.problem} />;
  if (experiments.length === 0)
    return value.state === 'loading' ? (
      <Waiting words={t('models.experiments.reading')} />
    ) : (
      <Empty title={t('models.experiments.empty')} text={t('models.experiments.emptyHint')} />
    );
  const open = (ids: readonly string[]) =>
    void navigate({ to: '/models/runs', search: { server: server.id, experiments: ids.join(',') } });
  const toggle = (id: string) =>
    setTicked((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  const stop = experiments.some(({ id }) => id === last) ? last : experiments[0]?.id;
  return (
    <div className={classes.tabPage}>
      <div className={classes.tools}>
        <span className="quiet">{t('models.experiments.hint')}</span>
        {ticked.length > 0 && (
          <Button size="sm" variant="filled" onClick={() => open(ticked)}>
            {t('models.experiments.open', counted(ticked.length, language))}
          </Button>
        )}
      </div>
      <table className={classes.table} aria-label={t('models.tabs.experiments')}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('models.runs.select')}</span>
            </th>
            <th scope="col">{t('models.experiments.name')}</th>
            <th scope="col" data-number>
              {t('models.experiments.runs')}
            </th>
            <th scope="col" data-number data-column="updated">
              {t('models.registry.columns.updated')}
            </th>
            <th scope="col" data-column="artifacts">
              {t('models.experiments.artifacts')}
            </th>
          </tr>
        </thead>
        <tbody>
          {experiments.map((one) => (
            <tr
              key={one.id}
              tabIndex={one.id === stop ? 0 : -1}
              data-opens
              onFocus={() => setLast(one.id)}
              onClick={() => open([one.id])}
              onKeyDown={(event) => {
                if (event.target !== event.currentTarget) return;
                if (event.key === 'Enter') open([one.id]);
                else if (event.key === 'x') toggle(one.id);
                else if (!moveInTable(event)) return;
                event.preventDefault();
              }}
            >
              <td className={classes.tick} onClick={(event) => event.stopPropagation()}>
                <Checkbox
                  tabIndex={-1}
                  aria-label={t('models.runs.selectOne', { name: one.name })}
                  checked={ticked.includes(one.id)}
                  onChange={() => toggle(one.id)}
                />
              </td>
              <td className={classes.name}>
                {one.name}
                <span className={classes.sub}>{one.id}</span>
              </td>
              <td data-number>{formatNumber(one.runs, language)}</td>
              <td data-number data-column="updated">
                {one.updatedAt === undefined ? '–' : formatMoment(one.updatedAt, now, language)}
              </td>
              <td data-column="artifacts">
                <code className={classes.code}>{one.artifacts}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
