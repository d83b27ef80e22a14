/** The row groups of a Parquet file: how it was cut, and what lies in each piece. */
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, Preview } from '../../../shared/contract/storage/preview.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatBytes, formatNumber } from '../../ui/format.ts';
import { cellText } from './cell-text.ts';
import classes from './preview.module.css';

type Groups = NonNullable<Extract<Preview, { kind: 'table' }>['rowGroups']>;

/** Lines that are drawn at most: a file may be cut into tens of thousands of groups. */
const mostGroups = 500;

/** One line a group; the columns of the one that is opened. */
export function TableGroups({
  groups,
  columns,
}: {
  readonly groups: Groups;
  readonly columns: readonly Column[];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [opened, setOpened] = useState<number>();
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('preview.table.views.groups')}>
      <table className={classes.plain}>
        <thead>
          <tr>
            <th scope="col">{t('preview.table.group')}</th>
            <th scope="col" className={classes.number}>
              {t('preview.table.groupRows')}
            </th>
            <th scope="col" className={classes.number}>
              {t('preview.table.bytes')}
            </th>
            <th scope="col">{t('preview.table.compression')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.slice(0, mostGroups).map((one, index) => (
            <Fragment key={index}>
              <tr>
                <th scope="row">
                  <button
                    type="button"
                    className={classes.link}
                    aria-expanded={opened === index}
                    onClick={() => setOpened(opened === index ? undefined : index)}
                  >
                    {t('preview.table.groupTitle', { number: formatNumber(index + 1, language) })}
                  </button>
                </th>
                <td className={classes.number}>{formatNumber(one.rows, language)}</td>
                <td className={classes.number}>{formatBytes(one.bytes, language)}</td>
                <td className="quiet">
                  {[...new Set(one.columns.map((column) => column.compression))].join(', ')}
                </td>
              </tr>
              {opened === index && (
                <tr>
                  <td colSpan={4} className={classes.nested}>
                    <GroupColumns group={one} columns={columns} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What lies in one group, column by column. */
function GroupColumns({
  group,
  columns,
}: {
  readonly group: Groups[number];
  readonly columns: readonly Column[];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <table className={classes.plain}>
      <thead>
        <tr>
          <th scope="col">{t('preview.table.column')}</th>
          <th scope="col" className={classes.number}>
            {t('preview.table.bytes')}
          </th>
          <th scope="col">{t('preview.table.compression')}</th>
          <th scope="col" className={classes.number}>
            {t('preview.table.nulls')}
          </th>
          <th scope="col">{t('preview.table.least')}</th>
          <th scope="col">{t('preview.table.greatest')}</th>
        </tr>
      </thead>
      <tbody>
        {group.columns.map((part) => {
          const kind = columns.find((column) => column.name === part.name)?.kind ?? 'other';
          return (
            <tr key={part.name}>
              <th scope="row">{part.name}</th>
              <td className={classes.number}>{formatBytes(part.bytes, language)}</td>
              <td className="quiet">{part.compression}</td>
              <td className={classes.number}>
                {part.nulls === undefined ? '' : formatNumber(part.nulls, language)}
              </td>
              <td>{part.min === undefined ? '' : cellText(part.min, kind, language)}</td>
              <td>{part.max === undefined ? '' : cellText(part.max, kind, language)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
