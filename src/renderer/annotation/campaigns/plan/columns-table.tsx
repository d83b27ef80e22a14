/** The columns of a source, with what each was taken for. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ColumnRole, SourceColumn } from '../../../../shared/contract/annotation/campaigns.ts';
import { ColumnRole as columnRole } from '../../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { formatNumber } from '../../../ui/format.ts';
import classes from '../campaigns.module.css';
import { withRole } from './draft.ts';
import type { SectionProps } from './section.tsx';
import { WordsButton, type WordsButtonProps } from './words-button.tsx';

const ranks = ['1', '2', '3', '4', '5'];
/** Roles whose values are codes, for which a file may have words. */
const isCoded = new Set<ColumnRole>(['type_', 'nature', 'event', 'cj', 'permanence', 'surface', 'other']);
const isRanked = (role: ColumnRole) => role.startsWith('suggestion-');

/** A row a column: its name, the role as a choice, examples, empty values. */
export function ColumnsTable({ draft, change }: SectionProps) {
  const { t } = useTranslation();
  const columns = draft.reading?.columns ?? [];
  return (
    <div className={classes.scrolling} tabIndex={0} role="region" aria-label={t('annotation.columns.title')}>
      <table className={classes.plainTable} aria-label={t('annotation.columns.title')}>
        <thead>
          <tr>
            <th scope="col">{t('annotation.columns.name')}</th>
            <th scope="col">{t('annotation.columns.role')}</th>
            <th scope="col">{t('annotation.columns.examples')}</th>
            <th scope="col" data-number>
              {t('annotation.columns.missing')}
            </th>
            <th scope="col">{t('annotation.columns.words')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <ColumnRow
              key={column.name}
              column={column}
              onChange={(next) => change((before) => withRole(before, column.name, next))}
              meanings={draft.meanings[column.name]}
              onMeanings={(meanings) =>
                change((before) => ({ ...before, meanings: { ...before.meanings, [column.name]: meanings } }))
              }
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ColumnRow({
  column,
  onChange,
  meanings,
  onMeanings,
}: Omit<WordsButtonProps, 'column'> & {
  readonly column: SourceColumn;
  readonly onChange: (change: Partial<Pick<SourceColumn, 'role' | 'rank'>>) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { name, role, rank, examples, missing } = column;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <span className={classes.roles}>
          <NativeSelect
            size="xs"
            aria-label={t('annotation.columns.roleOf', { name })}
            value={role}
            onChange={(event) => {
              const next = columnRole.parse(event.currentTarget.value);
              onChange(isRanked(next) ? { role: next, rank: rank ?? 1 } : { role: next });
            }}
            data={columnRole.options.map((value) => ({
              value,
              label: t(`annotation.columns.roles.${value}`),
            }))}
          />
          {isRanked(role) && (
            <NativeSelect
              size="xs"
              aria-label={t('annotation.columns.rankOf', { name })}
              value={String(rank ?? 1)}
              onChange={(event) => onChange({ rank: Number(event.currentTarget.value) })}
              data={ranks}
            />
          )}
        </span>
      </td>
      <td className={classes.examples}>{examples.join(' · ')}</td>
      <td data-number>{missing > 0 ? formatNumber(missing, language) : ''}</td>
      <td>
        {isCoded.has(role) && <WordsButton column={name} meanings={meanings} onMeanings={onMeanings} />}
      </td>
    </tr>
  );
}
