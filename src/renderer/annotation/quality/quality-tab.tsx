/** Agreement, estimates and pace of a campaign: a tab of the campaign's page. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignFile, CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useNomenclature } from '../codes/use-nomenclature.ts';
import { AccuracySection } from './accuracy-section.tsx';
import { AgreementSection } from './agreement-section.tsx';
import { ConfusionsSection } from './confusions-section.tsx';
import { isComparable, type EstimatorName } from './figures.ts';
import { Headline } from './headline.tsx';
import { PartsSection } from './parts-section.tsx';
import { ProblemFiles } from './problem-files.tsx';
import { ProgressSection } from './progress-section.tsx';
import { askForPair } from './queue-store.ts';
import { ReportState } from './report-state.tsx';
import { useLevelWords } from './use-level-words.ts';
import { useQuality } from './use-quality.ts';
import { useRoles } from './use-roles.ts';
import classes from './quality.module.css';

/** A report to be read from the top: a sentence, pictures, tables, what is missing. */
export function QualityTab({ at, campaign }: { readonly at: CampaignRef; readonly campaign: CampaignFile }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { value: report, failure } = useQuality(at);
  const { tree, nomenclature } = useNomenclature(campaign.nomenclature.id);
  const { isLead, settles } = useRoles(at, campaign);
  const levelWords = useLevelWords(nomenclature);
  const [estimator, setEstimator] = useState<EstimatorName>('krippendorff-nominal');
  const { level } = campaign;
  const agreement = report && isComparable(report.agreement) ? report.agreement : [];
  const toQueue = () => void navigate({ to: '/annotation/campaign', search: { ...at, tab: 'adjudication' } });

  if (!report)
    return failure ? <FailureView failure={failure} /> : <Waiting words={t('quality.reading')} rows={8} />;
  const problem = report.problem ?? failure;
  return (
    <div className={classes.report}>
      <div className={classes.reportHead}>
        <h2>{t('quality.title')}</h2>
        <ReportState report={report} />
      </div>
      {problem && <FailureView failure={problem} compact />}
      <Headline
        report={report}
        level={level}
        levelWords={levelWords}
        onSettle={settles ? toQueue : undefined}
      />
      <ProblemFiles problems={report.problems} />
      {agreement.length > 0 && (
        <AgreementSection
          agreement={agreement}
          level={level}
          levelWords={levelWords}
          estimator={estimator}
          onEstimator={setEstimator}
        />
      )}
      <PartsSection
        agreement={agreement}
        level={level}
        levelWords={levelWords}
        estimator={estimator}
        tree={tree}
      />
      <ConfusionsSection
        confusions={report.confusions}
        tree={tree}
        onPair={
          settles
            ? (pair) => {
                askForPair(at, pair);
                toQueue();
              }
            : undefined
        }
      />
      {report.accuracy && (
        <AccuracySection accuracy={report.accuracy} level={level} levelWords={levelWords} />
      )}
      {report.campaign && <ProgressSection progress={report.campaign} isLead={isLead} />}
    </div>
  );
}
