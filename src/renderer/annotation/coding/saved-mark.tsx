/** How what was decided stands with the server. */
import { memo, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { SendState } from '../../../shared/contract/annotation/coding.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { createLive, useLive } from '../../app/live.ts';
import { formatNumber } from '../../ui/format.ts';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import classes from './coding.module.css';

/** The sending of a campaign, as it goes. */
export function useSending({ profile, bucket, prefix }: CampaignRef): SendState | undefined {
  const live = useMemo(
    () => createLive((signal) => core.annotation.sending({ at: { profile, bucket, prefix } }, { signal })),
    [profile, bucket, prefix],
  );
  return useLive(live).value;
}

const tones: Readonly<Record<SendState['state'], Tone>> = {
  idle: 'good',
  sending: 'busy',
  offline: 'warn',
  failed: 'bad',
};

/** Asks to stay while nothing else than this page keeps a decision. */
export function useStayWhile(isSaving: boolean): void {
  useEffect(() => {
    if (!isSaving) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isSaving]);
}

/** "Saved on this laptop, 30 sent, 7 waiting". */
export const SavedMark = memo(function SavedMark({ sending }: { readonly sending: SendState | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!sending) return null;
  const { sent, waiting, state, setAside } = sending;
  return (
    <span className={classes.saved}>
      <StateMark
        tone={waiting === 0 && state !== 'failed' ? 'good' : tones[state]}
        word={t('coding.saved')}
      />
      <span className="num">
        {t('coding.sent', { sent: formatNumber(sent, language), waiting: formatNumber(waiting, language) })}
      </span>
      {state !== 'idle' && state !== 'sending' && <span>{t(`coding.sendState.${state}`)}</span>}
      {setAside > 0 && <span>{t('coding.setAside', { count: setAside })}</span>}
    </span>
  );
});
