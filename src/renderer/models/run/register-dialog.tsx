/** Registers what a run logged as a version of a model. */
import { Autocomplete, Button, Group, Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { Run } from '../../../shared/contract/models/runs.ts';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Dialog } from '../../ui/dialog.tsx';
import classes from '../models.module.css';
import { useRegistry } from '../parts/model-streams.ts';

/** Leads to the new version, where an alias can be set. */
export function RegisterDialog({
  server,
  run,
  onClose,
}: {
  readonly server: ModelServer;
  readonly run: Run;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const known = useRegistry(server.id).value?.models ?? [];
  const [typed, setTyped] = useState('');
  const [description, setDescription] = useState('');
  const [failure, setFailure] = useState<FailureData>();
  const [isPending, setPending] = useState(false);
  const name = typed.trim();
  const model = known.find((one) => one.name === name);
  const register = async () => {
    setPending(true);
    try {
      const { version } = await core.models.registerVersion({
        server: server.id,
        name,
        run: run.id,
        ...(description.trim() !== '' && { description: description.trim() }),
      });
      await navigate({ to: '/models/model', search: { server: server.id, name, version } });
    } catch (error) {
      setFailure(failureOf(error));
      setPending(false);
    }
  };
  return (
    <Dialog title={t('models.register.title', { name: run.name })} onClose={onClose} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== '') void register();
        }}
      >
        <Autocomplete
          label={t('models.register.model')}
          value={typed}
          onChange={setTyped}
          data={known.map((one) => one.name)}
          limit={20}
          openOnFocus={false}
          comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {name !== '' && (
          <p role="status">
            {model
              ? t('models.register.next', { version: Number(model.newest ?? 0) + 1 })
              : t('models.register.isNew', { name })}
          </p>
        )}
        <Textarea
          label={t('models.model.description')}
          description={t('models.markdown')}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {failure && <FailureView failure={failure} onRetry={() => void register()} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled" loading={isPending} disabled={name === ''}>
            {t('models.register.do')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
