/** Signing in to one platform, by whatever way it allows. */
import { Button } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../app/notices.ts';
import { useSession } from '../app/streams.ts';
import { FailureView } from '../app/failure-view.tsx';
import { AdministratorText } from './administrator-text.tsx';
import { PasteForm } from './paste-form.tsx';
import classes from './sign-in.module.css';
import { SignInSteps } from './sign-in-steps.tsx';
import { useSignIn } from './use-sign-in.ts';

/** The page of `/sign-in/<platform>`. */
export function SignInPage() {
  const { t } = useTranslation();
  const { platform: id } = useParams({ from: '/sign-in/$platform' });
  const navigate = useNavigate();
  const { value: session } = useSession();
  const platform = session?.platforms.find((one) => one.id === id);
  const { state, start, cancel } = useSignIn(id);
  const [showsPaste, setShowsPaste] = useState(false);
  const name = platform?.name ?? id;

  const doneAs = state.kind === 'done' ? state.name : undefined;
  const isSignedIn = platform?.state === 'signed-in';
  useEffect(() => {
    if (!isSignedIn) return;
    if (doneAs) announce(t('signIn.done', { name: doneAs }));
    void navigate({ to: '/', replace: true });
  }, [isSignedIn, doneAs, navigate, t]);

  return (
    <div className={classes.page}>
      <h1>{t('signIn.signInTo', { name })}</h1>
      {platform?.state === 'expired' && <p className={classes.lead}>{t('signIn.expired', { name })}</p>}
      <section className={classes.pane} aria-live="polite">
        {state.kind === 'running' ? (
          <SignInSteps steps={state.steps} onCancel={cancel} onAgain={() => void start('device')} />
        ) : (
          <>
            {state.kind === 'failed' && (
              <FailureView failure={state.failure} onRetry={() => void start('browser')} platform={id} />
            )}
            {state.kind === 'done' && <p>{t('signIn.done', { name: state.name })}</p>}
            <div className={classes.row}>
              <Button variant="filled" size="sm" onClick={() => void start('browser')} autoFocus>
                {t('signIn.byBrowser')}
              </Button>
              <Button size="sm" onClick={() => void start('device')}>
                {t('signIn.byDevice')}
              </Button>
              <Button
                size="sm"
                variant="subtle"
                aria-expanded={showsPaste}
                onClick={() => setShowsPaste(!showsPaste)}
              >
                {t('signIn.byPaste')}
              </Button>
            </div>
          </>
        )}
      </section>
      {showsPaste && <PasteForm platform={id} />}
      <AdministratorText
        platform={id}
        open={state.kind === 'failed' && state.failure.reason === 'redirect-refused'}
      />
    </div>
  );
}
