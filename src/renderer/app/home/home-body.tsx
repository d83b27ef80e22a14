/** What Home shows of the platform that the person works on. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../../shared/contract/services.ts';
import { campaignLines } from '../../annotation/campaigns/home-lines.ts';
import { Advice, useReasonSentence } from '../../services/reason-view.tsx';
import { quotaAmount, shownLines } from '../../services/quota-bars.tsx';
import { resourceName } from '../../services/reason-words.ts';
import { stateTones } from '../../services/sort-services.ts';
import { useServiceActions } from '../../services/use-actions.ts';
import { PartList } from '../../sign-in/part-list.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Meter } from '../../ui/meter.tsx';
import { StateMark, ToneIcon } from '../../ui/state-mark.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { FailureView } from '../failure-view.tsx';
import { useLanguage } from '../language/setup.ts';
import { useSay } from '../language/words.ts';
import { useCampaigns, useCatalogs, useServices, useSession } from '../streams.ts';
import { CampaignRows } from './campaign-rows.tsx';
import classes from './home.module.css';
import { useLastLook } from './last-look.ts';
import { needsMe } from './needs-me.ts';

/** Parts that do not answer, services, campaigns, quota: what needs the person first. */
export function HomeBody() {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const lastLook = useLastLook();
  const { value: session } = useSession();
  const { value: services, failure } = useServices();
  const { value: catalogs } = useCatalogs();
  const { value: campaigns } = useCampaigns();
  const { attention, changed, running, quota, recent } = needsMe(services, catalogs, lastLook);
  const broken = session?.parts.filter((part) => part.state === 'failed') ?? [];
  const lines = shownLines(quota);
  const campaignRows = campaigns ? campaignLines(campaigns) : [];
  // What is not sent yet is sent by itself.
  const asking = campaignRows.filter(({ kind }) => kind !== 'send').length;
  const count = attention.length + lines.length + broken.length + asking;

  if (!services && !failure) return <Waiting words={t('home.title')} rows={8} isPage />;
  return (
    <div className={classes.page}>
      <h1>{count === 0 ? t('home.calm') : t('home.needs', { count })}</h1>
      {session?.network.state === 'offline' && (
        <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
          <ToneIcon tone="warn" />
          {t('home.offline')}
        </div>
      )}
      {failure && <FailureView failure={failure} />}
      {broken.length > 0 && (
        <section>
          <h2>{t('home.parts')}</h2>
          <div className={classes.pane}>
            <PartList parts={broken} />
          </div>
        </section>
      )}
      <Rows title={t('home.attention')} services={attention} />
      <CampaignRows lines={campaignRows} />
      {lines.length > 0 && (
        <section>
          <h2>{t('home.quota')}</h2>
          <div className={classes.meters}>
            {lines.map((line) => (
              <Meter
                key={line.name}
                label={resourceName(line.name, say)}
                used={line.used}
                hard={line.hard}
                value={t('words.of', {
                  used: quotaAmount(line, line.used, language),
                  hard: quotaAmount(line, line.hard, language),
                })}
              />
            ))}
          </div>
        </section>
      )}
      <Rows title={t('home.changed')} services={changed} />
      <Rows title={t('home.running')} services={running} />
      {attention.length + changed.length + running.length + campaignRows.length === 0 && (
        <Empty title={t('home.emptyTitle')} text={t('home.emptyText')}>
          <Button variant="filled" size="sm" renderRoot={(props) => <Link to="/catalog" {...props} />}>
            {t('services.goToCatalog')}
          </Button>
        </Empty>
      )}
      {recent.length > 0 && (
        <section>
          <h2>{t('home.recent')}</h2>
          <div className={classes.chips}>
            {recent.map((chart) => (
              <Button
                key={`${chart.catalogId}/${chart.name}`}
                renderRoot={(props) => (
                  <Link
                    to="/launch/$catalog/$chart"
                    params={{ catalog: chart.catalogId, chart: chart.name }}
                    {...props}
                  />
                )}
              >
                {chart.name}
              </Button>
            ))}
          </div>
        </section>
      )}
    </div>
  );
}

function Rows({ title, services }: { readonly title: string; readonly services: readonly Service[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const actions = useServiceActions();
  const sentence = useReasonSentence();
  if (services.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul className={classes.rows}>
        {services.map((service) => (
          <li key={service.id} className={classes.row}>
            <Link to="/services" search={{ id: service.id }}>
              {service.name}
            </Link>
            <div className={classes.why}>
              <span>
                <StateMark tone={stateTones[service.state]} word={t(`states.${service.state}`)} />{' '}
                <span className="quiet num">
                  {t('services.for', { time: formatDuration(Date.now() - service.since, language) })}
                </span>
              </span>
              {sentence(service)}
              {(service.state === 'failed' || service.state === 'ghost') && <Advice service={service} />}
            </div>
            {service.canOpen && (
              <Button
                size="compact-sm"
                aria-label={t('palette.openService', { name: service.name })}
                onClick={() => void actions.open(service.id, service.name)}
              >
                {t('services.open')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
