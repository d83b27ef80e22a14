/** What came of taking annotations in: how many, and what was wrong with which line. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { StateMark, ToneIcon } from '../../ui/state-mark.tsx';
import type { ImportAnswer } from './use-import.ts';
import classes from './exchange.module.css';

/** The sentence first, then each finding with its place in the file. */
export function ImportResult({ result }: { readonly result: ImportAnswer }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { decisions, already, unknownItems, findings } = result;
  const number = (value: number) => formatNumber(value, language);
  const hasError = findings.some(({ severity }) => severity === 'error');
  return (
    <div className={classes.result} role="status">
      <p>
        <StateMark
          tone={hasError ? 'warn' : 'good'}
          word={t('quality.exchange.took', { count: decisions, number: number(decisions) })}
        />{' '}
        {already > 0 && t('quality.exchange.already', { count: already, number: number(already) })}{' '}
        {unknownItems > 0 &&
          t('quality.exchange.unknownItems', { count: unknownItems, number: number(unknownItems) })}
      </p>
      <ul className={classes.findings}>
        {findings.map(({ severity, kind, name, line, column }, place) => (
          <li key={place}>
            <ToneIcon tone={severity === 'error' ? 'bad' : 'warn'} />
            <span>{t(`quality.exchange.findings.${kind}`, { name })}</span>
            <span className="quiet">
              {line !== undefined &&
                (column === undefined
                  ? t('quality.exchange.line', { line: number(line) })
                  : t('quality.exchange.lineColumn', { line: number(line), column: number(column) }))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
