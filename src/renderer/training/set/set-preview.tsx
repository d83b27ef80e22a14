/** What would come of a training set: every exclusion with its number, the first lines, the poorest codes. */
import { useTranslation } from 'react-i18next';
import type { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';

const order = [
  'train',
  'test',
  'pseudo',
  'codes',
  'codesWithout',
  'goldById',
  'goldByText',
  'recoded',
  'multivocal',
  'unknownCode',
  'emptyText',
  'duplicates',
  'contradictions',
  'unresolved',
] as const satisfies readonly (keyof SetPreviewProps['preview']['counts'])[];
const always = new Set<string>(['train', 'test', 'codes', 'goldById', 'goldByText']);
const fewest = 8;

export interface SetPreviewProps {
  readonly preview: Awaited<ReturnType<typeof core.training.previewTrainingSet>>;
}

/** Beside the fields. */
export function SetPreview({ preview: { counts, lines, byCode } }: SetPreviewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const rare = byCode.toSorted((one, other) => one.rows - other.rows).slice(0, fewest);
  return (
    <aside className={classes.detail} aria-label={t('training.set.preview')} tabIndex={0}>
      <table className={classes.table} aria-label={t('training.set.preview')}>
        <tbody>
          {order
            .filter((name) => counts[name] > 0 || always.has(name))
            .map((name) => (
              <tr key={name}>
                <td>{t(`training.set.counts.${name}`)}</td>
                <td data-number>{formatNumber(counts[name], language)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <section>
        <h2>{t('training.set.first')}</h2>
        {lines.slice(0, 6).map((line, index) => (
          <p key={index} className={classes.code} style={{ margin: '0 0 4px' }}>
            {line}
          </p>
        ))}
      </section>
      {rare.length > 0 && (
        <section>
          <h2>{t('training.set.rare')}</h2>
          <p className={classes.note}>
            {rare.map(({ code, rows }) => `${code} (${formatNumber(rows, language)})`).join(', ')}
          </p>
        </section>
      )}
    </aside>
  );
}
