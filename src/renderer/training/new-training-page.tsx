/** Starting a training, now or by itself: what runs, over which values, recorded where. */
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { createLive, useLive } from '../app/live.ts';
import { Waiting } from '../ui/waiting.tsx';
import { StartMaker } from './start/start-maker.tsx';
import { useTrainingSets } from './streams.ts';

const servers = createLive((signal) => core.models.modelServers({}, { signal }));

/** The page of `/training/new`. */
export function NewTrainingPage() {
  const { t } = useTranslation();
  const { set, schedule } = useSearch({ from: '/training/new' });
  const templates = useQuery({
    queryKey: ['training', 'templates'],
    queryFn: ({ signal }) => core.training.trainingTemplates({}, { signal }),
  });
  const { value: known } = useLive(servers);
  const { value: sets } = useTrainingSets();
  if (templates.error)
    return <FailureView failure={failureOf(templates.error)} onRetry={() => void templates.refetch()} />;
  if (!templates.data || !known || !sets) return <Waiting words={t('training.looking')} rows={6} isPage />;
  return (
    <StartMaker
      offered={templates.data}
      servers={known.servers}
      sets={sets.sets}
      set={set}
      isScheduled={schedule !== undefined}
    />
  );
}
