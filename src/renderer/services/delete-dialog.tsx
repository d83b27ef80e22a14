/** Asks before a service goes, and says what goes with it. */
import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/contract/services.ts';
import { core } from '../app/core.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { Dialog } from '../ui/dialog.tsx';
import { amountOf } from './reason-words.ts';
import classes from './services.module.css';

/** Volumes are named; others' work asks for the name to be typed. */
export function DeleteDialog({
  service,
  onClose,
}: {
  readonly service: Service;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [typed, setTyped] = useState('');
  const mustType = !service.mine && service.state !== 'ghost';
  const allowed = !mustType || typed.trim() === service.name;
  const losses = [
    ...service.volumes.map((volume) =>
      t('services.deleteVolume', { name: volume.name, size: amountOf('storage', volume.size, language) }),
    ),
    ...(service.state === 'ready' || service.state === 'starting' ? [t('services.deletePodsStop')] : []),
  ];
  const remove = async () => {
    onClose();
    await attempt(() => core.services.remove({ id: service.id }));
  };
  return (
    <Dialog title={t('services.deleteTitle', { name: service.name })} onClose={onClose}>
      <form
        style={{ display: 'grid', gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (allowed) void remove();
        }}
      >
        {losses.length > 0 && (
          <div>
            <p style={{ margin: '0 0 8px' }}>{t('services.deleteLoses')}</p>
            <ul className={classes.losses}>
              {losses.map((loss) => (
                <li key={loss}>{loss}</li>
              ))}
            </ul>
          </div>
        )}
        {service.volumes.length === 0 && <p style={{ margin: 0 }}>{t('services.deleteNothing')}</p>}
        {mustType && (
          <TextInput
            label={t('services.deleteOthers', { owner: service.owner ?? t('words.unknown') })}
            description={service.name}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose} {...(mustType ? {} : { 'data-autofocus': true })}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={!allowed}>
            {t(service.state === 'ghost' ? 'services.removeGhost' : 'services.deleteNow')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
