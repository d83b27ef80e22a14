/** Answers side by side: a column each, ranks in line, codes that several have marked. */
import { useTranslation } from 'react-i18next';
import type { Answer, AnswerSource } from '../../../shared/contract/serving/asking.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { formatFixed, formatNumber } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { agreementOf, sharedCodes } from './agreement.ts';
import styles from './answer-table.module.css';

export interface AnswerTableProps {
  readonly answers: readonly Answer[];
  readonly nameOf: (source: AnswerSource) => string;
}

/** A sentence on the first code, then the table. */
export function AnswerTable({ answers, nameOf }: AnswerTableProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const agreement = agreementOf(answers);
  const shared = sharedCodes(answers);
  const ranks = Math.max(...answers.map(({ predictions }) => predictions.length));
  const probability = (value: number | undefined) =>
    value === undefined ? '–' : formatFixed(Math.min(1, value), language, 3);
  const row = (title: string, cell: (answer: Answer) => React.ReactNode) => (
    <tr>
      <th scope="row">{title}</th>
      {answers.map((answer, index) => (
        <td key={index}>{cell(answer)}</td>
      ))}
    </tr>
  );
  return (
    <section className={classes.section} aria-labelledby="serving-answers">
      <h2 id="serving-answers">{t('serving.asking.answers')}</h2>
      {agreement && (
        <p role="status" style={{ margin: 0 }}>
          {agreement === 'differ'
            ? t('serving.asking.differ')
            : t('serving.asking.agreed', { code: agreement.code })}
        </p>
      )}
      <div className={classes.scroll}>
        <table className={classes.table} aria-labelledby="serving-answers">
          <thead>
            <tr>
              <th scope="col">{t('serving.asking.rank')}</th>
              {answers.map(({ source }, index) => (
                <th key={index} scope="col">
                  {nameOf(source)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answers.some(({ problem }) => problem !== undefined) &&
              row(
                t('serving.asking.problem'),
                ({ problem }) => problem && <FailureView failure={problem} compact />,
              )}
            {Array.from({ length: ranks }, (_, rank) => (
              <tr key={rank}>
                <th scope="row">{rank + 1}</th>
                {answers.map(({ predictions }, index) => {
                  const one = predictions[rank];
                  return (
                    <td key={index} data-shared={one && shared.has(one.code)} className={styles.cell}>
                      {one && (
                        <>
                          <span className={classes.code}>{one.code}</span>{' '}
                          <span className={styles.probability}>{probability(one.probability)}</span>
                          <span
                            className={styles.bar}
                            style={{ width: `${100 * Math.min(1, one.probability)}%` }}
                          />
                          {one.title !== undefined && <span className={classes.sub}>{one.title}</span>}
                        </>
                      )}
                      {rank === 0 && !one && t('serving.asking.silent')}
                    </td>
                  );
                })}
              </tr>
            ))}
            {row(t('serving.asking.index'), ({ confidenceIndex, predictions }) =>
              confidenceIndex === undefined
                ? '–'
                : t('serving.asking.indexOf', {
                    index: probability(confidenceIndex),
                    first: probability(predictions[0]?.probability),
                    second: probability(predictions[1]?.probability),
                  }),
            )}
            {row(
              t('serving.asking.version'),
              ({ model, version }) => [model, version].filter(Boolean).join(' ') || '–',
            )}
            {row(t('serving.asking.given'), ({ given }) => (
              <span className={classes.code}>{given ?? '–'}</span>
            ))}
            {row(
              t('serving.asking.time'),
              ({ milliseconds }) => `${formatNumber(milliseconds, language, 1)} ms`,
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
