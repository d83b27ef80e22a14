/** How a text becomes the line that the model is given; checked against the model's own examples. */
import { Button, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreprocessingProfile } from '../../../shared/contract/models/inference.ts';
import { core } from '../../app/core.ts';
import { announce, attempt } from '../../app/notices.ts';
import classes from '../models.module.css';
import type { TryPart } from '../try-page.tsx';
import { ProfileCheck } from './profile-check.tsx';
import { isProfile } from './profile-draft.ts';
import { StepsField } from './steps-field.tsx';
import { VariablesField } from './variables-field.tsx';

const cleanings = ['none', 'ape-v1', 'rules'] as const;

/** Nothing takes effect before it is saved. */
export function ProfileTab({ pin, profile, onProfile }: TryPart) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<PreprocessingProfile>(profile);
  // The rules stay while another way is looked at.
  const [steps, setSteps] = useState(profile.cleaning.kind === 'rules' ? profile.cleaning.steps : []);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(profile);
  const setCleaning = (kind: (typeof cleanings)[number]) =>
    setDraft({ ...draft, cleaning: kind === 'rules' ? { kind, steps } : { kind } });
  const save = async () => {
    if (!(await attempt(() => core.models.setModelProfile({ id: pin.id, profile: draft })))) return;
    announce(t('models.profile.saved'));
    onProfile();
  };
  return (
    <div className={classes.columnsOfTwo}>
      <div className={classes.blocks}>
        <p className={classes.note}>{t('models.profile.hint')}</p>
        <Radio.Group
          label={t('models.profile.cleaning')}
          value={draft.cleaning.kind}
          onChange={(value) => setCleaning(cleanings.find((kind) => kind === value) ?? 'none')}
        >
          <Stack gap={6} mt={4}>
            {cleanings.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                label={t(`models.profile.cleanings.${kind}`)}
                description={t(`models.profile.cleaningHints.${kind}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {draft.cleaning.kind === 'rules' && (
          <StepsField
            steps={draft.cleaning.steps}
            onChange={(next) => {
              setSteps(next);
              setDraft({ ...draft, cleaning: { kind: 'rules', steps: next } });
            }}
          />
        )}
        <VariablesField
          variables={draft.variables}
          onChange={(variables) => setDraft({ ...draft, variables })}
        />
        <div className={classes.buttons}>
          <Button
            size="sm"
            variant="filled"
            disabled={!isChanged || !isProfile(draft)}
            onClick={() => void save()}
          >
            {t('models.profile.save')}
          </Button>
          <Button size="sm" disabled={!isChanged} onClick={() => setDraft(profile)}>
            {t('models.profile.undo')}
          </Button>
        </div>
      </div>
      <ProfileCheck id={pin.id} profile={draft} isReady={isProfile(draft)} />
    </div>
  );
}
