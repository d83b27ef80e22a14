/** What the campaign is for, and whether the model's suggestions are seen. */
import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CodingMode, Purpose } from '../../../../shared/contract/annotation/campaigns.ts';
import classes from '../campaigns.module.css';
import { withPurpose } from './draft.ts';
import { Section, type SectionProps } from './section.tsx';

/** Gold or training, then blind, reveal or assisted; what a gold set forbids is there and says why. */
export function PurposeSection({ draft, change }: SectionProps) {
  const { t } = useTranslation();
  const isGold = draft.purpose === 'gold';
  return (
    <Section name="purpose">
      <Radio.Group
        label={t('annotation.plan.purpose.label')}
        value={draft.purpose}
        onChange={(value) => change((before) => withPurpose(before, Purpose.parse(value)))}
      >
        <Stack gap={6} mt={6}>
          {Purpose.options.map((value) => (
            <Radio
              key={value}
              value={value}
              label={t(`annotation.purposes.${value}`)}
              description={t(`annotation.plan.purpose.${value}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t('annotation.plan.purpose.mode')}
        value={draft.mode}
        onChange={(value) => change({ mode: CodingMode.parse(value) })}
      >
        <Stack gap={6} mt={6}>
          {CodingMode.options.map((value) => (
            <Radio
              key={value}
              value={value}
              disabled={isGold && value === 'assisted'}
              label={t(`annotation.modes.${value}`)}
              description={t(
                isGold && value === 'assisted'
                  ? 'annotation.plan.purpose.notAssisted'
                  : `annotation.plan.purpose.modes.${value}`,
              )}
            />
          ))}
        </Stack>
      </Radio.Group>
      {isGold && <p className={classes.note}>{t('annotation.plan.purpose.why')}</p>}
    </Section>
  );
}
