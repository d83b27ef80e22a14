/** The columns of a table, with what the file says of them. */
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatBytes, formatNumber } from '../../ui/format.ts';
import { cellText, shareText } from './cell-text.ts';
import classes from './preview.module.css';

type Table = Extract<Preview, { kind: 'table' }>;

/** One line a column; below it, who wrote the file and what else it says of itself. */
export function TableSchema({ preview }: { readonly preview: Table }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { columns, rows, metadata } = preview;
  const hasStatistics = columns.some((one) => one.nulls !== undefined || one.min !== undefined);
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('preview.table.views.columns')}>
      {!hasStatistics && <p className={classes.note}>{t('preview.table.noStatistics')}</p>}
      <table className={classes.plain}>
        <thead>
          <tr>
            <th scope="col">{t('preview.table.column')}</th>
            <th scope="col">{t('preview.table.type')}</th>
            {hasStatistics && (
              <>
                <th scope="col" className={classes.number}>
                  {t('preview.table.nulls')}
                </th>
                <th scope="col">{t('preview.table.least')}</th>
                <th scope="col">{t('preview.table.greatest')}</th>
              </>
            )}
            <th scope="col" className={classes.number}>
              {t('preview.table.bytes')}
            </th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column, index) => (
            <tr key={index}>
              <th scope="row">{column.name}</th>
              <td className="quiet">{column.type}</td>
              {hasStatistics && (
                <>
                  <td className={classes.number}>
                    {column.nulls === undefined
                      ? ''
                      : `${formatNumber(column.nulls, language)}${rows ? ` · ${shareText(column.nulls / rows, language)}` : ''}`}
                  </td>
                  <td>{column.min === undefined ? '' : cellText(column.min, column.kind, language)}</td>
                  <td>{column.max === undefined ? '' : cellText(column.max, column.kind, language)}</td>
                </>
              )}
              <td className={classes.number}>
                {column.bytes === undefined ? '' : formatBytes(column.bytes, language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {preview.createdBy && (
        <p className="quiet">{t('preview.table.createdBy', { program: preview.createdBy })}</p>
      )}
      {metadata && Object.keys(metadata).length > 0 && (
        <details className={classes.metadata}>
          <summary>{t('preview.table.metadata')}</summary>
          <dl>
            {Object.entries(metadata).map(([key, value]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
