/** One row for each registered model, moved through by key. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pin } from '../../../shared/contract/models/pins.ts';
import type { RegisteredModel } from '../../../shared/contract/models/registry.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import classes from '../models.module.css';
import { AliasChip } from '../parts/chips.tsx';
import { usePins } from '../parts/model-streams.ts';
import { moveInTable } from '../../ui/move-in-table.ts';
import { ServedWhere } from '../parts/served-where.tsx';
import { champion, otherAliases, versionAt } from './standing.ts';

const columns = ['name', 'champion', 'aliases', 'newest', 'updated', 'kept', 'served'] as const;
const numbers = new Set<string>(['champion', 'newest', 'updated']);

/** J K and arrows move, Enter opens. */
export function RegistryTable({
  server,
  models,
}: {
  readonly server: string;
  readonly models: readonly RegisteredModel[];
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [last, setLast] = useState('');
  const pins = usePins().value?.pins ?? [];
  const stop = models.some(({ name }) => name === last) ? last : models[0]?.name;
  const open = (name: string) => void navigate({ to: '/models/model', search: { server, name } });
  return (
    <table className={classes.table} aria-label={t('models.registry.label')}>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" data-column={name} data-number={numbers.has(name) || undefined}>
              {t(`models.registry.columns.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr
            key={model.name}
            tabIndex={model.name === stop ? 0 : -1}
            data-opens
            onFocus={() => setLast(model.name)}
            onClick={() => open(model.name)}
            onKeyDown={(event) => {
              if (event.target !== event.currentTarget) return;
              if (event.key === 'Enter') open(model.name);
              else if (!moveInTable(event)) return;
              event.preventDefault();
            }}
          >
            <Cells server={server} model={model} pins={pins} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cells({
  server,
  model,
  pins,
}: {
  readonly server: string;
  readonly model: RegisteredModel;
  readonly pins: readonly Pin[];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(60_000);
  const others = otherAliases(model);
  const kept = pins.filter(
    ({ from, state }) => from?.server === server && from.name === model.name && state === 'ready',
  );
  const [firstLine = ''] = model.description.split('\n');
  return (
    <>
      <td className={classes.name}>
        <Link
          to="/models/model"
          search={{ server, name: model.name }}
          tabIndex={-1}
          className={classes.plainLink}
        >
          {model.name}
        </Link>
        {firstLine !== '' && <span className={classes.sub}>{firstLine}</span>}
      </td>
      <td data-number data-column="champion">
        {versionAt(model, champion) ?? <span className="quiet">{t('models.registry.noChampion')}</span>}
      </td>
      <td data-column="aliases">
        <span className={classes.chips}>
          {others.length > 0 ? others.map((one) => <AliasChip key={one.alias} {...one} />) : '–'}
        </span>
      </td>
      <td data-number data-column="newest">
        {model.newest ?? '–'}
      </td>
      <td data-number data-column="updated">
        {formatMoment(model.updatedAt, now, language)}
      </td>
      <td data-column="kept">
        {kept.length > 0
          ? t('models.registry.keptVersions', { versions: kept.map(({ version }) => version).join(', ') })
          : '–'}
      </td>
      <td data-column="served">
        <ServedWhere name={model.name} />
      </td>
    </>
  );
}
