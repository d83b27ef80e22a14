/** First run, and later the way to one more platform: the doors. */
import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlatformFile } from '../../shared/contract/platform.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useSession } from '../app/streams.ts';
import { ClusterForm } from './cluster-form.tsx';
import { ConnectDoor, FileDoor, TryDoor, type DoorProblem } from './doors.tsx';
import { FoundPlatform } from './found-platform.tsx';
import classes from './sign-in.module.css';

/** Try it now, connect, open a file, use a kubeconfig. */
export function WelcomePage() {
  const { t } = useTranslation();
  const { door } = useSearch({ from: '/welcome' });
  const navigate = useNavigate();
  const { value: session } = useSession();
  const [found, setFound] = useState<PlatformFile>();
  const [problem, setProblem] = useState<DoorProblem>();
  const isFirst = (session?.platforms.length ?? 0) === 0;

  if (found) return <FoundPlatform file={found} onBack={() => setFound(undefined)} />;
  if (door === 'cluster') return <ClusterForm onBack={() => void navigate({ to: '/welcome' })} />;
  return (
    <div className={classes.page}>
      <h1>{isFirst ? t('signIn.welcome') : t('signIn.addTitle')}</h1>
      <p className={classes.lead}>{t('signIn.welcomeLead')}</p>
      <div className={classes.doors}>
        <TryDoor report={setProblem} />
        <ConnectDoor onFound={setFound} report={setProblem} />
        <FileDoor onFound={setFound} report={setProblem} />
      </div>
      {problem && <FailureView failure={problem.failure} onRetry={problem.retry} />}
      <div className={classes.row}>
        <span className="quiet">{t('signIn.clusterText')}</span>
        <Button
          variant="subtle"
          onClick={() => void navigate({ to: '/welcome', search: { door: 'cluster' } })}
        >
          {t('signIn.clusterButton')}
        </Button>
      </div>
    </div>
  );
}
