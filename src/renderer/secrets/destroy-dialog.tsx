/** Asks before all versions go for good: the name is to be typed. */
import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Secret } from '../../shared/contract/secrets.ts';
import { core } from '../app/core.ts';
import { attempt } from '../app/notices.ts';
import { Dialog } from '../ui/dialog.tsx';
import { nameOf } from './paths.ts';
import { useRefresh } from './queries.ts';
import classes from './secrets.module.css';

export function DestroyDialog({
  secret,
  onClose,
  onDestroyed,
}: {
  readonly secret: Secret;
  readonly onClose: () => void;
  readonly onDestroyed: () => void;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [typed, setTyped] = useState('');
  const name = nameOf(secret.path);
  const isSure = typed.trim() === name.trim();
  const destroy = async () => {
    onClose();
    if (!(await attempt(() => core.secrets.destroy({ path: secret.path })))) return;
    onDestroyed();
    await refresh();
  };
  return (
    <Dialog title={t('secrets.destroying.title', { name })} onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isSure) void destroy();
        }}
      >
        <p className={classes.paragraph}>
          {t('secrets.destroying.text', { count: Math.max(1, secret.versions.length) })}
        </p>
        <p className={classes.paragraph}>{t('secrets.destroying.services')}</p>
        <TextInput
          label={t('secrets.destroying.label', { name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={!isSure}>
            {t('secrets.destroying.submit')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
