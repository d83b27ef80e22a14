/** What is in an artifact, and taking it along. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Artifact } from '../../../shared/contract/models/runs.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatBytes } from '../../ui/format.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { TextLines } from '../../ui/text-lines.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../models.module.css';
import { artifactKind, nameOf } from './artifact-kind.ts';
import type { OfArtifacts } from './use-artifacts.ts';

type PreviewProps = OfArtifacts & { readonly artifact: Artifact };

/** Text, Markdown or a picture; of anything else its size and why it is not shown. */
export function ArtifactPreview({ server, of, artifact }: PreviewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const kind = artifactKind(artifact.path);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => core.models.artifactAddress({ server, of, path: artifact.path }),
    onSuccess: ({ address }) => {
      const link = document.createElement('a');
      link.href = address;
      link.download = nameOf(artifact.path);
      link.click();
    },
  });
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2>{artifact.path}</h2>
        <Button leftSection={<IconDownload size={16} />} loading={isPending} onClick={() => mutate()}>
          {t('models.artifacts.download')}
        </Button>
      </div>
      {error && <FailureView failure={failureOf(error)} onRetry={() => mutate()} compact />}
      {kind === 'text' || kind === 'markdown' ? (
        <TextPreview server={server} of={of} artifact={artifact} />
      ) : kind === 'image' ? (
        <ImagePreview server={server} of={of} artifact={artifact} />
      ) : (
        <p className={classes.note}>
          {t(kind === 'pickle' ? 'models.artifacts.pickle' : 'models.artifacts.noPreview')}
          {artifact.bytes !== undefined && ` ${formatBytes(artifact.bytes, language)}`}
        </p>
      )}
    </section>
  );
}

function TextPreview({ server, of, artifact: { path } }: PreviewProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'artifact-text', server, of, path],
    queryFn: ({ signal }) => core.models.artifactText({ server, of, path }, { signal }),
    retry: false,
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} compact />;
  if (!data) return <Waiting words={t('models.artifacts.reading')} />;
  return (
    <>
      {data.isCut && <p className={classes.note}>{t('models.artifacts.cut')}</p>}
      {artifactKind(path) === 'markdown' ? (
        <Markdown text={data.text} label={path} />
      ) : (
        <div className={classes.textBox}>
          <TextLines text={data.text} label={path} />
        </div>
      )}
    </>
  );
}

function ImagePreview({ server, of, artifact: { path } }: PreviewProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'artifact-address', server, of, path],
    queryFn: () => core.models.artifactAddress({ server, of, path }),
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} compact />;
  if (!data) return <Waiting words={t('models.artifacts.reading')} />;
  return <img className={classes.image} src={data.address} alt={path} />;
}
