/** Runs side by side: what they were given, what came out. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../shared/contract/models/runs.ts';
import { useLanguage } from '../../app/language/setup.ts';
import classes from '../models.module.css';
import { formatMetric } from '../parts/numbers.ts';
import own from './compare.module.css';
import { bestPlaces, type Line, type MetricLine } from './differing.ts';
import { turnOf } from './run-colours.ts';

interface TableProps {
  readonly server: string;
  readonly runs: readonly Run[];
  readonly label: string;
}

/** A line for each parameter; what differs is set off. */
export function ParameterComparison({ lines, ...rest }: TableProps & { readonly lines: readonly Line[] }) {
  return (
    <Frame {...rest}>
      {lines.map(({ key, values, differs }) => (
        <tr key={key} data-differs={differs}>
          <th scope="row">{key}</th>
          {values.map((value, place) => (
            <td key={rest.runs[place]?.id}>{value ?? <span className="quiet">–</span>}</td>
          ))}
        </tr>
      ))}
    </Frame>
  );
}

/** A line for each metric, the best in bold. */
export function MetricComparison({ lines, ...rest }: TableProps & { readonly lines: readonly MetricLine[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Frame {...rest}>
      {lines.map((line) => {
        const best = bestPlaces(line);
        return (
          <tr key={line.key}>
            <th scope="row">{line.key}</th>
            {line.values.map((value, place) => (
              <td key={rest.runs[place]?.id} data-number data-best={best.has(place) || undefined}>
                {value === undefined ? '–' : formatMetric(value, language)}
                {best.has(place) && <span className="visually-hidden"> {t('models.compare.best')}</span>}
              </td>
            ))}
          </tr>
        );
      })}
    </Frame>
  );
}

function Frame({ server, runs, label, children }: TableProps & { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.scrolling} tabIndex={0} role="region" aria-label={label}>
      <table className={`${classes.plainTable} ${own.table}`}>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('models.compare.name')}</span>
            </th>
            {runs.map((run, place) => (
              <th key={run.id} scope="col">
                <span className={own.swatch} data-turn={turnOf(place)} aria-hidden="true" />
                <Link to="/models/run" search={{ server, run: run.id }} title={run.name}>
                  {run.name}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
