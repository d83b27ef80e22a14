/** The certificates that a server showed, and the way to trust the authority behind them. */
import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../shared/contract/errors.ts';
import pairs from '../ui/ui.module.css';
import { core } from './core.ts';
import classes from './failure-view.module.css';
import { failureOf, failureSentence } from './failures.ts';
import { useSay } from './language/words.ts';

export interface CertificateChainProps {
  readonly failure: FailureData;
  readonly platform?: string | undefined;
  readonly onTrusted?: (() => void) | undefined;
}

/** The chain with its fingerprints, and a button that takes a file of authorities. */
export function CertificateChain({ failure, platform, onTrusted }: CertificateChainProps) {
  const { t } = useTranslation();
  const say = useSay();
  const [outcome, setOutcome] = useState('');

  const take = async (file: File | null) => {
    if (!file) return;
    const pem = await file.text();
    if (!pem.includes('-----BEGIN CERTIFICATE-----')) return setOutcome(t('failureActions.notPem'));
    try {
      const { subjects } = await core.signIn.trustAuthority({ pem, ...(platform ? { platform } : {}) });
      setOutcome(t('failureActions.trusted', { names: subjects.join(', ') }));
      onTrusted?.();
    } catch (error) {
      setOutcome(failureSentence(failureOf(error), say));
    }
  };

  return (
    <>
      {failure.chain && failure.chain.length > 0 && (
        <details className={classes.details} open>
          <summary>{t('failureActions.chain')}</summary>
          <ol className={classes.chain}>
            {failure.chain.map((certificate) => (
              <li key={certificate.fingerprint}>
                <dl className={pairs.pairs}>
                  <dt>{t('failureActions.subject')}</dt>
                  <dd>{certificate.subject}</dd>
                  <dt>{t('failureActions.issuer')}</dt>
                  <dd>{certificate.issuer}</dd>
                  <dt>{t('failureActions.validity')}</dt>
                  <dd>
                    {t('failureActions.validFromTo', {
                      from: certificate.validFrom,
                      to: certificate.validTo,
                    })}
                  </dd>
                  <dt>{t('failureActions.fingerprint')}</dt>
                  <dd className={classes.fingerprint}>{certificate.fingerprint}</dd>
                </dl>
              </li>
            ))}
          </ol>
        </details>
      )}
      <p className={classes.technical}>{t('failureActions.authorityHint')}</p>
      <div className={classes.actions}>
        <FileButton onChange={(file) => void take(file)} accept=".pem,.crt,.cer">
          {(props) => (
            <Button {...props} size="compact-sm" variant="filled">
              {t('failureActions.chooseAuthority')}
            </Button>
          )}
        </FileButton>
      </div>
      <p className={classes.technical} role="status">
        {outcome}
      </p>
    </>
  );
}
