/** What can be done with a training, by how it stands. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workflow } from '../../../shared/contract/training/workflows.ts';
import { core } from '../../app/core.ts';
import { attempt } from '../../app/notices.ts';
import classes from '../../ui/list-page.module.css';
import { RemoveDialog } from '../remove-dialog.tsx';
import { isOpen } from '../workflow-state.ts';

/** Buttons; only removing asks first, since nothing brings a workflow back. */
export function WorkflowActions({ workflow: whole }: { readonly workflow: Workflow }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isRemoving, setIsRemoving] = useState(false);
  const { workflow, pods } = whole;
  const { name, state } = workflow;
  const leads = async (work: () => Promise<{ readonly name: string }>) => {
    const made = await attempt(work);
    if (made && made.name !== name) void navigate({ to: '/training/workflow', search: { name: made.name } });
  };
  const act = (work: () => Promise<unknown>) => () => void attempt(work);
  return (
    <div className={classes.buttons}>
      {isOpen(state) ? (
        <>
          {state === 'suspended' ? (
            <Button onClick={act(() => core.training.resumeWorkflow({ name }))}>
              {t('training.workflow.resume')}
            </Button>
          ) : (
            <Button onClick={act(() => core.training.suspendWorkflow({ name }))}>
              {t('training.workflow.suspend')}
            </Button>
          )}
          <Button onClick={act(() => core.training.stopWorkflow({ name, how: 'stop' }))}>
            {t('training.workflow.stop')}
          </Button>
          <Button onClick={act(() => core.training.stopWorkflow({ name, how: 'terminate' }))}>
            {t('training.workflow.terminate')}
          </Button>
        </>
      ) : (
        <>
          {pods.failed > 0 && (
            <Button variant="filled" onClick={() => void leads(() => core.training.retryFailed({ name }))}>
              {t('training.workflow.retry')}
            </Button>
          )}
          <Button onClick={() => void leads(() => core.training.resubmitWorkflow({ name }))}>
            {t('training.workflow.resubmit')}
          </Button>
          <Button onClick={() => setIsRemoving(true)}>{t('training.workflow.remove')}</Button>
        </>
      )}
      {isRemoving && (
        <RemoveDialog
          title={t('training.workflow.removeTitle', { name })}
          text={t('training.workflow.removeText')}
          action={t('training.workflow.remove')}
          onClose={() => setIsRemoving(false)}
          onRemove={() => core.training.removeWorkflow({ name })}
          onRemoved={() => void navigate({ to: '/training' })}
        />
      )}
    </div>
  );
}
