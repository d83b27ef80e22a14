/** What is wrong or odd in a file, with line and column. */
import { useTranslation } from 'react-i18next';
import type { SourceFinding } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { formatNumber } from '../../../ui/format.ts';
import { ToneIcon } from '../../../ui/state-mark.tsx';
import classes from '../campaigns.module.css';
import { counted } from '../list/campaign-words.ts';

type Shown = (SourceFinding | Finding) & {
  readonly rows?: number | undefined;
  readonly expected?: string | undefined;
};

/** Errors first as they come; says how many more there are. */
export function FindingsList({
  findings,
  inAll,
}: {
  readonly findings: readonly (SourceFinding | Finding)[];
  readonly inAll: number;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (findings.length === 0) return null;
  return (
    <section aria-label={t('annotation.findings.title')}>
      <ul className={classes.findings} tabIndex={0} aria-label={t('annotation.findings.title')}>
        {findings.map((finding, index) => (
          <li key={index}>
            <ToneIcon tone={finding.severity === 'error' ? 'bad' : 'warn'} />
            <span>
              <Sentence finding={finding} />
            </span>
            <span className={classes.where}>
              {finding.line !== undefined &&
                (finding.column === undefined
                  ? t('annotation.findings.line', { line: formatNumber(finding.line, language) })
                  : t('annotation.findings.lineColumn', {
                      line: formatNumber(finding.line, language),
                      column: formatNumber(finding.column, language),
                    }))}
            </span>
          </li>
        ))}
      </ul>
      {inAll > findings.length && (
        <p className={classes.note}>
          {t('annotation.findings.more', counted(inAll - findings.length, language))}
        </p>
      )}
    </section>
  );
}

function Sentence({ finding }: { readonly finding: Shown }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { severity, kind, name, rows, expected } = finding;
  return (
    <>
      <span className="visually-hidden">{t(`annotation.findings.${severity}`)} </span>
      {t(`annotation.findings.kinds.${kind}`, { name, expected: expected ?? '' })}
      {expected !== undefined && ` ${t('annotation.findings.expected', { expected })}`}
      {rows !== undefined && rows > 0 && ` ${t('annotation.findings.rows', counted(rows, language))}`}
    </>
  );
}
