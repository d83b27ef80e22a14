/** Moves of the aliases of a model, newest first. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment } from '../../ui/format.ts';
import classes from '../models.module.css';
import { AliasChip } from '../parts/chips.tsx';
import type { VersionPart } from './version-pane.tsx';

/** MLflow forgets them; they are kept as a tag of the model. */
export function HistoryTab({ detail }: VersionPart) {
  const { t } = useTranslation();
  const language = useLanguage();
  const moves = detail.moves.toSorted((a, b) => b.at - a.at);
  return (
    <div className={classes.blocks}>
      <p className={classes.note}>{t('models.history.hint')}</p>
      {moves.length === 0 ? (
        <p>{t('models.history.none')}</p>
      ) : (
        <table className={classes.plainTable}>
          <caption className="visually-hidden">{t('models.model.tabs.history')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('models.history.when')}</th>
              <th scope="col">{t('models.history.alias')}</th>
              <th scope="col" data-number>
                {t('models.history.from')}
              </th>
              <th scope="col" data-number>
                {t('models.history.to')}
              </th>
              <th scope="col">{t('models.history.by')}</th>
            </tr>
          </thead>
          <tbody>
            {moves.map((move) => (
              <tr key={`${move.alias} ${move.at}`}>
                <td className="num">{formatMoment(move.at, Date.now(), language)}</td>
                <td>
                  <AliasChip alias={move.alias} />
                </td>
                <td data-number>{move.from ?? '–'}</td>
                <td data-number>{move.to ?? t('models.history.removed')}</td>
                <td>{move.by}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
