/** What an object looks like, without downloading all of it. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectRef } from '../../../shared/contract/storage/places.ts';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Empty } from '../../ui/empty.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ArchivePreview } from './archive-preview.tsx';
import { BytesPreview } from './bytes-preview.tsx';
import { ImagePreview } from './image-preview.tsx';
import { MediaPreview } from './media-preview.tsx';
import { BrokenPreview, NamedPreview } from './named-preview.tsx';
import { NotebookPreview } from './notebook-preview.tsx';
import { nameOf } from './object-name.ts';
import classes from './preview.module.css';
import { PreviewHead } from './preview-head.tsx';
import { TablePreview } from './table-preview.tsx';
import { MarkdownPreview, TextPreview } from './text-preview.tsx';

const PdfPreview = lazy(async () => ({ default: (await import('./pdf-preview.tsx')).PdfPreview }));

export interface PreviewPaneProps {
  readonly object: ObjectRef;
  /** Wide: alone in the page; narrow: beside the list. */
  readonly isWide?: boolean;
  /** It stands where it is being queried: no way leads there again. */
  readonly isQueried?: boolean;
}

/** Asks for the preview and shows it by its kind. */
export function PreviewPane({ object, isWide = false, isQueried = false }: PreviewPaneProps) {
  const { t } = useTranslation();
  const name = nameOf(object);
  const { data, error, refetch } = useQuery({
    queryKey: ['preview', object.profile, object.bucket, object.key, object.versionId],
    queryFn: ({ signal }) => core.storage.preview(object, { signal }),
  });
  return (
    <section className={classes.pane} data-wide={isWide} aria-label={t('preview.of', { name })}>
      {error ? (
        <div className={classes.message}>
          <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />
        </div>
      ) : data ? (
        <Shown
          key={`${object.profile}/${object.bucket}/${object.key}/${object.versionId ?? ''}/${data.etag}`}
          preview={data}
          object={object}
          isWide={isWide}
          isQueried={isQueried}
        />
      ) : (
        <Waiting words={t('preview.waiting', { name })} />
      )}
    </section>
  );
}

interface ShownProps {
  readonly preview: Preview;
  readonly object: ObjectRef;
  readonly isWide: boolean;
  readonly isQueried: boolean;
}

function Shown({ preview, object, isWide, isQueried }: ShownProps): ReactNode {
  const { t } = useTranslation();
  const name = nameOf(object);
  if (preview.size === 0) return <Empty title={t('preview.empty')} />;
  switch (preview.kind) {
    case 'text':
      return <TextPreview preview={preview} name={name} isWide={isWide} />;
    case 'markdown':
      return <MarkdownPreview preview={preview} name={name} isWide={isWide} />;
    case 'image':
      return <ImagePreview preview={preview} name={name} />;
    case 'pdf':
      return (
        <Suspense fallback={<Waiting words={t('preview.pdf.opening')} />}>
          <PdfPreview preview={preview} name={name} />
        </Suspense>
      );
    case 'audio':
    case 'video':
      return <MediaPreview preview={preview} name={name} />;
    case 'notebook':
      return <NotebookPreview preview={preview} />;
    case 'table':
      return <TablePreview preview={preview} object={object} name={name} isQueried={isQueried} />;
    case 'archive':
      return <ArchivePreview preview={preview} name={name} />;
    case 'named':
      return <NamedPreview preview={preview} />;
    case 'bytes':
      return (
        <>
          <PreviewHead preview={preview} />
          <BytesPreview hex={preview.hex} name={name} />
        </>
      );
    case 'broken':
      return <BrokenPreview preview={preview} />;
  }
}
