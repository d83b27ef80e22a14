/** What a lead changes of a campaign that is under way. */
import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import classes from '../campaigns.module.css';
import { counted } from '../list/campaign-words.ts';
import { dayOf, endOfDay, namesIn } from '../plan/names.ts';
import { AmountField } from '../plan/section.tsx';
import { GuidelinesField } from '../plan/guidelines-field.tsx';
import { changeOf, type Changeable } from './change-of.ts';
import type { CampaignPart } from './overview-tab.tsx';

export type ChangeKind = 'people' | 'guidelines' | 'rest';

const roles = ['leads', 'adjudicators', 'annotators'] as const;

/** People, guidelines, or title with deadline; nothing is sent but what differs. */
export function ChangeDialog({
  at,
  campaign,
  what,
  onClose,
  onChanged,
}: CampaignPart & {
  readonly what: ChangeKind;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Changeable>(() => ({
    title: campaign.title,
    leads: campaign.leads.join(', '),
    adjudicators: campaign.adjudicators.join(', '),
    annotators: campaign.annotators.join(', '),
    stealing: campaign.stealing,
    claimHours: campaign.claimHours,
    deadline: campaign.deadline === undefined ? '' : dayOf(campaign.deadline),
    guidelines: campaign.guidelines.at(-1)?.text ?? '',
  }));
  const [failure, setFailure] = useState<FailureData>();
  const set = (change: Partial<Changeable>) => setTyped((before) => ({ ...before, ...change }));
  const change = changeOf(typed, campaign);
  const save = async () => {
    try {
      await core.annotation.changeCampaign({ at, change });
      onChanged();
      onClose();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const isWrong = namesIn(typed.leads).length === 0 || typed.title.trim() === '';
  return (
    <Dialog title={t(`annotation.change.${what}`)} onClose={onClose} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {what === 'people' && <PeopleFields typed={typed} set={set} />}
        {what === 'guidelines' && (
          <>
            <p className={classes.note}>{t('annotation.change.newVersion')}</p>
            <GuidelinesField value={typed.guidelines} onChange={(guidelines) => set({ guidelines })} />
          </>
        )}
        {what === 'rest' && (
          <RestFields
            typed={typed}
            set={set}
            isPast={typed.deadline !== '' && (endOfDay(typed.deadline) ?? 0) < Date.now()}
          />
        )}
        {failure && <FailureView failure={failure} onRetry={() => void save()} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button
            size="sm"
            type="submit"
            variant="filled"
            disabled={isWrong || Object.keys(change).length === 0}
          >
            {t('annotation.change.save')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  readonly typed: Changeable;
  readonly set: (change: Partial<Changeable>) => void;
}

function PeopleFields({ typed, set }: FieldsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return roles.map((role, index) => (
    <TextInput
      key={role}
      label={t(`annotation.people.${role}`)}
      description={t('annotation.people.count', counted(namesIn(typed[role]).length, language))}
      value={typed[role]}
      onChange={(event) => set({ [role]: event.currentTarget.value })}
      error={role === 'leads' && namesIn(typed.leads).length === 0 && t('annotation.plan.missing.leads')}
      data-autofocus={index === 0 || undefined}
      autoComplete="off"
      spellCheck={false}
    />
  ));
}

function RestFields({ typed, set, isPast }: FieldsProps & { readonly isPast: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('annotation.plan.place.title')}
        value={typed.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        data-autofocus
      />
      <div className={classes.fields}>
        <TextInput
          type="date"
          label={t('annotation.facts.deadline')}
          value={typed.deadline}
          error={isPast && t('annotation.change.past')}
          onChange={(event) => set({ deadline: event.currentTarget.value })}
        />
        <Button size="sm" onClick={() => set({ deadline: '' })}>
          {t('annotation.change.noDeadline')}
        </Button>
        <AmountField
          label={t('annotation.plan.work.claimHours')}
          value={typed.claimHours}
          min={1}
          suffix=" h"
          onChange={(claimHours) => set({ claimHours })}
        />
      </div>
      <Checkbox
        label={t('annotation.plan.work.stealing')}
        description={t('annotation.plan.work.stealingHint')}
        checked={typed.stealing}
        onChange={(event) => set({ stealing: event.currentTarget.checked })}
      />
    </>
  );
}
