/** Whatever dialog is asked for; each is loaded when it is first opened. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place, Places } from '../../../shared/contract/storage/places.ts';
import { core } from '../../app/core.ts';
import { attempt } from '../../app/notices.ts';
import { OrphansDialog } from '../transfers/orphans-dialog.tsx';
import { SyncDialog } from '../transfers/sync-dialog.tsx';
import { LocalPicker } from '../transfers/local-picker.tsx';
import { useBrowseStore, type Target } from './browse-store.ts';

const RemoveDialog = lazy(async () => ({
  default: (await import('./dialogs/remove-dialog.tsx')).RemoveDialog,
}));
const TransferDialog = lazy(async () => ({
  default: (await import('./dialogs/transfer-dialog.tsx')).TransferDialog,
}));
const ShareDialog = lazy(async () => ({ default: (await import('./dialogs/share-dialog.tsx')).ShareDialog }));
const PublishDialog = lazy(async () => ({
  default: (await import('./dialogs/publish-dialog.tsx')).PublishDialog,
}));
const SnippetsDialog = lazy(async () => ({
  default: (await import('./dialogs/snippets-dialog.tsx')).SnippetsDialog,
}));
const FolderDialog = lazy(async () => ({
  default: (await import('./dialogs/folder-dialog.tsx')).FolderDialog,
}));
const BucketDialog = lazy(async () => ({
  default: (await import('./dialogs/bucket-dialog.tsx')).BucketDialog,
}));
const RemoveBucketDialog = lazy(async () => ({
  default: (await import('./dialogs/remove-bucket-dialog.tsx')).RemoveBucketDialog,
}));
const ProfileDialog = lazy(async () => ({
  default: (await import('./dialogs/profile-dialog.tsx')).ProfileDialog,
}));
const DialectDialog = lazy(async () => ({
  default: (await import('./dialogs/dialect-dialog.tsx')).DialectDialog,
}));

/** At most one at a time. */
export function Dialogs({ places }: { readonly places: Places }) {
  return (
    <Suspense>
      <Asked places={places} />
    </Suspense>
  );
}

function Asked({ places }: { readonly places: Places }) {
  const { asked, ask } = useBrowseStore();
  if (!asked) return null;
  const onClose = () => {
    ask(undefined);
    // The list was where one came from, unless a dialog gives the focus back by itself.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body)
        document.querySelector<HTMLElement>('main [data-list]')?.focus();
    });
  };
  switch (asked.kind) {
    case 'remove':
      return <RemoveDialog target={asked.target} versions={asked.versions} onClose={onClose} />;
    case 'transfer':
      return <TransferDialog way={asked.way} target={asked.target} places={places} onClose={onClose} />;
    case 'download':
      return <Download target={asked.target} onClose={onClose} />;
    case 'upload':
      return <Upload place={asked.place} onClose={onClose} />;
    case 'newFolder':
      return <FolderDialog place={asked.place} onClose={onClose} />;
    case 'synchronise':
      return <SyncDialog place={asked.place} onClose={onClose} />;
    case 'orphans':
      return <OrphansDialog profile={asked.place.profile} bucket={asked.place.bucket} onClose={onClose} />;
    case 'share':
      return <ShareDialog object={asked.object} onClose={onClose} />;
    case 'publish':
      return <PublishDialog place={asked.place} onClose={onClose} />;
    case 'snippets':
      return <SnippetsDialog place={asked.place} objectKey={asked.key} onClose={onClose} />;
    case 'createBucket':
      return <BucketDialog profile={asked.profile} onClose={onClose} />;
    case 'removeBucket':
      return <RemoveBucketDialog place={asked.place} onClose={onClose} />;
    case 'profile':
      return <ProfileDialog profile={asked.profile} onClose={onClose} />;
    case 'dialect':
      return (
        <DialectDialog
          profile={places.profiles.find((one) => one.id === asked.profile.id) ?? asked.profile}
          onClose={onClose}
        />
      );
  }
}

function Upload({ place, onClose }: { readonly place: Place; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <LocalPicker
      mode="files"
      title={t('storage.upload.title', { place: `${place.bucket}/${place.prefix}` })}
      action={t('storage.upload.action')}
      onClose={onClose}
      onChoose={(paths) => {
        onClose();
        void attempt(() => core.storage.upload({ to: place, paths: [...paths] }));
      }}
    />
  );
}

function Download({ target, onClose }: { readonly target: Target; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <LocalPicker
      mode="folder"
      title={t('storage.download.title')}
      action={t('storage.download.action')}
      onClose={onClose}
      onChoose={([folder]) => {
        onClose();
        if (folder !== undefined)
          void attempt(() => core.storage.download({ selection: target.selection, folder }));
      }}
    />
  );
}
