/** What a person sees while the identity provider is asked: where to go, which code to type, what is done. */
import { Anchor, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignInStep } from '../../shared/contract/sign-in.ts';
import { useLanguage } from '../app/language/setup.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { formatDuration } from '../ui/format.ts';
import { StateMark } from '../ui/state-mark.tsx';
import classes from './sign-in.module.css';

export interface SignInStepsProps {
  readonly steps: readonly SignInStep[];
  readonly onCancel: () => void;
  /** Asks for a new code. */
  readonly onAgain: () => void;
}

/** The present step, and those that are done. */
export function SignInSteps({ steps, onCancel, onAgain }: SignInStepsProps) {
  const { t } = useTranslation();
  const place = steps.findLast((step) => step.kind === 'browser' || step.kind === 'device');
  const clients = steps.filter((step) => step.kind === 'client');
  return (
    <>
      {!place && <p role="status">{t('signIn.starting')}…</p>}
      {place?.kind === 'browser' && (
        <>
          <p>{t('signIn.browserOpened')}</p>
          <p className="quiet">{t('signIn.browserSawNone')}</p>
          <div className={classes.address}>{place.address}</div>
          <div className={classes.row}>
            <Anchor href={place.address} target="_blank" rel="noreferrer noopener">
              {t('signIn.openPage')}
            </Anchor>
            <CopyButton text={place.address} />
          </div>
        </>
      )}
      {place?.kind === 'device' && <DeviceCode step={place} onAgain={onAgain} />}
      {clients.map((step) => (
        <StateMark
          key={step.part}
          tone="good"
          word={t('signIn.clientDone', { part: t(`signIn.part.${step.part}`), done: step.done, of: step.of })}
        />
      ))}
      <div className={classes.row}>
        <Button size="sm" onClick={onCancel}>
          {t('words.cancel')}
        </Button>
      </div>
    </>
  );
}

function DeviceCode({
  step,
  onAgain,
}: {
  readonly step: Extract<SignInStep, { kind: 'device' }>;
  readonly onAgain: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const left = step.expiresAt - now;
  return (
    <>
      <p>{t('signIn.deviceLead')}</p>
      <Anchor href={step.address} target="_blank" rel="noreferrer noopener">
        {step.address}
      </Anchor>
      <div className={classes.row}>
        <span className={classes.code} role="text" aria-label={`${t('signIn.codeLabel')} ${step.code}`}>
          {step.code}
        </span>
        <CopyButton text={step.code} />
      </div>
      {left > 0 ? (
        <p className="quiet num">{t('signIn.deviceExpires', { time: formatDuration(left, language) })}</p>
      ) : (
        <div className={classes.row}>
          <span>{t('signIn.deviceExpired')}</span>
          <Button size="compact-sm" onClick={onAgain}>
            {t('words.retry')}
          </Button>
        </div>
      )}
    </>
  );
}
