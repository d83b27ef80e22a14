/** The trainings: one row each, the newest first, moved through by key. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../shared/contract/training/workflows.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatDuration, formatMoment, formatNumber } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { moveInTable } from '../../ui/move-in-table.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import { durationOf, toneOf } from '../workflow-state.ts';

const columns = ['name', 'state', 'grid', 'experiment', 'by', 'begun', 'took'] as const;
const numbers = new Set<string>(['grid', 'begun', 'took']);

/** Enter shows one whole. */
export function WorkflowTable({ workflows }: { readonly workflows: readonly WorkflowSummary[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const shown = workflows.toSorted((one, other) => other.createdAt - one.createdAt);
  if (shown.length === 0)
    return <Empty title={t('training.list.empty')} text={t('training.list.emptyHint')} />;
  const open = (name: string) => void navigate({ to: '/training/workflow', search: { name } });
  return (
    <table className={classes.table} aria-label={t('training.list.label')}>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" data-number={numbers.has(name) || undefined}>
              {t(`training.list.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((workflow, index) => (
          <tr
            key={workflow.name}
            tabIndex={index === 0 ? 0 : -1}
            onClick={() => open(workflow.name)}
            onKeyDown={(event) => {
              if (event.ctrlKey || event.metaKey || event.altKey) return;
              if (event.key === 'Enter') open(workflow.name);
              else if (!moveInTable(event)) return;
              event.preventDefault();
            }}
          >
            <Cells workflow={workflow} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cells({ workflow }: { readonly workflow: WorkflowSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(1_000);
  const { name, state, combinations, experiment, by, createdAt, schedule, resubmittedFrom } = workflow;
  const took = durationOf(workflow, now);
  const origin =
    schedule !== undefined
      ? t('training.list.scheduled', { name: schedule })
      : resubmittedFrom !== undefined && t('training.list.retried', { name: resubmittedFrom });
  return (
    <>
      <th scope="row">
        {name}
        {origin && <span className={classes.sub}>{origin}</span>}
      </th>
      <td>
        <StateMark tone={toneOf(state)} word={t(`training.states.${state}`)} />
      </td>
      <td data-number>{combinations === undefined ? '–' : formatNumber(combinations, language)}</td>
      <td>{experiment ?? '–'}</td>
      <td>{by ?? '–'}</td>
      <td data-number>{formatMoment(createdAt, now, language)}</td>
      <td data-number>{took === undefined ? '–' : formatDuration(took, language)}</td>
    </>
  );
}
