/** Beside the sections: what the plan would draw, what is missing, and the button that makes it. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PlanPreview } from '../../../../shared/contract/annotation/campaigns.ts';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureSentence } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { useSay } from '../../../app/language/words.ts';
import { formatNumber } from '../../../ui/format.ts';
import { ToneIcon } from '../../../ui/state-mark.tsx';
import classes from '../campaigns.module.css';
import { FindingsList } from '../files/findings-list.tsx';
import { useDesignSentence } from '../overview/design-sentence.ts';
import type { Missing } from './plan-of.ts';
import { sectionId, type SectionName } from './section.tsx';
import type { Preview } from './use-preview.ts';

const sectionOf: Readonly<Record<Missing, SectionName>> = {
  source: 'source',
  text: 'source',
  nomenclature: 'nomenclature',
  size: 'sampling',
  seed: 'sampling',
  column: 'sampling',
  shares: 'sampling',
  annotators: 'people',
  leads: 'people',
  batchSize: 'work',
  title: 'place',
  id: 'place',
  folder: 'place',
};

/** Brings the section of what is missing into sight and gives its field the focus, or the first field of the section. */
function goTo(missing: Missing): void {
  const place = document.getElementById(sectionId(sectionOf[missing]));
  place?.scrollIntoView({ block: 'start' });
  const field =
    place?.querySelector<HTMLElement>(`[data-field="${missing}"]`) ??
    place?.querySelector<HTMLElement>('input, select, textarea');
  field?.focus();
}

export interface PreviewPaneProps {
  readonly shown: Preview;
  readonly missing: readonly Missing[];
  readonly isMaking: boolean;
  readonly failure: FailureData | undefined;
  readonly onMake: () => void;
}

/** The pane; its button says what will happen. */
export function PreviewPane({ shown, missing, isMaking, failure, onMake }: PreviewPaneProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { preview, isStale } = shown;
  const told = problemsToTell(preview, missing);
  const batches = preview ? batchesIn(preview) : 0;
  const isReady = preview !== undefined && missing.length === 0 && preview.problems.length === 0;
  return (
    <aside className={classes.preview} aria-label={t('annotation.plan.preview.title')} aria-busy={isStale}>
      <h2>{t('annotation.plan.preview.title')}</h2>
      {missing.length > 0 && (
        <div>
          <p className={classes.note}>{t('annotation.plan.preview.missing')}</p>
          <ul className={classes.missing}>
            {missing.map((name) => (
              <li key={name}>
                <Button variant="subtle" size="compact-sm" onClick={() => goTo(name)}>
                  {t(`annotation.plan.missing.${name}`)}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Problems problems={told} />
      {shown.failure && <FailureView failure={shown.failure} onRetry={shown.retry} compact />}
      {preview && preview.design.sampled > 0 && <Drawn preview={preview} isStale={isStale} />}
      {!preview && !shown.failure && !missing.includes('source') && (
        <p className={classes.note}>{t('annotation.plan.preview.drawing')}</p>
      )}
      {failure && <FailureView failure={failure} compact />}
      <Button
        variant="filled"
        size="sm"
        disabled={!isReady || isStale}
        loading={isMaking}
        onClick={onMake}
        className={classes.make ?? ''}
      >
        {isReady
          ? t('annotation.plan.make', {
              items: formatNumber(preview.design.sampled, language),
              batches: formatNumber(batches, language),
            })
          : t('annotation.plan.makeNothing')}
      </Button>
    </aside>
  );
}

const batchesIn = ({ batches }: PlanPreview) => batches.calibration + batches.overlap + batches.single;

/** What is missing is said once, in its own words. */
function problemsToTell(preview: PlanPreview | undefined, missing: readonly Missing[]): FailureData[] {
  return (preview?.problems ?? []).filter(
    ({ field }) => field === undefined || !missing.some((name) => name === field),
  );
}

function Problems({ problems }: { readonly problems: readonly FailureData[] }) {
  const say = useSay();
  return problems.map((problem) => (
    <p key={problem.message} className={classes.problem}>
      <ToneIcon tone="bad" /> {failureSentence(problem, say)}
    </p>
  ));
}

/** The design in words, the batches, a few of the texts. */
function Drawn({ preview, isStale }: { readonly preview: PlanPreview; readonly isStale: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentence = useDesignSentence();
  const { batches, codings, design, examples, findings } = preview;
  return (
    <div className={classes.drawn} data-stale={isStale}>
      <p>{sentence(design)}</p>
      <p>
        {t('annotation.plan.preview.batches', {
          batches: formatNumber(batchesIn(preview), language),
          calibration: formatNumber(batches.calibration, language),
          overlap: formatNumber(batches.overlap, language),
          single: formatNumber(batches.single, language),
          codings: formatNumber(codings, language),
        })}
      </p>
      {design.frame.excludedRows !== undefined && (
        <p>
          {t('annotation.plan.preview.excluded', { rows: formatNumber(design.frame.excludedRows, language) })}
        </p>
      )}
      {!design.probability && <p className={classes.line}>{t('annotation.plan.preview.noEstimates')}</p>}
      <FindingsList findings={findings} inAll={findings.length} source={{}} />
      {examples.length > 0 && (
        <>
          <h3>{t('annotation.plan.preview.examples')}</h3>
          <ul className={classes.texts}>
            {examples.map(({ text, stratum }, index) => (
              <li key={index}>
                {text}
                {design.strata.length > 1 && stratum !== undefined && (
                  <span className={classes.sub}>{stratum}</span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
