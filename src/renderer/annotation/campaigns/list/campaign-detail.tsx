/** One campaign beside the list: what it is, how far I am, and what to do. */
import { Button, CloseButton } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignSummary } from '../../../../shared/contract/annotation/campaigns.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { formatMoment, formatNumber } from '../../../ui/format.ts';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { Meter } from '../../../ui/meter.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import pairs from '../../../ui/ui.module.css';
import { s3Address } from '../campaign-ref.ts';
import classes from '../campaigns.module.css';
import { mayCode, minutesOf } from '../home-lines.ts';
import { counted, formatDay, useCampaignState, useNomenclatureName } from './campaign-words.ts';
import { useFocusWhenAlone } from '../../../ui/use-focus-when-alone.ts';
import { choose, useCampaignActions } from './use-campaign-actions.ts';

/** The pane; Escape closes it. */
export function CampaignDetail({ campaign: summary }: { readonly campaign: CampaignSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { campaign, mine, roles, problem } = summary;
  const { tone, word } = useCampaignState()(summary);
  const pane = useRef<HTMLElement>(null);
  useFocusWhenAlone(pane);
  return (
    <aside
      ref={pane}
      tabIndex={-1}
      className={classes.detail}
      aria-label={t('annotation.detail.label', { title: campaign.title })}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && choose(undefined)}
    >
      <div className={classes.detailHead}>
        <h2>{campaign.title}</h2>
        <CloseButton aria-label={t('words.close')} onClick={() => choose(undefined)} />
      </div>
      <StateMark tone={tone} word={word} />
      {problem && (
        <FailureView
          failure={problem}
          onRetry={() => void attempt(() => core.annotation.refreshCampaigns({}))}
          compact
        />
      )}
      <NextStep campaign={summary} />
      {roles.includes('annotator') && (
        <Meter
          label={t('annotation.detail.mine')}
          used={mine.done}
          hard={Math.max(1, summary.items)}
          value={t('words.of', {
            used: formatNumber(mine.done, language),
            hard: formatNumber(summary.items, language),
          })}
        />
      )}
      <Facts campaign={summary} />
    </aside>
  );
}

/** The one thing to do, and the ways to the rest of the campaign. */
function NextStep({ campaign }: { readonly campaign: CampaignSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { code, look } = useCampaignActions();
  const minutes = minutesOf(campaign);
  const { nextItems = 0, mine, roles } = campaign;
  const isHead = roles.includes('lead') || roles.includes('adjudicator');
  return (
    <>
      {mayCode(campaign) ? (
        <Button
          variant="filled"
          size="sm"
          onClick={() => code(campaign)}
          rightSection={<KeyHint keys="enter" language={language} />}
        >
          {nextItems > 0
            ? t('annotation.detail.codeItems', counted(nextItems, language))
            : t('annotation.detail.code')}
        </Button>
      ) : (
        <p className={classes.note}>{t(`annotation.detail.${whyNot(campaign)}`)}</p>
      )}
      {mayCode(campaign) && minutes !== undefined && (
        <p className={classes.note}>{t('annotation.detail.minutes', counted(minutes, language))}</p>
      )}
      {mine.conflicts > 0 && (
        <p className={classes.note}>{t('annotation.detail.conflicts', counted(mine.conflicts, language))}</p>
      )}
      <div className={classes.buttons}>
        <Button onClick={() => look(campaign)}>{t('annotation.detail.look')}</Button>
        {isHead && (
          <>
            <Button onClick={() => look(campaign, 'quality')}>{t('annotation.tabs.quality')}</Button>
            <Button onClick={() => look(campaign, 'adjudication')}>
              {t('annotation.tabs.adjudication')}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

function whyNot({ campaign, roles }: CampaignSummary): 'closed' | 'notAnnotator' | 'noBatch' {
  if (campaign.state === 'closed') return 'closed';
  return roles.includes('annotator') ? 'noBatch' : 'notAnnotator';
}

function Facts({ campaign: { campaign, at, asOf, roles } }: { readonly campaign: CampaignSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useNomenclatureName();
  return (
    <dl className={pairs.pairs}>
      <dt>{t('annotation.facts.purpose')}</dt>
      <dd>
        {t(`annotation.purposes.${campaign.purpose}`)}, {t(`annotation.modes.${campaign.mode}`)}
      </dd>
      <dt>{t('annotation.facts.nomenclature')}</dt>
      <dd>{nameOf(campaign.nomenclature.id)}</dd>
      <dt>{t('annotation.facts.roles')}</dt>
      <dd>
        {roles.length > 0
          ? roles.map((role) => t(`annotation.roles.${role}`)).join(', ')
          : t('annotation.roles.none')}
      </dd>
      {campaign.deadline !== undefined && (
        <>
          <dt>{t('annotation.facts.deadline')}</dt>
          <dd>{formatDay(campaign.deadline, language)}</dd>
        </>
      )}
      <dt>{t('annotation.facts.folder')}</dt>
      <dd>
        <code className={classes.code}>{s3Address(at)}</code>
      </dd>
      <dt>{t('annotation.facts.asOf')}</dt>
      <dd>{formatMoment(asOf, Date.now(), language)}</dd>
    </dl>
  );
}
