/** Metrics, parameters, note and tags of a run. */
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from '../models.module.css';
import { MarkdownField } from '../parts/markdown-field.tsx';
import { TagList } from '../parts/tag-list.tsx';
import { MetricTable, ParameterTable } from '../parts/value-tables.tsx';
import type { RunPart } from '../run-page.tsx';

/** What came out stands beside what was given. */
export function AboutRun({ server, run, onChanged }: RunPart) {
  const { t } = useTranslation();
  const isFixed = server.state !== 'live';
  const of = { server: server.id, run: run.id };
  return (
    <div className={classes.columnsOfTwo}>
      <div className={classes.blocks}>
        <MetricTable metrics={run.metrics} />
        <MarkdownField
          title={t('models.run.note')}
          text={run.note}
          empty={t('models.run.noNote')}
          isFixed={isFixed}
          save={(text) => core.models.noteRun({ ...of, text }).then(onChanged)}
        />
        <TagList
          tags={run.tags}
          isFixed={isFixed}
          save={(key, value) =>
            core.models
              .tagRun({ ...of, key, ...(value !== undefined && { value }) })
              .then(() => (onChanged(), {}))
          }
        />
        <p className={classes.note}>
          <code className={classes.code}>{run.id}</code>{' '}
          <CopyButton text={run.id} label={t('models.run.copyId')} />
        </p>
      </div>
      <div className={classes.blocks}>
        <ParameterTable title={t('models.run.params')} values={run.params} />
      </div>
    </div>
  );
}
