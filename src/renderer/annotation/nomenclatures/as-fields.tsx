/** What the person says a file is, where the file does not say it or says it wrong. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  NomenclatureReading,
  NomenclatureSummary,
} from '../../../shared/contract/annotation/nomenclatures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import classes from '../campaigns/campaigns.module.css';
import { wordsIn } from '../codes/code-words.ts';

export interface As {
  id?: string;
  titles?: { fr?: string; en?: string };
  of?: string[];
  language?: 'fr' | 'en';
}

export interface AsFieldsProps {
  readonly reading: NomenclatureReading;
  readonly nomenclatures: readonly NomenclatureSummary[];
  /** Reads the file again as this. */
  readonly onRead: (as: As) => void;
}

/** For a tree its name; for notes whose they are and in which language; for a correspondence its two ends. */
export function AsFields({ reading, nomenclatures, onRead }: AsFieldsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [id, setId] = useState(reading.id);
  const [title, setTitle] = useState(wordsIn(reading.titles, language).text);
  const [of, setOf] = useState<readonly string[]>(reading.of);
  const [spoken, setSpoken] = useState<'' | 'fr' | 'en'>('');
  const choices = ['', ...nomenclatures.map((one) => one.id), ...reading.of]
    .filter((value, index, all) => all.indexOf(value) === index)
    .map((value) => {
      const known = nomenclatures.find((one) => one.id === value);
      return { value, label: (known && wordsIn(known.titles, language).text) || value };
    });
  const choose = (place: number, label: string) => (
    <NativeSelect
      label={label}
      value={of[place] ?? ''}
      onChange={(event) => setOf(Object.assign([...of], { [place]: event.currentTarget.value }))}
      data={choices}
    />
  );
  const as = (): As =>
    reading.kind === 'nomenclature'
      ? { id: id.trim(), ...(title.trim() && { titles: { [language]: title.trim() } }) }
      : { of: of.filter(Boolean), ...(spoken && { language: spoken }) };
  return (
    <details className={classes.as}>
      <summary>{t('annotation.import.as')}</summary>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          onRead(as());
        }}
      >
        {reading.kind === 'nomenclature' && (
          <>
            <TextInput
              label={t('annotation.import.id')}
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
              spellCheck={false}
            />
            <TextInput
              label={t('annotation.import.name')}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
          </>
        )}
        {reading.kind === 'notes' && (
          <>
            {choose(0, t('annotation.import.notesOf'))}
            <NativeSelect
              label={t('annotation.import.language')}
              value={spoken}
              onChange={(event) => setSpoken(event.currentTarget.value as '' | 'fr' | 'en')}
              data={[
                { value: '', label: t('annotation.import.asFound') },
                { value: 'fr', label: t('annotation.languages.fr') },
                { value: 'en', label: t('annotation.languages.en') },
              ]}
            />
          </>
        )}
        {reading.kind === 'correspondence' && (
          <>
            {choose(0, t('annotation.import.fromCodes'))}
            {choose(1, t('annotation.import.toCodes'))}
          </>
        )}
        <Button type="submit" size="sm">
          {t('annotation.import.again')}
        </Button>
      </form>
    </details>
  );
}
