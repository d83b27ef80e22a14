/** Adds an MLflow server, or changes one. */
import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Dialog } from '../../ui/dialog.tsx';
import classes from '../models.module.css';
import { draftOf, faultsOf, typedOf, type ServerField, type TypedServer } from './server-draft.ts';
import { SignInFields } from './sign-in-fields.tsx';
import { TryServer } from './try-server.tsx';

export interface ServerFieldsProps {
  readonly typed: TypedServer;
  readonly set: (change: Partial<TypedServer>) => void;
  /** The sentence below a field at fault; nothing before a person has tried to save. */
  readonly errorOf: (field: ServerField) => string | false;
}

/** `server` absent: a new one. Of the platform's own only sign-in and workspace change. */
export function ServerDialog({
  server,
  onClose,
  onAdded,
}: {
  readonly server?: ModelServer;
  readonly onClose: () => void;
  readonly onAdded?: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(() => typedOf(server));
  const [isChecked, setChecked] = useState(false);
  const [failure, setFailure] = useState<FailureData>();
  const faults = faultsOf(typed, server?.hasSecret === true && server.signIn.kind === typed.signIn);
  const set = (change: Partial<TypedServer>) => setTyped((before) => ({ ...before, ...change }));
  const errorOf = (field: ServerField) =>
    isChecked && faults.includes(field) && t(`models.servers.faults.${field}`);
  const save = async () => {
    setChecked(true);
    if (faults.length > 0) return;
    try {
      if (server) await core.models.changeModelServer({ ...draftOf(typed), id: server.id });
      else {
        const { id } = await core.models.addModelServer(draftOf(typed));
        onAdded?.(id);
      }
      onClose();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const fields: ServerFieldsProps = { typed, set, errorOf };
  return (
    <Dialog
      title={server ? t('models.servers.changeTitle', { name: server.name }) : t('models.servers.addTitle')}
      onClose={onClose}
      size="lg"
    >
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {server?.from === 'platform' ? (
          <p className={classes.note}>{t('models.servers.platformHint')}</p>
        ) : (
          <ReachFields {...fields} />
        )}
        <SignInFields
          {...fields}
          hasSecret={server?.hasSecret === true && server.signIn.kind === typed.signIn}
        />
        <TextInput
          label={t('models.servers.workspace')}
          description={t('models.servers.workspaceHint')}
          value={typed.workspace}
          onChange={(event) => set({ workspace: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
        <TryServer typed={typed} id={server?.id} isReady={faults.length === 0} />
        {failure && <FailureView failure={failure} onRetry={() => void save()} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled">
            {t(server ? 'models.servers.save' : 'models.servers.add')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

function ReachFields({ typed, set, errorOf }: ServerFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('models.servers.name')}
        value={typed.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={errorOf('name')}
        autoComplete="off"
        data-autofocus
      />
      <SegmentedControl
        size="sm"
        aria-label={t('models.servers.reach')}
        value={typed.reach}
        onChange={(reach) => set({ reach: reach === 'service' ? 'service' : 'address' })}
        data={(['address', 'service'] as const).map((value) => ({
          value,
          label: t(`models.servers.reaches.${value}`),
        }))}
      />
      {typed.reach === 'address' ? (
        <TextInput
          label={t('models.servers.url')}
          placeholder="https://mlflow.example.org"
          value={typed.url}
          onChange={(event) => set({ url: event.currentTarget.value })}
          error={errorOf('url')}
          autoComplete="off"
          spellCheck={false}
        />
      ) : (
        <div className={classes.fields}>
          <TextInput
            className={classes.grow ?? ''}
            label={t('models.servers.service')}
            description={t('models.servers.serviceHint')}
            value={typed.service}
            onChange={(event) => set({ service: event.currentTarget.value })}
            error={errorOf('service')}
            autoComplete="off"
            spellCheck={false}
          />
          <TextInput
            label={t('models.servers.port')}
            inputMode="numeric"
            value={typed.port}
            onChange={(event) => set({ port: event.currentTarget.value })}
            error={errorOf('port')}
          />
        </div>
      )}
    </>
  );
}
