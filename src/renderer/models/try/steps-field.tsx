/** The steps of a cleaning, in order. */
import { ActionIcon, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CleaningStep } from '../../../shared/contract/models/inference.ts';
import classes from '../models.module.css';
import { isStep, movedBy, newStep, stepKinds } from './profile-draft.ts';
import own from './try.module.css';

export interface StepsFieldProps {
  readonly steps: readonly CleaningStep[];
  readonly onChange: (steps: CleaningStep[]) => void;
}

/** One line a step: what it needs, moving it, removing it; a choice adds one. */
export function StepsField({ steps, onChange }: StepsFieldProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.block}>
      <h2>{t('models.profile.steps')}</h2>
      {steps.length === 0 && <p className="quiet">{t('models.profile.noSteps')}</p>}
      <ol className={own.steps}>
        {steps.map((step, place) => (
          // A step has no name of its own: its place is what it is known by.
          <li key={`${place} ${step.kind}`}>
            <span>{t(`models.profile.kinds.${step.kind}`)}</span>
            <StepFields step={step} onChange={(next) => onChange(steps.toSpliced(place, 1, next))} />
            <span className={own.moves}>
              <ActionIcon
                aria-label={t('models.profile.up', { number: place + 1 })}
                disabled={place === 0}
                onClick={() => onChange(movedBy(steps, place, -1))}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                aria-label={t('models.profile.down', { number: place + 1 })}
                disabled={place === steps.length - 1}
                onClick={() => onChange(movedBy(steps, place, 1))}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
              <ActionIcon
                aria-label={t('models.profile.removeStep', { number: place + 1 })}
                onClick={() => onChange(steps.toSpliced(place, 1))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </span>
          </li>
        ))}
      </ol>
      <NativeSelect
        size="xs"
        className={classes.choice ?? ''}
        aria-label={t('models.profile.addStep')}
        value=""
        data={[
          { value: '', label: t('models.profile.addStep') },
          ...stepKinds.map((kind) => ({ value: kind, label: t(`models.profile.kinds.${kind}`) })),
        ]}
        onChange={(event) => {
          const kind = stepKinds.find((one) => one === event.currentTarget.value);
          if (kind) onChange([...steps, newStep(kind)]);
        }}
      />
    </section>
  );
}

function StepFields({
  step,
  onChange,
}: {
  readonly step: CleaningStep;
  readonly onChange: (step: CleaningStep) => void;
}) {
  const { t } = useTranslation();
  if (step.kind === 'replace')
    return (
      <span className={own.stepFields}>
        <TextInput
          size="xs"
          aria-label={t('models.profile.pattern')}
          value={step.pattern}
          error={!isStep(step) && t('models.profile.noPattern')}
          onChange={(event) => onChange({ ...step, pattern: event.currentTarget.value })}
          classNames={{ input: classes.codeInput ?? '' }}
          spellCheck={false}
        />
        <TextInput
          size="xs"
          aria-label={t('models.profile.by')}
          placeholder={t('models.profile.nothing')}
          value={step.by}
          onChange={(event) => onChange({ ...step, by: event.currentTarget.value })}
          classNames={{ input: classes.codeInput ?? '' }}
          spellCheck={false}
        />
      </span>
    );
  if (step.kind === 'drop-short')
    return (
      <NumberInput
        size="xs"
        className={classes.short ?? ''}
        aria-label={t('models.profile.below')}
        value={step.below}
        min={1}
        allowDecimal={false}
        onChange={(value) => onChange({ ...step, below: Number(value) })}
      />
    );
  if (step.kind === 'drop-words')
    return (
      <TextInput
        size="xs"
        aria-label={t('models.profile.words')}
        placeholder={t('models.profile.wordsHint')}
        defaultValue={step.words.join(' ')}
        onBlur={(event) =>
          onChange({ ...step, words: event.currentTarget.value.split(/[\s,]+/).filter(Boolean) })
        }
        spellCheck={false}
      />
    );
  return <span />;
}
