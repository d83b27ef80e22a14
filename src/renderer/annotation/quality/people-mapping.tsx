/** Says who of Label Studio is who in the campaign. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import type { ForeignPerson } from './label-studio-people.ts';
import classes from './exchange.module.css';

export interface PeopleMappingProps {
  readonly people: readonly ForeignPerson[];
  readonly annotators: readonly string[];
  /** By Label Studio's number. */
  readonly chosen: Readonly<Record<string, string>>;
  readonly onChange: (chosen: Readonly<Record<string, string>>) => void;
}

/** Whoever is not named keeps a name of their own. */
export function PeopleMapping({ people, annotators, chosen, onChange }: PeopleMappingProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const choose = (id: string, name: string) => {
    const { [id]: _before, ...others } = chosen;
    onChange(name === '' ? others : { ...others, [id]: name });
  };
  return (
    <fieldset className={classes.mapping}>
      <legend>{t('quality.exchange.people')}</legend>
      <p className={classes.note}>{t('quality.exchange.peopleNote')}</p>
      {people.map(({ id, email, annotations }) => (
        <NativeSelect
          key={id}
          label={email === undefined ? t('quality.exchange.foreign', { id }) : `${email} (${id})`}
          description={t('quality.exchange.annotations', {
            count: annotations,
            number: formatNumber(annotations, language),
          })}
          value={chosen[id] ?? ''}
          data={[
            { value: '', label: t('quality.exchange.keep', { name: `label-studio-${id}` }) },
            ...annotators.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(event) => choose(id, event.currentTarget.value)}
        />
      ))}
    </fieldset>
  );
}
