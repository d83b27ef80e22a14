/** What is wrong or odd in a file, with line and column. */
import { useTranslation } from 'react-i18next';
import type { SourceFinding } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { formatNumber } from '../../../ui/format.ts';
import { ToneIcon } from '../../../ui/state-mark.tsx';
import classes from '../campaigns.module.css';
import { counted } from '../list/campaign-words.ts';
import { useFindingSentence } from './finding-sentence.ts';

type Shown = (SourceFinding | Finding) & {
  readonly rows?: number | undefined;
  readonly expected?: string | undefined;
};

export interface FindingsListProps {
  readonly findings: readonly (SourceFinding | Finding)[];
  readonly inAll: number;
  /** Of a file of texts, where names are those of columns; `encoding`: that it was read as. */
  readonly source?: { readonly encoding?: string | undefined };
}

/** Errors first as they come; says how many more there are. */
export function FindingsList({ findings, inAll, source }: FindingsListProps) {
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
              <Sentence finding={finding} source={source} />
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

function Sentence({
  finding,
  source,
}: {
  readonly finding: Shown;
  readonly source: FindingsListProps['source'];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentence = useFindingSentence(source);
  const { severity, rows, expected } = finding;
  return (
    <>
      <span className="visually-hidden">{t(`annotation.findings.${severity}`)} </span>
      {sentence(finding)}
      {expected !== undefined && ` ${t('annotation.findings.expected', { expected })}`}
      {rows !== undefined && rows > 0 && ` ${t('annotation.findings.rows', counted(rows, language))}`}
    </>
  );
}
