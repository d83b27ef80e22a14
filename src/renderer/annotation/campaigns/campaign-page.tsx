/** One campaign: what it is, its quality, its disagreements, its exports, where its suggestions come from. */
import { Button, Menu, Tabs } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  CampaignFile,
  CampaignRef,
  CampaignSummary,
} from '../../../shared/contract/annotation/campaigns.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { useCampaigns } from '../../app/streams.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatMoment } from '../../ui/format.ts';
import { StateMark, ToneIcon } from '../../ui/state-mark.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { isSameRef, refKey, refOf } from './campaign-ref.ts';
import classes from './campaigns.module.css';
import { mayCode } from './home-lines.ts';
import { formatDay } from './list/campaign-words.ts';
import { ChangeDialog, type ChangeKind } from './overview/change-dialog.tsx';
import { OverviewTab, type CampaignPart } from './overview/overview-tab.tsx';

const QualityTab = lazy(async () => ({ default: (await import('../quality/quality-tab.tsx')).QualityTab }));
const AdjudicationTab = lazy(async () => ({
  default: (await import('../quality/adjudication-tab.tsx')).AdjudicationTab,
}));
const ExchangeTab = lazy(async () => ({
  default: (await import('../quality/exchange-tab.tsx')).ExchangeTab,
}));
const SuggestionSourceTab = lazy(async () => ({
  default: (await import('../coding/suggestion-source-tab.tsx')).SuggestionSourceTab,
}));

const tabs = {
  overview: OverviewTab,
  quality: QualityTab,
  adjudication: AdjudicationTab,
  exchange: ExchangeTab,
  suggestions: SuggestionSourceTab,
} as const;
type TabName = keyof typeof tabs;
const tabNames = Object.keys(tabs) as TabName[];

/** The page of `/annotation/campaign`. */
export function CampaignPage() {
  const { t } = useTranslation();
  const at = refOf(useSearch({ from: '/annotation/campaign' }));
  return at ? (
    <Loaded key={refKey(at)} at={at} />
  ) : (
    <>
      <h1 className="visually-hidden">{t('annotation.title')}</h1>
      <Empty title={t('annotation.page.noAddress')}>
        <Button renderRoot={(props) => <Link to="/annotation" {...props} />}>
          {t('annotation.page.all')}
        </Button>
      </Empty>
    </>
  );
}

function Loaded({ at }: { readonly at: CampaignRef }) {
  const { t } = useTranslation();
  const summary = useCampaigns().value?.campaigns.find((one) => isSameRef(one.at, at));
  const { data, error, refetch } = useQuery({
    queryKey: ['annotation', 'campaign', refKey(at)],
    queryFn: ({ signal }) => core.annotation.campaign({ at }, { signal }),
    staleTime: 0,
  });
  const reload = () => void refetch();
  if (data) return <Page at={at} campaign={data} summary={summary} onChanged={reload} />;
  if (!error) return <Waiting words={t('annotation.page.reading')} rows={8} isPage />;
  return (
    <div className={classes.overview}>
      <h1>{summary?.campaign.title ?? t('annotation.title')}</h1>
      <FailureView failure={failureOf(error)} onRetry={reload} />
      <div>
        <Button renderRoot={(props) => <Link to="/annotation" {...props} />}>
          {t('annotation.page.all')}
        </Button>
      </div>
    </div>
  );
}

interface PageProps extends CampaignPart {
  readonly summary: CampaignSummary | undefined;
  readonly onChanged: () => void;
}

function Page({ at, campaign, summary, onChanged }: PageProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: '/annotation/campaign' });
  const tab = tabNames.find((name) => name === search.tab) ?? 'overview';
  const [changing, setChanging] = useState<ChangeKind>();
  const isLead = summary?.roles.includes('lead') ?? false;
  const Shown = tabs[tab];
  return (
    <div className={classes.campaign}>
      <div className={classes.head}>
        <h1>{campaign.title}</h1>
        <span className={classes.summary}>
          <Standing campaign={campaign} />
        </span>
        {summary && mayCode(summary) && (
          <Button
            variant="filled"
            size="sm"
            renderRoot={(props) => <Link to="/annotation/coding" search={at} {...props} />}
          >
            {t('annotation.detail.code')}
          </Button>
        )}
        {isLead && <LeadMenu at={at} campaign={campaign} onChange={setChanging} onChanged={onChanged} />}
        {summary?.problem && (
          <div className={classes.wide}>
            <FailureView failure={summary.problem} onRetry={onChanged} compact />
          </div>
        )}
        {summary?.state === 'stored' && (
          <p className={classes.line}>
            <ToneIcon tone="warn" />
            {t('annotation.page.stored', { time: formatMoment(summary.asOf, Date.now(), language) })}
          </p>
        )}
      </div>
      <Tabs
        value={tab}
        onChange={(name) =>
          void navigate({
            to: '/annotation/campaign',
            search: { ...at, ...(name !== null && name !== 'overview' && { tab: name }) },
          })
        }
      >
        <Tabs.List>
          {tabNames.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`annotation.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className={classes.tabBody} role="group" aria-label={t(`annotation.tabs.${tab}`)} tabIndex={0}>
        <Suspense fallback={<Waiting words={t(`annotation.tabs.${tab}`)} />}>
          <Shown at={at} campaign={campaign} />
        </Suspense>
      </div>
      {changing && (
        <ChangeDialog
          at={at}
          campaign={campaign}
          what={changing}
          onClose={() => setChanging(undefined)}
          onChanged={onChanged}
        />
      )}
    </div>
  );
}

/** Open or closed, what it is for, until when. */
function Standing({ campaign }: { readonly campaign: CampaignFile }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, purpose, mode, deadline } = campaign;
  return (
    <>
      <StateMark
        tone={state === 'open' ? 'good' : 'paused'}
        word={t(state === 'open' ? 'annotation.states.open' : 'annotation.states.closed')}
      />
      <span className="quiet">
        {[
          '',
          t(`annotation.purposes.${purpose}`),
          t(`annotation.modes.${mode}`),
          deadline === undefined ? '' : t('annotation.page.until', { day: formatDay(deadline, language) }),
        ]
          .filter((words, index) => index === 0 || words !== '')
          .join(' · ')}
      </span>
    </>
  );
}

function LeadMenu({
  at,
  campaign,
  onChange,
  onChanged,
}: CampaignPart & { readonly onChange: (what: ChangeKind) => void; readonly onChanged: () => void }) {
  const { t } = useTranslation();
  const isOpen = campaign.state === 'open';
  const turn = async () => {
    const state = isOpen ? ('closed' as const) : ('open' as const);
    if (await attempt(() => core.annotation.changeCampaign({ at, change: { state } }))) onChanged();
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="sm" leftSection={<IconDots size={16} />}>
          {t('annotation.change.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['people', 'guidelines', 'rest'] as const).map((what) => (
          <Menu.Item key={what} onClick={() => onChange(what)}>
            {t(`annotation.change.${what}`)}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => void turn()}>
          {t(isOpen ? 'annotation.change.close' : 'annotation.change.open')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
