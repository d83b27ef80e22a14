/** The first line of the list: how things stand and what to do; below it what is not as it should be. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Campaigns } from '../../../../shared/contract/annotation/campaigns.ts';
import { core } from '../../../app/core.ts';
import { failureSentence } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { useSay } from '../../../app/language/words.ts';
import { attempt } from '../../../app/notices.ts';
import { useSession, useStoragePlaces } from '../../../app/streams.ts';
import { formatMoment } from '../../../ui/format.ts';
import { ToneIcon } from '../../../ui/state-mark.tsx';
import { refKey } from '../campaign-ref.ts';
import classes from '../campaigns.module.css';
import { placeText } from '../files/object-path.ts';
import { campaignLines } from '../home-lines.ts';
import { counted } from './campaign-words.ts';

/** One or two sentences: the next batch, what is to be settled, what waits to be sent. */
export function useSummary(campaigns: Campaigns): string {
  const { t } = useTranslation();
  const language = useLanguage();
  if (campaigns.campaigns.length === 0) return campaigns.loading ? '' : t('annotation.summary.none');
  const lines = campaignLines(campaigns);
  const sum = (kind: 'settle' | 'send') =>
    lines.reduce((total, line) => total + (line.kind === kind ? line.count : 0), 0);
  const next = lines.find(({ kind }) => kind === 'code');
  const sentences: string[] = [];
  if (next?.kind !== 'code') sentences.push(t('annotation.summary.calm'));
  else if (next.items === undefined) sentences.push(t('annotation.summary.next', { title: next.title }));
  else
    sentences.push(
      next.minutes === undefined
        ? t('annotation.summary.nextItems', { title: next.title, ...counted(next.items, language) })
        : t('annotation.summary.nextMinutes', {
            title: next.title,
            minutes: next.minutes,
            ...counted(next.items, language),
          }),
    );
  const [settle, send] = [sum('settle'), sum('send')];
  if (settle > 0) sentences.push(t('annotation.summary.settle', counted(settle, language)));
  if (send > 0) sentences.push(t('annotation.summary.send', counted(send, language)));
  return sentences.join(' ');
}

/** The network, and folders that could not be looked into. */
export function Standing({ campaigns }: { readonly campaigns: Campaigns }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const { value: session } = useSession();
  const isOffline = session?.network.state === 'offline';
  const troubled = isOffline ? [] : campaigns.places.filter(({ problem }) => problem);
  const oldest = Math.min(...campaigns.campaigns.map(({ asOf }) => asOf));
  return (
    <>
      {isOffline && (
        <p className={classes.line}>
          <ToneIcon tone="warn" />
          {t('annotation.summary.offline', {
            time: Number.isFinite(oldest) ? formatMoment(oldest, Date.now(), language) : '–',
          })}
        </p>
      )}
      {troubled.map(({ at, problem }) => (
        <p key={refKey(at)} className={classes.line}>
          <ToneIcon tone="warn" />
          <span>
            {t('annotation.places.notRead', { place: placeText(at, profiles) })}{' '}
            <span className="quiet">{problem && failureSentence(problem, say)}</span>
          </span>
          <Button onClick={() => void attempt(() => core.annotation.refreshCampaigns({}))}>
            {t('words.retry')}
          </Button>
        </p>
      ))}
    </>
  );
}
