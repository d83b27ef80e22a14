/** Who codes, who leads, who settles disagreements. */
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../app/language/setup.ts';
import classes from '../campaigns.module.css';
import { counted } from '../list/campaign-words.ts';
import { withAnnotators } from './draft.ts';
import { namesIn } from './names.ts';
import { Section, type SectionProps } from './section.tsx';

const roles = ['annotators', 'leads', 'adjudicators'] as const;

/** User names of the platform, with what each of them may do. */
export function PeopleSection({ draft, change }: SectionProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Section name="people">
      <p className={classes.note}>{t('annotation.plan.people.hint')}</p>
      {roles.map((role) => (
        <TextInput
          key={role}
          data-field={role}
          label={t(`annotation.people.${role}`)}
          description={`${t(`annotation.plan.people.${role}`)} ${t('annotation.people.count', counted(namesIn(draft[role]).length, language))}`}
          value={draft[role]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            change((before) =>
              role === 'annotators' ? withAnnotators(before, value) : { ...before, [role]: value },
            );
          }}
          autoComplete="off"
          spellCheck={false}
        />
      ))}
    </Section>
  );
}
