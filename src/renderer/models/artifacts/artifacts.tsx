/** Artifacts of a run or a version: the tree, and what is in the chosen file. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Artifact } from '../../../shared/contract/models/runs.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../models.module.css';
import { ArtifactPreview } from './artifact-preview.tsx';
import { ArtifactTree } from './artifact-tree.tsx';
import { useArtifacts, type OfArtifacts } from './use-artifacts.ts';

/** Where they are, and whether their bytes come straight from there. */
export function Artifacts({ server, of }: OfArtifacts) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Artifact>();
  const { data, error, refetch } = useArtifacts({ server, of }, '');
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Waiting words={t('models.artifacts.reading')} />;
  return (
    <div className={classes.blocks}>
      <p className={classes.note}>
        <code className={classes.code}>{data.address}</code>{' '}
        {t(data.straight ? 'models.artifacts.straight' : 'models.artifacts.through')}
      </p>
      {data.artifacts.length === 0 ? (
        <p>
          {t('models.artifacts.none')}{' '}
          <Button size="compact-sm" onClick={() => void refetch()}>
            {t('words.reload')}
          </Button>
        </p>
      ) : (
        <ArtifactTree
          server={server}
          of={of}
          artifacts={data.artifacts}
          chosen={chosen?.path}
          onChoose={setChosen}
        />
      )}
      {chosen && <ArtifactPreview key={chosen.path} server={server} of={of} artifact={chosen} />}
    </div>
  );
}
