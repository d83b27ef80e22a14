/** The headings of the list: a click sorts. */
import { useTranslation } from 'react-i18next';
import type { SortColumn } from '../../../../shared/contract/storage/listing.ts';
import classes from '../storage.module.css';
import { useListLook, type ColumnName } from './columns.ts';

/** Height of the headings in pixels. */
export const headHeight = 30;

/** One line that stays on top. */
export function ListHead({
  columns,
  template,
}: {
  readonly columns: readonly ColumnName[];
  readonly template: string;
}) {
  const { t } = useTranslation();
  const { sort, descending, sortBy } = useListLook();
  const heading = (name: SortColumn) => (
    <span
      key={name}
      role="columnheader"
      className={classes.heading}
      data-number={name === 'size' || name === 'modified'}
      aria-sort={sort === name ? (descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" onClick={() => sortBy(name)}>
        {t(`storage.columns.${name}`)}
        <span aria-hidden="true">{sort === name ? (descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </span>
  );
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={classes.headRow}
      style={{ gridTemplateColumns: template, height: headHeight }}
    >
      <span role="columnheader">
        <span className="visually-hidden">{t('storage.columns.selected')}</span>
      </span>
      {heading('name')}
      {columns.map(heading)}
    </div>
  );
}
