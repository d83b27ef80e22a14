/** Registers what a run learnt as the next version of a model, with an alias if it is to have one. */
import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RankedRun } from '../../../shared/contract/training/workflows.ts';
import { core } from '../../app/core.ts';
import { announce, attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import classes from '../../ui/list-page.module.css';

/** As MLflow takes aliases: letters, digits, `_`, `-`, not `latest` and not a version. */
const aliasPattern = /^(?!latest$|v\d+$)[\w-]{1,255}$/;

export interface RegisterDialogProps {
  readonly run: RankedRun;
  readonly server: string;
  readonly onClose: () => void;
}

/** The alias that is proposed is not the one that answers in production: promoting is a step of its own. */
export function RegisterDialog({ run, server, onClose }: RegisterDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [model, setModel] = useState('codification-naf');
  const [alias, setAlias] = useState('challenger');
  const [isBusy, setIsBusy] = useState(false);
  const isReady = model.trim() !== '' && (alias === '' || aliasPattern.test(alias));
  const register = async () => {
    setIsBusy(true);
    const name = model.trim();
    const made = await attempt(() => core.models.registerVersion({ server, name, run: run.run }));
    if (made) {
      const { version } = made;
      announce(t('training.ranking.registered', { name, version }));
      if (alias !== '') await attempt(() => moveAlias(server, name, version, alias));
      void navigate({ to: '/models/model', search: { server, name, version } });
    }
    setIsBusy(false);
  };
  return (
    <Dialog title={t('training.ranking.registerTitle', { name: run.name })} onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void register();
        }}
      >
        <TextInput
          data-autofocus
          label={t('training.ranking.model')}
          value={model}
          onChange={(event) => setModel(event.currentTarget.value)}
        />
        <TextInput
          label={t('training.ranking.alias')}
          description={t('training.ranking.aliasHint')}
          error={alias !== '' && !aliasPattern.test(alias)}
          value={alias}
          onChange={(event) => setAlias(event.currentTarget.value)}
        />
        <div className={classes.buttons} style={{ justifyContent: 'flex-end' }}>
          <Button type="submit" variant="filled" size="sm" disabled={!isReady} loading={isBusy}>
            {t('training.ranking.doRegister')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Moves an alias from wherever it is now. */
async function moveAlias(server: string, name: string, version: string, alias: string): Promise<void> {
  const controller = new AbortController();
  let expected: string | undefined;
  for await (const { model, state } of core.models.registeredModel(
    { server, name },
    { signal: controller.signal },
  )) {
    expected = model?.aliases.find((one) => one.alias === alias)?.version;
    if (state === 'live') break;
  }
  controller.abort();
  await core.models.setAlias({
    server,
    name,
    version,
    alias,
    ...(expected !== undefined && { expected }),
  });
}
