/** Values of hyper-parameters as chips; the number of combinations is always in sight. */
import { Button, CloseButton, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countCombinations, manyCombinations, mostCombinations } from '../../../shared/training/grid.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { StateMark } from '../../ui/state-mark.tsx';
import type { FieldsProps } from './start-maker.tsx';

/** Values that were typed or pasted as one text, each by itself and once. */
const separate = (values: readonly string[]) => [
  ...new Set(values.flatMap((value) => value.split(/[\s,;]+/).filter(Boolean))),
];

/** A row each; one that is left without a value must be given another, or be taken out. */
export function GridFields({ form, change }: FieldsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const count = countCombinations(form.grid);
  const set = (name: string, values: string[]) => change({ grid: { ...form.grid, [name]: values } });
  const takeOut = (name: string) => {
    const { [name]: _, ...others } = form.grid;
    change({ grid: others });
  };
  return (
    <section className={classes.section} aria-labelledby="training-grid">
      <h2 id="training-grid">{t('training.new.grid')}</h2>
      <p className={classes.line} role="status">
        <strong>{t('training.new.combinations', { count, number: formatNumber(count, language) })}</strong>
        {count > mostCombinations ? (
          <StateMark
            tone="bad"
            word={t('training.new.tooMany', { number: formatNumber(mostCombinations, language) })}
          />
        ) : (
          count > manyCombinations && (
            <StateMark
              tone="warn"
              word={t('training.new.many', { number: formatNumber(manyCombinations, language) })}
            />
          )
        )}
      </p>
      <p className={classes.note}>{t('training.new.gridHint')}</p>
      <div className={classes.fields} style={{ alignItems: 'start' }}>
        {Object.entries(form.grid).map(([name, values]) => (
          <div key={name} className={classes.line} style={{ flexWrap: 'nowrap' }}>
            <TagsInput
              label={name}
              w={200}
              value={values}
              error={values.length === 0}
              onChange={(next) => set(name, separate(next))}
              splitChars={[',', ' ', ';']}
              styles={{ inputField: { outline: 'none' } }}
              acceptValueOnBlur
            />
            <CloseButton aria-label={t('training.new.remove', { name })} onClick={() => takeOut(name)} />
          </div>
        ))}
        <NewParameter onAdd={(name) => set(name, ['1'])} taken={Object.keys(form.grid)} />
      </div>
    </section>
  );
}

function NewParameter({
  onAdd,
  taken,
}: {
  readonly onAdd: (name: string) => void;
  readonly taken: readonly string[];
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const isName = /^[A-Za-z_]\w{0,63}$/.test(name) && !taken.includes(name);
  return (
    <form
      className={classes.line}
      style={{ alignItems: 'end' }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isName) return;
        onAdd(name);
        setName('');
      }}
    >
      <TextInput
        label={t('training.new.parameter')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!isName}>
        {t('training.new.add')}
      </Button>
    </form>
  );
}
