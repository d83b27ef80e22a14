/** Metrics and parameters of one run as tables. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../shared/contract/models/runs.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { plain } from '../../ui/rank.ts';
import classes from '../models.module.css';
import { formatMetric } from './numbers.ts';

/** More than this and a field narrows them down. */
const many = 12;

/** The last value of each metric, right-aligned. */
export function MetricTable({ metrics }: { readonly metrics: Run['metrics'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ValueTable
      title={t('models.run.metrics')}
      rows={metrics.map(({ key, value }) => ({ key, shown: formatMetric(value, language) }))}
      isNumber
    />
  );
}

/** Parameters or tags, as they were logged. */
export function ParameterTable({
  title,
  values,
}: {
  readonly title: string;
  readonly values: readonly { readonly key: string; readonly value: string }[];
}) {
  return (
    <ValueTable
      title={title}
      rows={values.map(({ key, value }) => ({ key, shown: value }))}
      isNumber={false}
    />
  );
}

interface ValueTableProps {
  readonly title: string;
  readonly rows: readonly { readonly key: string; readonly shown: string }[];
  readonly isNumber: boolean;
}

function ValueTable({ title, rows, isNumber }: ValueTableProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const shown = rows.filter(({ key }) => plain(key).includes(plain(typed)));
  return (
    <section className={classes.block}>
      <h2>{title}</h2>
      {rows.length > many && (
        <TextInput
          size="xs"
          type="search"
          aria-label={t('models.run.narrow', { title })}
          placeholder={t('models.run.narrow', { title })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {rows.length === 0 ? (
        <p className="quiet">{t('models.run.nothing')}</p>
      ) : (
        <table className={classes.plainTable}>
          <caption className="visually-hidden">{title}</caption>
          <tbody>
            {shown.map(({ key, shown: value }) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td data-number={isNumber || undefined}>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
