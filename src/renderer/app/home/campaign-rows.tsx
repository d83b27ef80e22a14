/** The campaigns that wait for the person: the next batch, what is to be settled, what is not sent yet. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CampaignLine } from '../../annotation/campaigns/home-lines.ts';
import { formatDay } from '../../annotation/campaigns/list/campaign-words.ts';
import { formatNumber } from '../../ui/format.ts';
import { ToneIcon, type Tone } from '../../ui/state-mark.tsx';
import { useLanguage } from '../language/setup.ts';
import classes from './home.module.css';

/** More than these are in the list of campaigns. */
const most = 6;
const tones: Readonly<Record<CampaignLine['kind'], Tone>> = { code: 'good', settle: 'bad', send: 'busy' };

/** A row each; the whole list is one link away. */
export function CampaignRows({ lines }: { readonly lines: readonly CampaignLine[] }) {
  const { t } = useTranslation();
  const sentence = useCampaignSentence();
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>{t('home.campaigns')}</h2>
      <ul className={classes.rows}>
        {lines.slice(0, most).map((line) => (
          <li key={line.id} className={classes.row}>
            <Link to="/annotation/campaign" search={line.at}>
              {line.title}
            </Link>
            <span className={classes.why}>
              <span>
                <ToneIcon tone={tones[line.kind]} /> {sentence(line)}
              </span>
            </span>
            {line.kind !== 'send' && (
              <Button
                size="compact-sm"
                aria-label={t(`home.${line.kind}In`, { title: line.title })}
                renderRoot={(props) => <Link to="/annotation/coding" search={line.at} {...props} />}
              >
                {t(`home.${line.kind}`)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {lines.length > most && (
        <p className={classes.more}>
          <Link to="/annotation">{t('home.allCampaigns')}</Link>
        </p>
      )}
    </section>
  );
}

/** `Next batch: 50 items · 18 min at your pace · until 29 Nov 2026`. */
function useCampaignSentence(): (line: CampaignLine) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (line) => {
    if (line.kind !== 'code')
      return t(`home.${line.kind}Count`, { count: line.count, number: formatNumber(line.count, language) });
    const { items, minutes, deadline } = line;
    const isOver = deadline !== undefined && deadline < Date.now();
    return [
      items === undefined
        ? t('home.nextBatch')
        : t('home.nextItems', { count: items, number: formatNumber(items, language) }),
      minutes !== undefined && t('home.minutes', { number: formatNumber(minutes, language) }),
      deadline !== undefined && t(isOver ? 'home.was' : 'home.until', { day: formatDay(deadline, language) }),
    ]
      .filter(Boolean)
      .join(' · ');
  };
}
