/** Synchronises a folder of this laptop with a prefix: dry run first. */
import { Button, Checkbox, Radio, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../shared/contract/storage/places.ts';
import type { SyncPlan } from '../../../shared/contract/storage/transfers.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { LocalPicker } from './local-picker.tsx';
import { SyncPlanView } from './sync-plan-view.tsx';
import classes from './transfers.module.css';

export interface SyncDialogProps {
  readonly place: Place;
  readonly onClose: () => void;
}

interface Asked {
  readonly local: string;
  readonly direction: 'up' | 'down';
  readonly remove: boolean;
}

/** Nothing is written before the plan was seen. */
export function SyncDialog({ place, onClose }: SyncDialogProps) {
  const { t } = useTranslation();
  const [local, setLocal] = useState('');
  const [direction, setDirection] = useState<'up' | 'down'>('up');
  const [remove, setRemove] = useState(false);
  const [picks, setPicks] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const plan = usePlan(place, asked);
  const remote = `${place.bucket}/${place.prefix}`;
  const work = plan ? plan.create.files + plan.update.files + plan.remove.files : 0;
  const change = (act: () => void) => {
    setAsked(undefined);
    act();
  };

  if (picks)
    return (
      <LocalPicker
        mode="folder"
        title={t('transfers.syncPick')}
        action={t('transfers.syncPickAction')}
        onChoose={([path]) => path !== undefined && change(() => setLocal(path))}
        onClose={() => setPicks(false)}
      />
    );
  return (
    <Dialog title={t('transfers.syncTitle', { place: remote })} onClose={onClose} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => (event.preventDefault(), setAsked({ local, direction, remove }))}
      >
        <div className={classes.row}>
          <TextInput
            className={classes.grow ?? ''}
            label={t('transfers.syncLocal')}
            value={local}
            onChange={(event) => change(() => setLocal(event.currentTarget.value))}
            data-autofocus
          />
          <Button size="sm" onClick={() => setPicks(true)}>
            {t('transfers.browse')}
          </Button>
        </div>
        <Radio.Group
          label={t('transfers.syncDirection')}
          value={direction}
          onChange={(value) => change(() => setDirection(value))}
        >
          <Stack gap={6} mt={6}>
            <Radio value="up" label={t('transfers.syncUp', { place: remote })} />
            <Radio value="down" label={t('transfers.syncDown', { place: remote })} />
          </Stack>
        </Radio.Group>
        <Checkbox
          label={t('transfers.syncRemove')}
          description={t('transfers.syncRemoveHint')}
          checked={remove}
          onChange={(event) => change(() => setRemove(event.currentTarget.checked))}
        />
        {plan && <SyncPlanView plan={plan} />}
        {plan?.problem && <FailureView failure={plan.problem} compact />}
        <div className={classes.row} style={{ justifyContent: 'flex-end' }}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button
            size="sm"
            type="submit"
            variant={plan?.state === 'ready' ? 'default' : 'filled'}
            disabled={local === ''}
          >
            {t('transfers.syncCompare')}
          </Button>
          {plan?.state === 'ready' && (
            <Button
              size="sm"
              variant="filled"
              disabled={work === 0}
              onClick={() =>
                void attempt(async () => {
                  await core.storage.startSync({ planId: plan.id });
                  onClose();
                })
              }
            >
              {t('transfers.syncStart', { count: work })}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

/** The plan lives as long as the dialog shows it. */
function usePlan(place: Place, asked: Asked | undefined): SyncPlan | undefined {
  const [plan, setPlan] = useState<SyncPlan>();
  const { profile, bucket, prefix } = place;
  useEffect(() => {
    setPlan(undefined);
    if (!asked) return;
    const control = new AbortController();
    const follow = async () => {
      const remote = { profile, bucket, prefix };
      for await (const next of core.storage.planSync({ ...asked, remote }, { signal: control.signal }))
        setPlan(next);
    };
    follow().catch((error: unknown) => {
      if (control.signal.aborted) return;
      const nothing = { files: 0, bytes: 0 };
      setPlan({
        id: '',
        state: 'failed',
        create: nothing,
        update: nothing,
        remove: nothing,
        same: 0,
        sample: [],
        problem: failureOf(error),
      });
    });
    return () => control.abort();
  }, [asked, profile, bucket, prefix]);
  return plan;
}
