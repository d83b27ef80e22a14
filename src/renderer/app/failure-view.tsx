/** A failure as a person meets it: the sentence, what to do, and one click away what the server said. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../shared/contract/errors.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ToneIcon } from '../ui/state-mark.tsx';
import { CertificateChain } from './certificate-chain.tsx';
import { actionOf, failureSentence, reportOf } from './failures.ts';
import classes from './failure-view.module.css';
import { useSay } from './language/words.ts';
import { useSession } from './streams.ts';

export interface FailureViewProps {
  readonly failure: FailureData;
  /** Does the same again. */
  readonly onRetry?: (() => void) | undefined;
  /** The platform whose authorities a chosen file joins; absent while none is there yet. */
  readonly platform?: string | undefined;
  readonly compact?: boolean;
}

/** The failure with its action; a live region, so that it is heard when it comes. */
export function FailureView({ failure, onRetry, platform, compact = false }: FailureViewProps) {
  const { t } = useTranslation();
  const say = useSay();
  const hasDetails = Boolean(failure.words ?? failure.chain) || failure.code === 'internal';
  return (
    <div className={classes.failure} data-compact={compact} role="alert">
      <ToneIcon tone={failure.code === 'busy' || failure.code === 'unreachable' ? 'warn' : 'bad'} />
      <div className={classes.body}>
        <p className={classes.sentence}>{failureSentence(failure, say)}</p>
        <div className={classes.actions}>
          <FailureButton failure={failure} onRetry={onRetry} />
        </div>
        {failure.code === 'untrusted' && (
          <CertificateChain failure={failure} platform={platform} onTrusted={onRetry} />
        )}
        {hasDetails && (
          <details className={classes.details}>
            <summary>{t('words.details')}</summary>
            <p className={classes.technical}>{failure.message}</p>
            {failure.words && (
              <>
                <p className={classes.technical}>{t('words.serverWords')}</p>
                <pre tabIndex={0}>{failure.words}</pre>
              </>
            )}
          </details>
        )}
      </div>
    </div>
  );
}

function FailureButton({ failure, onRetry }: Pick<FailureViewProps, 'failure' | 'onRetry'>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { value: session } = useSession();
  const current = session?.platforms.find((one) => one.id === session.current);
  const retry = onRetry && (
    <Button size="compact-sm" onClick={onRetry}>
      {t('words.retry')}
    </Button>
  );
  switch (actionOf(failure.code)) {
    case 'sign-in':
      return current ? (
        <Button
          size="compact-sm"
          variant="filled"
          onClick={() => void navigate({ to: '/sign-in/$platform', params: { platform: current.id } })}
        >
          {t('failureActions.signIn')}
        </Button>
      ) : null;
    case 'ask-access':
      return (
        <CopyButton
          variant="default"
          label={t('failureActions.copyRequest')}
          text={t('failureActions.request', {
            name: current?.person?.name ?? current?.person?.userName ?? '',
            platform: current?.name ?? '',
            message: failure.words ?? failure.message,
          })}
        />
      );
    case 'reload':
      return onRetry ? (
        <Button size="compact-sm" onClick={onRetry}>
          {t('words.reload')}
        </Button>
      ) : null;
    case 'wait':
      return onRetry ? (
        <WaitButton key={failure.message} seconds={failure.retryAfter ?? 0} onRetry={onRetry} />
      ) : null;
    case 'stop-a-service':
      return (
        <Button size="compact-sm" onClick={() => void navigate({ to: '/services' })}>
          {t('failureActions.stopAService')}
        </Button>
      );
    case 'free-space':
      return (
        <Button size="compact-sm" onClick={() => void navigate({ to: '/settings', hash: 'kept' })}>
          {t('failureActions.freeSpace')}
        </Button>
      );
    case 'report':
      return (
        <>
          {retry}
          <CopyButton
            variant="default"
            label={t('failureActions.copyReport')}
            text={reportOf(failure, navigator.userAgent)}
          />
        </>
      );
    case 'retry':
      return retry ?? null;
    case 'choose-authority':
    case 'none':
      return null;
  }
}

function WaitButton({ seconds, onRetry }: { readonly seconds: number; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(Math.ceil(seconds));
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  return (
    <Button size="compact-sm" disabled={left > 0} onClick={onRetry}>
      {left > 0 ? t('failureActions.wait', { seconds: left }) : t('words.retry')}
    </Button>
  );
}
