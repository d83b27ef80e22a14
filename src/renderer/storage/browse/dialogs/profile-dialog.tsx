/** A profile of one's own: an address and keys. Keys go to the core and are never shown again. */
import { Button, Checkbox, Group, PasswordInput, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { Profile } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import classes from '../storage.module.css';

/** Adds one, or changes it: a secret left empty stays as it is. */
export function ProfileDialog({
  profile,
  onClose,
}: {
  readonly profile: Profile | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState(profile?.name ?? '');
  const [endpoint, setEndpoint] = useState(profile?.endpoint ?? '');
  const [region, setRegion] = useState(profile?.region ?? 'us-east-1');
  const [pathStyle, setPathStyle] = useState(profile?.pathStyle ?? true);
  const [isAnonymous, setAnonymous] = useState(profile?.kind === 'anonymous');
  const [accessKeyId, setAccessKeyId] = useState('');
  const [secretAccessKey, setSecret] = useState('');
  const [sessionToken, setToken] = useState('');
  const [failure, setFailure] = useState<FailureData>();
  const isNew = profile === undefined || profile.kind === 'anonymous';
  const isAddress = /^https?:\/\/[^/\s]/i.test(endpoint.trim());
  const hasKeys = isAnonymous || !isNew || (accessKeyId !== '' && secretAccessKey !== '');
  const mayGo = name.trim() !== '' && isAddress && hasKeys;

  const save = async () => {
    if (!mayGo) return;
    const keys = isAnonymous
      ? {}
      : {
          ...(accessKeyId ? { accessKeyId: accessKeyId.trim() } : {}),
          ...(secretAccessKey ? { secretAccessKey } : {}),
          ...(sessionToken ? { sessionToken } : {}),
        };
    try {
      const { id } = await core.storage.saveProfile({
        ...(profile ? { id: profile.id } : {}),
        name: name.trim(),
        endpoint: endpoint.trim(),
        region: region.trim() || 'us-east-1',
        pathStyle,
        ...keys,
      });
      onClose();
      if (!profile) await navigate({ to: '/storage', search: { profile: id } });
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <Dialog
      title={profile ? t('storage.profile.change', { name: profile.name }) : t('storage.profile.add')}
      onClose={onClose}
    >
      <form
        className={classes.form}
        autoComplete="off"
        onSubmit={(event) => (event.preventDefault(), void save())}
      >
        <TextInput
          label={t('storage.profile.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={t('storage.profile.endpoint')}
          placeholder="https://minio.example.org"
          value={endpoint}
          error={endpoint !== '' && !isAddress ? t('storage.profile.endpointWrong') : undefined}
          spellCheck={false}
          onChange={(event) => setEndpoint(event.currentTarget.value)}
        />
        <div className={classes.two}>
          <TextInput
            label={t('storage.profile.region')}
            value={region}
            onChange={(event) => setRegion(event.currentTarget.value)}
          />
          <Checkbox
            mt={28}
            label={t('storage.profile.pathStyle')}
            checked={pathStyle}
            onChange={(event) => setPathStyle(event.currentTarget.checked)}
          />
        </div>
        <Checkbox
          label={t('storage.profile.anonymous')}
          checked={isAnonymous}
          disabled={profile?.kind === 'own'}
          onChange={(event) => setAnonymous(event.currentTarget.checked)}
        />
        {!isAnonymous && (
          <>
            <TextInput
              label={t('storage.profile.accessKey')}
              description={isNew ? undefined : t('storage.profile.asBefore')}
              value={accessKeyId}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setAccessKeyId(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('storage.profile.secretKey')}
              description={isNew ? undefined : t('storage.profile.asBefore')}
              value={secretAccessKey}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': t('words.reveal') }}
              onChange={(event) => setSecret(event.currentTarget.value)}
            />
            <PasswordInput
              label={t('storage.profile.token')}
              value={sessionToken}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': t('words.reveal') }}
              onChange={(event) => setToken(event.currentTarget.value)}
            />
          </>
        )}
        {failure && <FailureView failure={failure} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={!mayGo}>
            {t('storage.profile.save')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
