/** Training sets: what models learnt from, and can learn from again. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TrainingSet } from '../../../shared/contract/training/sets.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatMoment, formatNumber } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { Waiting } from '../../ui/waiting.tsx';

const columns = ['name', 'lines', 'test', 'codes', 'nomenclature', 'made', 'hash'] as const;
const numbers = new Set<string>(['lines', 'test', 'codes', 'made']);

export interface SetTableProps {
  readonly sets: readonly TrainingSet[];
  readonly isLooking: boolean;
}

/** The newest first. */
export function SetTable({ sets, isLooking }: SetTableProps) {
  const { t } = useTranslation();
  const shown = sets.toSorted((one, other) => other.set.madeAt - one.set.madeAt);
  if (shown.length === 0)
    return isLooking ? (
      <Waiting words={t('training.looking')} />
    ) : (
      <Empty title={t('training.sets.empty')} text={t('training.sets.emptyHint')} />
    );
  return (
    <table className={classes.table} aria-label={t('training.sets.label')}>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" data-number={numbers.has(name) || undefined}>
              {t(`training.sets.${name}`)}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {shown.map((one) => (
          <Row key={one.address} one={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ one: { at, address, set } }: { readonly one: TrainingSet }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { draft, counts, madeAt, madeBy, hash, nomenclature } = set;
  return (
    <tr>
      <th scope="row">
        {draft.name}
        <span className={classes.sub}>{address}</span>
      </th>
      <td data-number>{formatNumber(counts.train, language)}</td>
      <td data-number>{formatNumber(counts.test, language)}</td>
      <td data-number>{formatNumber(counts.codes, language)}</td>
      <td>{nomenclature.id}</td>
      <td data-number>
        {formatMoment(madeAt, Date.now(), language)}
        <span className={classes.sub}>{madeBy}</span>
      </td>
      <td className={classes.code}>{hash.slice(0, 12)}</td>
      <td>
        <div className={classes.buttons}>
          <Button
            variant="filled"
            renderRoot={(props) => <Link to="/training/new" search={{ set: address }} {...props} />}
          >
            {t('training.sets.use')}
          </Button>
          <Button renderRoot={(props) => <Link to="/storage" search={at} {...props} />}>
            {t('training.sets.look')}
          </Button>
        </div>
      </td>
    </tr>
  );
}
