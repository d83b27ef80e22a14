/** What a model answered: the line that it was given, its codes, how sure it is, and why. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelAnswer } from '../../../shared/contract/models/inference.ts';
import type { Pin } from '../../../shared/contract/models/pins.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from '../models.module.css';
import { moveInTable } from '../../ui/move-in-table.ts';
import { formatProbability } from '../parts/numbers.ts';
import { Explanation } from './explanation.tsx';
import type { Question } from './question.ts';
import own from './try.module.css';

export interface AnswerProps {
  readonly pin: Pin;
  readonly question: Question;
  readonly answer: ModelAnswer;
  readonly milliseconds: number;
}

/** The confidence index never stands without p1. */
export function Answer({ pin, question, answer, milliseconds }: AnswerProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { raw, given, predictions, confidenceIndex } = answer;
  const [chosen, setChosen] = useState(predictions[0]?.code);
  const [first, second] = predictions;
  const figures = [
    ['p1', first?.probability],
    ['p2', second?.probability],
    ['IC', confidenceIndex],
  ] as const;
  return (
    <section className={classes.block} aria-label={t('models.try.answer')}>
      <dl className={own.lines}>
        <dt>{t('models.try.raw')}</dt>
        <dd>{raw}</dd>
        <dt>{t('models.try.given')}</dt>
        <dd>
          <code className={classes.code}>{given}</code>
        </dd>
      </dl>
      {predictions.length === 0 ? (
        <p>{t('models.try.noCode')}</p>
      ) : (
        <>
          <p className={own.figures} role="status">
            {figures.map(([name, value]) => (
              <span key={name}>
                <abbr title={t(`models.try.figures.${name}`)}>{name}</abbr>{' '}
                <strong className="num">
                  {value === undefined ? '–' : formatProbability(value, language)}
                </strong>
              </span>
            ))}
            <span className="quiet num">
              {t('models.try.took', { number: formatNumber(milliseconds, language, 1) })}
            </span>
          </p>
          <table className={`${classes.plainTable} ${own.codes}`}>
            <caption className="visually-hidden">{t('models.try.codes')}</caption>
            <thead>
              <tr>
                <th scope="col" data-number>
                  {t('models.try.rank')}
                </th>
                <th scope="col">{t('models.try.code')}</th>
                <th scope="col">{t('models.try.codeTitle')}</th>
                <th scope="col" data-number>
                  {t('models.try.probability')}
                </th>
              </tr>
            </thead>
            <tbody>
              {predictions.map(({ code, title, probability }, place) => (
                <tr
                  key={code}
                  tabIndex={code === chosen ? 0 : -1}
                  aria-selected={code === chosen}
                  onClick={() => setChosen(code)}
                  onFocus={() => setChosen(code)}
                  onKeyDown={(event) => moveInTable(event) && event.preventDefault()}
                >
                  <td data-number>{place + 1}</td>
                  <th scope="row">
                    <code className={classes.code}>{code}</code>
                  </th>
                  <td>{title ?? <span className="quiet">{t('models.try.unknownCode')}</span>}</td>
                  <td data-number>
                    <span className={own.bar} aria-hidden="true">
                      <span style={{ width: `${Math.min(1, probability) * 100}%` }} />
                    </span>{' '}
                    {formatProbability(probability, language)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {chosen !== undefined && <Explanation pin={pin} question={question} code={chosen} />}
        </>
      )}
    </section>
  );
}
